/*
 * What Go's compiler logs of its optimisations with -json=0,FOLDER, one diagnostic: as LSP 3.15 has
 * it (cmd/compile/internal/logopt/log_opts.go), but lines and columns are the compiler's own,
 * from 1.
 */
#ifndef ESC_NOUN_LOGGED_H
#define ESC_NOUN_LOGGED_H

#include <stddef.h>

/* A step of an explanation, or, with the message "inlineLoc", where within an inlined body the
 * place before it is. */
struct esc_logged_note {
    const char *file, *message;
    int line, column;
};

struct esc_logged {
    const char *file;    /* whose log it is: the path of the source */
    const char *code;    /* "escape", "escapes", "leak", "canInlineFunction", "nilcheck" … */
    const char *message; /* empty where the code says it all */
    int line, column;    /* of the outermost call, where bodies are inlined */
    const char *log;     /* the file that it was read from */
    size_t log_line;     /* and the line */
    const struct esc_logged_note *notes;
    size_t note_count;
};

#endif
