/*
 * The program of the lesson, and the observer beside it. See marking.h.
 *
 * No address of an object may be found on the stack when the cycle begins: stacks are read word by
 * word, and such an object would be a root. So the program's stack begins where it reaches the
 * trigger; the objects were made above that, and their addresses lie in malloc's memory, which
 * nobody reads.
 */
#include "lesson/marking.h"

#include "base/memory.h"
#include "base/text.h"
#include "goheap/observe.h"

#include <stdlib.h>
#include <string.h>

struct node {
    struct node *field[ESC_MARKING_FIELDS]; /* left, right */
    uint64_t name;
};

enum { A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, NIL = ESC_MARKING_NOBODY };
enum { LEFT, RIGHT };

/* J and M are of a type without pointers. O to T are garbage from the beginning. */
static const int graph[ESC_MARKING_OBJECTS][ESC_MARKING_FIELDS] = {
    [A] = {C, D},   [B] = {E, F},     [C] = {G, H},     [D] = {H, I},     [E] = {J, K},
    [F] = {K, NIL}, [G] = {L, NIL},   [H] = {NIL, NIL}, [I] = {M, NIL},   [J] = {NIL, NIL},
    [K] = {N, NIL}, [L] = {NIL, NIL}, [M] = {NIL, NIL}, [N] = {K, NIL},   [O] = {P, NIL},
    [P] = {O, NIL}, [Q] = {R, NIL},   [R] = {M, NIL},   [S] = {NIL, NIL}, [T] = {S, NIL},
};
static const int rooted[ESC_MARKING_ROOTS] = {A, B};

static const uint8_t node_mask[] = {3};
static const struct goheap_type node_type = {sizeof(struct node), 16, node_mask};
static const struct goheap_type leaf_type = {sizeof(struct node), 0, NULL};

/* The globals of the program. */
static struct node *roots[ESC_MARKING_ROOTS];

struct lesson {
    uintptr_t address[ESC_MARKING_OBJECTS];
    uintptr_t local; /* a copy of the program's variable */
    bool explained;  /* what scanning is */
    struct esc_marking *marking;
};

static struct node *node_at(const struct lesson *lesson, int object)
{
    return (struct node *)lesson->address[object];
}

/* ---- the observer ---- */

static int index_of(const struct lesson *lesson, uintptr_t address)
{
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++)
        if (lesson->address[i] == address)
            return i;
    return NIL;
}

static char name_of(const struct lesson *lesson, const struct esc_marking_step *step,
                    uintptr_t address)
{
    int object = index_of(lesson, address);
    return object == NIL ? '-' : step->name[object];
}

static enum esc_marking_colour colour_of(const void *object)
{
    static const enum esc_marking_colour colours[] = {
        [GOHEAP_FREE] = ESC_MARKING_FREE,
        [GOHEAP_WHITE] = ESC_MARKING_WHITE,
        [GOHEAP_GREY] = ESC_MARKING_GREY,
        [GOHEAP_BLACK] = ESC_MARKING_BLACK,
    };
    return colours[goheap_colour_of(object)];
}

/* What stands in an object that is there; the name of one that is not is its last. */
static void observe_object(const struct lesson *lesson, struct esc_marking_step *step, int i)
{
    const struct node *node = node_at(lesson, i);
    step->colour[i] = colour_of(node);
    bool there = step->colour[i] != ESC_MARKING_FREE;
    if (there)
        step->name[i] = (char)node->name;
    for (int f = 0; f < ESC_MARKING_FIELDS; f++)
        step->points_to[i][f] = there ? index_of(lesson, (uintptr_t)node->field[f]) : NIL;
}

static void observe_lists(const struct lesson *lesson, struct esc_marking_step *step)
{
    uintptr_t values[ESC_MARKING_OBJECTS];
    size_t count = goheap_queue_read(values, ESC_MARKING_OBJECTS);
    for (size_t i = 0; i < count && i < ESC_MARKING_OBJECTS; i++)
        step->queue[i] = name_of(lesson, step, values[i]);
    count = goheap_barrier_read(values, ESC_MARKING_RECORDS);
    for (size_t i = 0; i < count && i < ESC_MARKING_RECORDS; i++)
        step->barrier[i] = name_of(lesson, step, values[i]);
}

/* A step without words yet; the pointer holds until the next one. */
static struct esc_marking_step *observe(struct lesson *lesson, enum esc_marking_actor actor,
                                        int subject)
{
    struct esc_marking *marking = lesson->marking;
    marking->steps = esc_grow(marking->steps, &marking->count, sizeof *marking->steps);
    struct esc_marking_step *step = &marking->steps[marking->count - 1];
    step->number = marking->count;
    step->actor = actor;
    step->subject = subject;
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++) {
        step->name[i] = marking->count > 1 ? step[-1].name[i] : '?';
        observe_object(lesson, step, i);
    }
    for (size_t r = 0; r < ESC_MARKING_ROOTS; r++)
        step->root[r] = index_of(lesson, (uintptr_t)roots[r]);
    step->local = index_of(lesson, lesson->local);
    observe_lists(lesson, step);
    return step;
}

