/*
 * Compiler, assembler and linker output -> messages located in the case file. Private to build/.
 */
#ifndef ESC_BUILD_MESSAGES_H
#define ESC_BUILD_MESSAGES_H

#include "base/error.h"
#include "noun/case.h"

#include <stddef.h>

/* Messages told of one case; further ones are counted. */
enum { ESC_MESSAGES_SHOWN = 10 };

/* One error of a log. */
struct esc_report {
    int line; /* of the case file; 0: not known */
    bool own; /* found in the text that the harness wrote behind that line */
    char *text;
    char *origin; /* "stdio.h:41", "assembly": where it is when that is not the case's own text */
};

/* The errors of all logs of one case. Zero-initialise before use. */
struct esc_messages {
    const struct esc_case *bench_case;
    const char *code; /* what esc_codegen made of it */
    struct esc_report *reports;
    size_t count;
    bool stopped; /* the compiler gave up telling */
};

/*
 * Adds the errors in `log` (what gcc, clang, as, ld, gold or lld printed). One in a header or a
 * macro of the harness is placed where the case includes or uses it, one in the harness's own text
 * at the end of the case's text before it.
 */
void esc_messages_read(struct esc_messages *messages, const char *log);

/*
 * Appends to `error` what there is to tell: the first error of each line of the case, in the order
 * of the file, ESC_MESSAGES_SHOWN at most, then how many more lines have one. What follows from an
 * unbalanced text, or from an error in the case, is left out. Hints for what is typical.
 */
void esc_messages_tell(struct esc_messages *messages, struct esc_error *error);

void esc_messages_free(struct esc_messages *messages);

/* `text` without the folders of the harness's objects; the caller frees. */
char *esc_messages_clean(const char *text);

#endif
