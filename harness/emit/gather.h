/*
 * The files of results that a few words on the command line stand for.
 */
#ifndef ESC_EMIT_GATHER_H
#define ESC_EMIT_GATHER_H

#include <stdbool.h>
#include <stddef.h>

/* A file, or a word that stands for none. */
struct esc_gathered {
    char *path;
    const char *reason; /* why it is none, a clause; NULL: it can be read */
    bool guesses;       /* of a seat's guesses, by its name: *.tsv */
};

struct esc_gathering {
    struct esc_gathered *files;
    size_t count;
};

/*
 * Adds what `word` stands for: a file; a run's folder, for its results.json; a folder, for every
 * *.json, run's folder and file of guesses (guesses*.tsv) in it; a pattern of the shell (*, ?, [),
 * for all it matches, each in the order of names. One file under two names (results/latest) is
 * added once. What is there and is no file, and a word that nothing answers to, is added with its
 * reason. Zero-initialise before use.
 */
void esc_gather(struct esc_gathering *gathering, const char *word);

void esc_gathering_free(struct esc_gathering *gathering);

#endif