static void say(struct esc_marking_step *step, const char *words, const char *why)
{
    step->words = esc_strdup(words);
    step->why = esc_strdup(why);
}

/* ---- the words of a step of the collector ---- */

/* "E and F"; the objects that went from white to `colour`. */
static char *list_new(const struct esc_marking_step *step, enum esc_marking_colour colour,
                      size_t *count)
{
    char names[ESC_MARKING_OBJECTS];
    *count = 0;
    for (size_t i = 0; i < ESC_MARKING_OBJECTS; i++)
        if (step[-1].colour[i] == ESC_MARKING_WHITE && step->colour[i] == colour)
            names[(*count)++] = step->name[i];
    struct esc_text text = {0};
    for (size_t i = 0; i < *count; i++)
        esc_text_addf(&text, "%s%c", i == 0 ? "" : i + 1 < *count ? ", " : " and ", names[i]);
    return esc_text_take(&text);
}

static bool leads_anywhere(const struct esc_marking_step *step, int object)
{
    bool leads = false;
    for (int f = 0; f < ESC_MARKING_FIELDS; f++)
        leads = leads || step->points_to[object][f] != NIL;
    return leads;
}

static void say_scanned(struct esc_marking_step *step, bool explain)
{
    size_t grey, black;
    char *greyed = list_new(step, ESC_MARKING_GREY, &grey);
    char *blackened = list_new(step, ESC_MARKING_BLACK, &black);
    struct esc_text words = {0}, why = {0};
    esc_text_addf(&words, "%c is scanned", step->name[step->subject]);
    if (grey > 0)
        esc_text_addf(&words, ": %s turn%s grey", greyed, grey == 1 ? "s" : "");
    if (black > 0)
        esc_text_addf(&words, "%s %s turns black at once", grey > 0 ? "," : ":", blackened);
    if (grey + black == 0)
        esc_text_add(&words, leads_anywhere(step, step->subject)
                                 ? ": what it leads to is marked already"
                                 : ": it leads nowhere");
    if (explain)
        esc_text_add(&why,
                     "Its mark was set when it turned grey. Now its pointers have been read, "
                     "too: it is black and is not looked at again.");
    if (black > 0)
        esc_text_addf(&why, "%s holds no pointers: there is nothing to scan in it.", blackened);
    step->words = esc_text_take(&words);
    step->why = esc_text_take(&why);
    free(greyed);
    free(blackened);
}

/* ---- the collector's steps ---- */

/* The object that waited in the queue and is black now. */
static int newly_black(const struct esc_marking_step *step)
{
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++)
        if (step[-1].colour[i] == ESC_MARKING_GREY && step->colour[i] == ESC_MARKING_BLACK)
            return i;
    return NIL;
}

static void say_flushed(struct esc_marking_step *step)
{
    size_t grey;
    char *greyed = list_new(step, ESC_MARKING_GREY, &grey);
    step->words = esc_format("The queue is empty, the barrier's buffer is not: %s turn%s grey",
                             grey > 0 ? greyed : "nothing", grey > 1 ? "" : "s");
    step->why = esc_strdup(
        "All that was recorded is marked now, as if a pointer to it had been "
        "found. Only when queue and buffer are both empty may marking end.");
    free(greyed);
}

/* One step of marking; false when nothing was left to do. */
static bool mark(struct lesson *lesson)
{
    if (!goheap_mark_step())
        return false;
    struct esc_marking_step *step = observe(lesson, ESC_MARKING_COLLECTOR, NIL);
    step->subject = newly_black(step);
    if (step->subject == NIL) {
        say_flushed(step);
        return true;
    }
    say_scanned(step, !lesson->explained);
    lesson->explained = true;
    return true;
}

static void mark_rest(struct lesson *lesson)
{
    while (mark(lesson))
        continue;
}

/* ---- the program ---- */

static bool make_objects(struct lesson *lesson)
{
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++) {
        struct node *node = goheap_new(i == J || i == M ? &leaf_type : &node_type);
        if (node == NULL)
            return false;
        node->name = (uint64_t)('A' + i);
        lesson->address[i] = (uintptr_t)node;
    }
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++)
        for (int f = 0; f < ESC_MARKING_FIELDS; f++)
            if (graph[i][f] != NIL)
                node_at(lesson, i)->field[f] = node_at(lesson, graph[i][f]);
    for (size_t r = 0; r < ESC_MARKING_ROOTS; r++)
        roots[r] = node_at(lesson, rooted[r]);
    return true;
}

/* More than the least heap goal, 4 MiB (mgcpacer.go, heapMinimum): a cycle begins. It is garbage.
 */
static __attribute__((noinline)) void reach_the_trigger(void)
{
    goheap_stack_base(__builtin_dwarf_cfa());
    goheap_alloc_dirty(4 << 20);
}

static void store(bool barrier, struct node **slot, struct node *value)
{
    if (barrier)
        goheap_store(slot, value);
    else
        __atomic_store_n(slot, value, __ATOMIC_RELAXED);
}

