/*
 * A class: the runs of many machines side by side, by their factors only. What it means and how
 * each figure of it is defined: docs/collecting.md. Filled by stats/class.h.
 */
#ifndef ESC_NOUN_CLASS_H
#define ESC_NOUN_CLASS_H

#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A machine's factor at a row. */
struct esc_class_dot {
    size_t machine;             /* index into class.machines */
    struct esc_estimate factor; /* heap / stack, known */
    enum esc_verdict verdict;
    bool resolved;   /* its factor lies surely on one side of 1, see words/pick.h */
    double distance; /* modified z-score of ln factor; 0 where it is not told */
    bool odd;
};

/* A case at one point, the same text and runtime on every machine that has a dot. */
struct esc_class_row {
    char *case_name, *point;
    char *release; /* of real Go, where that alone was measured; the later one of the Go model where
                      that stands for the case; else NULL */
    uint64_t text_hash;         /* of the case file; 0: the runs do not tell */
    bool control;               /* the A/A control */
    bool whole;                 /* the price of the whole remedy, see words/price.h */
    bool aside;                 /* more machines have another text, or runtime, of this case */
    struct esc_class_dot *dots; /* in the order of the machines */
    size_t dot_count;
    size_t slower, faster, open; /* dots resolved above 1, below 1, and not resolved */
    size_t odd;                  /* dots */
    double median, least, most;  /* of the dots' factors */
};

struct esc_class_machine {
    char *name;      /* unique within the class */
    char *processor; /* as in class.groups */
    char *path;      /* of its file */
    char *run_id, *started, *version, *preset;
    uint32_t rounds;
    uint64_t print; /* the same for two files of one run */
    size_t group;   /* index into class.groups */
    size_t rows;    /* rows that it has a dot in, controls and rows aside left out */
    double order;   /* Spearman's rank correlation with the class's order; NAN: not told */
    size_t odd;     /* rows in which it is odd */
};

/* Machines with the same processor; the largest group first. */
struct esc_class_group {
    char *processor;
    size_t machines;
};

/* A file that is not in the class. */
struct esc_class_left {
    char *path;
    char *reason; /* a clause: "is not valid JSON: …"; NULL until the class is finished where the
                   * file is a run again */
    size_t machine; /* then: index of the machine whose run it is */
};

struct esc_class {
    struct esc_class_machine *machines;
    size_t machine_count;
    struct esc_class_row *rows; /* dearest first; then controls, then rows aside */
    size_t row_count;
    struct esc_class_group *groups;
    size_t group_count;
    struct esc_class_left *left;
    size_t left_count;
    double concordance;      /* Kendall's W over the rows that all machines have; NAN: not told */
    size_t concordance_rows; /* how many these are */
    size_t same_order;       /* machines whose order is at least ESC_CLASS_SAME_ORDER */
    size_t ordered;          /* machines whose order is told */
    bool unknown_texts;      /* a row's runs do not tell the text of its case */
};

/* A machine is said to put the cases in the class's order from this rank correlation on. Ours. */
#define ESC_CLASS_SAME_ORDER 0.9

/* Rows that a rank correlation wants at least, and dots from which on odd ones are looked for. */
enum { ESC_CLASS_LEAST_ROWS = 3, ESC_CLASS_LEAST_DOTS = 5 };

/* Whether the row counts for orders and findings: no control, not aside. */
bool esc_class_counts(const struct esc_class_row *row);

/* The machine's dot in that row, or NULL. */
const struct esc_class_dot *esc_class_dot(const struct esc_class_row *row, size_t machine);

/* Adds a file that is left out; both texts are copied. */
void esc_class_leave(struct esc_class *class, const char *path, const char *reason);

/* Each frees everything inside. */
void esc_class_row_free(struct esc_class_row *row);
void esc_class_free(struct esc_class *class);

#endif
