/*
 * A mark phase step by step, as it was observed: the colours of a small heap's objects, what points
 * where, what waits in the queue and in the write barrier's buffer.
 */
#ifndef ESC_NOUN_MARKING_H
#define ESC_NOUN_MARKING_H

#include <stdbool.h>
#include <stddef.h>

enum { ESC_MARKING_OBJECTS = 20, ESC_MARKING_ROOTS = 2, ESC_MARKING_FIELDS = 2 };
enum { ESC_MARKING_NOBODY = -1, ESC_MARKING_RECORDS = 8 };

/* Whose doing a step is. */
enum esc_marking_actor { ESC_MARKING_PROGRAM, ESC_MARKING_COLLECTOR, ESC_MARKING_STOP };

enum esc_marking_colour {
    ESC_MARKING_FREE,
    ESC_MARKING_WHITE,
    ESC_MARKING_GREY,
    ESC_MARKING_BLACK
};

/* Objects are told by index; ESC_MARKING_NOBODY: nil, or none. */
struct esc_marking_step {
    size_t number; /* within its run, from 1 */
    enum esc_marking_actor actor;
    char *words; /* what happened, one sentence */
    char *why;   /* what to know about it; "": nothing new */
    int subject; /* the object it is about */
    enum esc_marking_colour colour[ESC_MARKING_OBJECTS];
    char name[ESC_MARKING_OBJECTS + 1]; /* as it stands in the object; of a freed one, its last */
    int points_to[ESC_MARKING_OBJECTS][ESC_MARKING_FIELDS]; /* of freed ones: nobody */
    int root[ESC_MARKING_ROOTS];
    int local;                             /* what the program's variable x holds, on its stack */
    char queue[ESC_MARKING_OBJECTS + 1];   /* names, the next to be scanned first */
    char barrier[ESC_MARKING_RECORDS + 1]; /* names, '-' for nil: old value, new value, … */
};

struct esc_marking {
    bool barrier; /* the program's stores went through the write barrier */
    struct esc_marking_step *steps;
    size_t count;
};

/* Where an object stands in a picture, in columns from 0 to 6 and rows from 0 to 4. */
struct esc_marking_place {
    double column, row;
};
extern const struct esc_marking_place esc_marking_places[ESC_MARKING_OBJECTS];
extern const struct esc_marking_place esc_marking_root_places[ESC_MARKING_ROOTS];
extern const struct esc_marking_place esc_marking_local_place;

/* Names of the objects of one colour, parted by blanks; "" for none. Caller frees. */
char *esc_marking_names(const struct esc_marking_step *step, enum esc_marking_colour colour);

/* The letters of `names`, parted by blanks. Caller frees. */
char *esc_marking_spaced(const char *names);

/* What the barrier has recorded, "D→nil, nil→D": old and new value of each store. Caller frees. */
char *esc_marking_stores(const struct esc_marking_step *step);

/* Takes out of `marking` the steps that `other` has in the same words. */
void esc_marking_keep_other(struct esc_marking *marking, const struct esc_marking *other);

/* Frees the steps, not the struct. */
void esc_marking_free(struct esc_marking *marking);

#endif