/* x := a.right; a.right = nil; f.right = x. x is on the stack, which was read when the cycle began
 * and is not read again. */
static __attribute__((noinline)) void move_pointer(struct lesson *lesson)
{
    bool barrier = lesson->marking->barrier;
    struct node *x = node_at(lesson, A)->field[RIGHT];
    lesson->local = (uintptr_t)x;
    store(barrier, &node_at(lesson, A)->field[RIGHT], NULL);
    say(observe(lesson, ESC_MARKING_PROGRAM, A),
        barrier ? "x := A.right; A.right = nil: the barrier records the old value, D"
                : "x := A.right; A.right = nil, past the barrier: no record",
        "D is white, and only x holds it now: a variable on the stack, which was read at the start "
        "and is not read again. A is still grey, so D would have been found through it.");
    store(barrier, &node_at(lesson, F)->field[RIGHT], x);
    say(observe(lesson, ESC_MARKING_PROGRAM, F),
        barrier ? "F.right = x: the barrier records the new value, too"
                : "F.right = x, past the barrier: a black object leads to a white one",
        barrier
            ? "F is black: the collector has been there and does not come back. Go's barrier "
              "shades the old value of a slot (Yuasa) and the new one (Dijkstra)."
            : "F is black: the collector has been there and does not come back. A was the other "
              "way to D, and when A is scanned its field is nil.");
    lesson->local = 0;
}

/* ---- after marking ---- */

/* Reachable, as the program sees it, and yet not marked. */
static void say_ended(struct esc_marking_step *step)
{
    char *white = esc_marking_names(step, ESC_MARKING_WHITE);
    bool lost = step->colour[D] == ESC_MARKING_WHITE;
    step->words = lost ? esc_strdup("Marking has ended, D is white, and F leads to it")
                       : esc_format("Marking has ended: white is %s, all of it garbage", white);
    step->why = esc_strdup(
        lost
            ? "D, and I and M behind it, are in use and are not marked: the sweep will take them. "
              "This is why a store needs a barrier while marking is on."
            : "The second stop found queue and buffers empty. O and P hold each other, Q to R to M "
              "leads into what lives: that keeps nobody alive, only a way from a root does.");
    free(white);
}

static void say_swept(struct esc_marking_step *step)
{
    bool lost = step->colour[D] == ESC_MARKING_FREE;
    say(step,
        lost ? "Swept: F.right leads to a free slot"
             : "Swept: the marks became the allocation bits, what was white is free",
        lost ? "The program has done nothing wrong: its object was taken from it."
             : "No object was moved or touched. All that live are white again for the next cycle. "
               "The block whose allocation began the cycle was garbage, too.");
}

/* Objects of D's size until one is given its slot. */
static void reuse_slot(struct lesson *lesson)
{
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++) {
        struct node *node = goheap_new(&node_type);
        if (node == NULL)
            return;
        node->name = 'U';
        if (node != node_at(lesson, D))
            continue;
        say(observe(lesson, ESC_MARKING_PROGRAM, D),
            "The next new object, U, gets D's slot: F.right leads to a stranger",
            "Two owners of one piece of memory: the fault shows later and somewhere else.");
        return;
    }
}

/* ---- the lesson ---- */

static void teach(struct lesson *lesson)
{
    say(observe(lesson, ESC_MARKING_PROGRAM, NIL), "Twenty objects, two roots: everything is white",
        "White is what the collector has not seen. Arrows are the pointers that stand in the "
        "objects; J and M hold none. From O to T nothing is reachable.");
    reach_the_trigger();
    say(observe(lesson, ESC_MARKING_STOP, NIL),
        "The trigger is reached: a stop, in which the roots turn grey",
        "From here on stores of pointers go through the write barrier, and the program runs on. "
        "Grey waits in the mark queue. Stacks have been read: they are black.");
    mark(lesson);
    mark(lesson);
    move_pointer(lesson);
    mark_rest(lesson);
    goheap_mark_end();
    say_ended(observe(lesson, ESC_MARKING_STOP, NIL));
    goheap_sweep_rest();
    struct esc_marking_step *swept = observe(lesson, ESC_MARKING_COLLECTOR, NIL);
    say_swept(swept);
    if (swept->colour[D] == ESC_MARKING_FREE)
        reuse_slot(lesson);
}

bool esc_marking_run(bool barrier, struct esc_marking *marking, struct esc_error *error)
{
    *marking = (struct esc_marking){.barrier = barrier};
    struct goheap_config config = goheap_config_default();
    config.program = false;
    config.poison = true;
    struct lesson *lesson = esc_calloc(1, sizeof *lesson);
    lesson->marking = marking;
    bool made = goheap_init(&config) && goheap_add_roots(roots, roots + ESC_MARKING_ROOTS) &&
                make_objects(lesson);
    if (made)
        teach(lesson);
    goheap_shutdown();
    memset(roots, 0, sizeof roots);
    free(lesson);
    if (!made)
        esc_error_add(error, NULL, 0, "no memory for the heap of the lesson");
    return made;
}
