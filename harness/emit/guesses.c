/*
 * Guesses on disk. See guesses.h for the contracts.
 */
#include "emit/guesses.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/tsv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char first_line[] = "# escapement: guesses of a seat, version 1\n";

enum { CELLS = 10 };

static void add_row(struct esc_tsv *tsv, const struct esc_guess *guess)
{
    esc_tsv_text(tsv, "time", guess->time);
    esc_tsv_text(tsv, "seat", guess->seat);
    esc_tsv_text(tsv, "case", guess->case_name);
    esc_tsv_text(tsv, "point", guess->point);
    esc_tsv_hash(tsv, "text_hash", guess->text_hash);
    esc_tsv_text(tsv, "question", esc_question_key(guess->question));
    esc_tsv_text(tsv, "answer", guess->answer);
    esc_tsv_text(tsv, "truth", guess->truth);
    esc_tsv_whole(tsv, "points", guess->points);
    esc_tsv_text(tsv, "source", guess->source);
    esc_tsv_end(tsv);
}

static bool is_ours(const char *bytes)
{
    return bytes != NULL && strncmp(bytes, first_line, strlen(first_line)) == 0;
}

/* Adds the head to `tsv` where the file is new or empty. */
static bool begin(const char *path, struct esc_tsv *tsv, struct esc_error *error)
{
    struct esc_text there = {0};
    bool exists = access(path, F_OK) == 0;
    bool good = !exists || esc_text_read(&there, path, error);
    bool empty = good && there.length == 0;
    if (good && !empty && !is_ours(there.bytes)) {
        good = esc_error_add(error, path, 0, "is not a file of guesses");
        esc_error_hint(error, "move it away, or name another seat: SEAT=12");
    }
    esc_text_free(&there);
    if (!good || !empty)
        return good;
    esc_text_add(&tsv->text, first_line);
    tsv->names = true;
    add_row(tsv, &(struct esc_guess){0});
    tsv->names = false;
    return true;
}

bool esc_guesses_append(const char *path, const struct esc_guesses *guesses,
                        struct esc_error *error)
{
    struct esc_tsv tsv = {0};
    bool good = begin(path, &tsv, error);
    for (size_t i = 0; i < guesses->count; i++)
        add_row(&tsv, &guesses->list[i]);
    FILE *file = good ? fopen(path, "a") : NULL;
    if (good && file == NULL)
        good = esc_error_add(error, path, 0, "cannot be written: %s", strerror(errno));
    if (file != NULL) {
        bool written = fwrite(tsv.text.bytes, 1, tsv.text.length, file) == tsv.text.length;
        if (fclose(file) != 0 || !written)
            good = esc_error_add(error, path, 0, "cannot be written in full");
    }
    esc_text_free(&tsv.text);
    return good;
}

static bool read_row(char *line, struct esc_guesses *guesses)
{
    char *cells[CELLS + 1];
    enum esc_question question;
    char *end;
    if (esc_tsv_split(line, cells, CELLS + 1) != CELLS || !esc_question_find(cells[5], &question))
        return false;
    unsigned long points = strtoul(cells[8], &end, 10);
    if (*cells[8] == '\0' || *end != '\0' || points > ESC_GUESS_MOST || *cells[2] == '\0')
        return false;
    *esc_guess_add(guesses) = (struct esc_guess){.time = esc_strdup(cells[0]),
                                                 .seat = esc_strdup(cells[1]),
                                                 .case_name = esc_strdup(cells[2]),
                                                 .point = esc_strdup(cells[3]),
                                                 .text_hash = strtoull(cells[4], NULL, 16),
                                                 .question = question,
                                                 .answer = esc_strdup(cells[6]),
                                                 .truth = esc_strdup(cells[7]),
                                                 .points = (unsigned)points,
                                                 .source = esc_strdup(cells[9])};
    return true;
}

bool esc_guesses_read(const char *path, struct esc_guesses *guesses, struct esc_error *error)
{
    struct esc_text text = {0};
    bool good = esc_text_read(&text, path, error) &&
                (is_ours(text.bytes) || esc_error_add(error, path, 0, "is not a file of guesses"));
    char *rest = text.bytes;
    int number = 0;
    for (char *line; good && (line = strsep(&rest, "\n")) != NULL;)
        if (++number > 2 && *line != '\0' && !read_row(line, guesses))
            good = esc_error_add(error, path, number, "is not a line of guesses");
    esc_text_free(&text);
    return good;
}
