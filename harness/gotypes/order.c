/*
 * The order in which a package's variables are initialised. See checker.h; Go specification,
 * "Package initialization".
 */
#include "gotypes/checker.h"

/*
 * A variable is ready when all variables are that its value needs, by way of functions as well. Of
 * those that are ready the first in the source comes next: they lie in a heap by their number.
 */
struct ordering {
    struct checker *c;
    unsigned visit;
    struct entry **stack; /* functions that are still to be looked at */
    struct entry **heap;
    size_t ready;
};

static void add_ready(struct ordering *o, struct entry *entry)
{
    size_t at = o->ready++;
    for (; at > 0 && o->heap[(at - 1) / 2]->number > entry->number; at = (at - 1) / 2)
        o->heap[at] = o->heap[(at - 1) / 2];
    o->heap[at] = entry;
}

static struct entry *take_ready(struct ordering *o)
{
    struct entry *first = o->heap[0], *last = o->heap[--o->ready];
    size_t at = 0;
    for (;;) {
        size_t least = 2 * at + 1;
        if (least >= o->ready)
            break;
        if (least + 1 < o->ready && o->heap[least + 1]->number < o->heap[least]->number)
            least++;
        if (o->heap[least]->number > last->number)
            break;
        o->heap[at] = o->heap[least];
        at = least;
    }
    o->heap[at] = last;
    return first;
}

static bool is_initialised(const struct entry *entry)
{
    return entry->object->kind == ESC_OBJECT_VAR && entry->value != NULL;
}

static void wait_for(struct ordering *o, struct entry *entry, struct entry *needed)
{
    struct waiting *waiting = esc_arena_take(o->c->arena, 2, sizeof *waiting);
    waiting[0] = (struct waiting){entry, needed->waiting};
    needed->waiting = &waiting[0];
    waiting[1] = (struct waiting){needed, entry->needed};
    entry->needed = &waiting[1];
    entry->waits++;
}

/* All variables that the value needs; the search stops at them. */
static void find_needs(struct ordering *o, struct entry *entry)
{
    size_t open = 1;
    o->visit++;
    o->stack[0] = entry;
    while (open > 0) {
        const struct entry *from = o->stack[--open];
        for (size_t k = 0; k < from->needs.count; k++) {
            struct entry *needed = from->needs.list[k]->entry;
            if (needed->first != NULL)
                needed = needed->first;
            if (needed->visit == o->visit)
                continue;
            needed->visit = o->visit;
            if (needed->object->kind == ESC_OBJECT_FUNC)
                o->stack[open++] = needed;
            else if (is_initialised(needed))
                wait_for(o, entry, needed);
        }
    }
}

static void emit(struct ordering *o, const struct entry *entry)
{
    struct esc_go_checked *checked = o->c->checked;
    struct esc_go_initialiser *to = &checked->initialisers[checked->initialiser_count++];
    to->value = entry->value;
    to->path = entry->path;
    to->at = entry->node->at;
    to->variables = entry->together;
    if (to->variables.count == 0)
        esc_go_objects_add(o->c->world, &to->variables, entry->object);
}

static bool is_ordered(const struct entry *entry)
{
    return is_initialised(entry) && (entry->first == NULL || entry->first == entry);
}

static struct entry *next_waiting(const struct entry *entry)
{
    const struct waiting *needed = entry->needed;
    while (needed->entry->done)
        needed = needed->next;
    return needed->entry;
}

/* What waits for what waits leads into a circle: two walks meet in it, one going twice as fast. */
static void __attribute__((noreturn)) fail_circle(struct checker *c, struct entry *entry)
{
    struct entry *slow = entry, *fast = entry;
    do {
        slow = next_waiting(slow);
        fast = next_waiting(next_waiting(fast));
    } while (slow != fast);
    const struct entry *first = slow;
    for (entry = next_waiting(slow); entry != slow; entry = next_waiting(entry))
        if (entry->number < first->number)
            first = entry;
    c->path = first->path;
    esc_check_fail(c, first->object->at, "initialization cycle: %s needs its own value",
                   first->object->name);
}

void esc_check_order(struct checker *c, struct entry **entries, size_t count)
{
    struct ordering o = {.c = c};
    o.stack = esc_arena_take(c->arena, count + 1, sizeof *o.stack);
    o.heap = esc_arena_take(c->arena, count + 1, sizeof(struct entry *));
    c->checked->initialisers =
        esc_arena_take(c->arena, count + 1, sizeof *c->checked->initialisers);
    for (size_t k = 0; k < count; k++)
        if (is_ordered(entries[k]))
            find_needs(&o, entries[k]);
    for (size_t k = 0; k < count; k++)
        if (is_ordered(entries[k]) && entries[k]->waits == 0)
            add_ready(&o, entries[k]);
    while (o.ready > 0) {
        struct entry *entry = take_ready(&o);
        entry->done = true;
        emit(&o, entry);
        for (struct waiting *w = entry->waiting; w != NULL; w = w->next)
            if (--w->entry->waits == 0)
                add_ready(&o, w->entry);
    }
    for (size_t k = 0; k < count; k++)
        if (is_ordered(entries[k]) && !entries[k]->done)
            fail_circle(c, entries[k]);
}
