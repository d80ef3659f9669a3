/*
 * The walks that reached a value are looked at when the next one begins: then the graph still tells
 * the way from the value to the root. See why_not.h.
 */
#include "goescape/why_not.h"

#include "base/memory.h"
#include "goescape/wording.h"
#include "gotypes/size.h"

#include <stdlib.h>
#include <string.h>

/* So many places are told of a value, and so many steps on the way to one. */
enum { MOST_PLACES = 16, MOST_STEPS = 12 };

/* What is asked about: a name, or a line. */
struct wanted {
    const char *name; /* NULL: a line */
    const char *function;
    size_t function_length;
    unsigned line, column; /* column 0: any */
};

/* A walk's result: how the value is connected with its root. */
struct reached {
    const struct esc_location *root;
    int derefs; /* from the value to the root; -1: its address is there */
    bool outlives;
    const struct esc_location *way[MOST_STEPS]; /* from the value on, without the root */
    const struct esc_edge *edges[MOST_STEPS];
    size_t steps;
    bool cut;
};

struct subject {
    const struct esc_location *location;
    struct reached *reached;
    size_t count;
};

/* What flows to where nobody looks. */
struct drop {
    const struct esc_location *from;
    int derefs;
    const struct esc_note *last;
};

struct inquiry {
    struct wanted wanted;
    struct esc_text *text;
    struct esc_go_lines *lines;
    bool escapes;
    size_t answers;
    /* Of the group that is solved. */
    const struct esc_location *root; /* of the last walk; NULL: none yet */
    struct subject *subjects;
    size_t count;
    struct drop *drops;
    size_t drop_count;
};

/* ---- whom it is about ---- */

static struct wanted wanted_of(const char *value)
{
    char *end;
    struct wanted wanted = {.name = value};
    const unsigned long line = strtoul(value, &end, 10);
    if (end != value) {
        wanted = (struct wanted){.line = (unsigned)line};
        if (*end == ':')
            wanted.column = (unsigned)strtoul(end + 1, NULL, 10);
        return wanted;
    }
    const char *dot = strrchr(value, '.');
    if (dot != NULL && dot != value && dot[1] != '\0')
        wanted = (struct wanted){
            .name = dot + 1, .function = value, .function_length = (size_t)(dot - value)};
    return wanted;
}

static bool is_function(const struct wanted *wanted, const struct esc_ir_function *function)
{
    return wanted->function == NULL ||
           (function != NULL && strlen(function->name) == wanted->function_length &&
            strncmp(function->name, wanted->function, wanted->function_length) == 0);
}

static bool is_wanted(const struct wanted *wanted, const struct esc_location *location)
{
    const char *path = NULL;
    if (location->variable == NULL && location->node == NULL)
        return false;
    if (location->node != NULL && location->node->op == ESC_IR_CLOSURE &&
        location->node->function->is_wrapper)
        return false;
    if (wanted->name != NULL)
        return location->variable != NULL && strcmp(location->variable->name, wanted->name) == 0 &&
               is_function(wanted, location->function);
    const struct esc_go_place at = esc_location_at(location, &path);
    return at.line == wanted->line && (wanted->column == 0 || at.column == wanted->column) &&
           (location->variable == NULL || location->variable->name[0] != '.');
}

static void find_subjects(struct inquiry *inquiry, const struct esc_graph *graph)
{
    for (size_t k = 0; k < graph->count; k++) {
        if (!is_wanted(&inquiry->wanted, graph->locations[k]))
            continue;
        inquiry->subjects = esc_grow(inquiry->subjects, &inquiry->count, sizeof *inquiry->subjects);
        inquiry->subjects[inquiry->count - 1] = (struct subject){.location = graph->locations[k]};
    }
}

/* ---- what was found ---- */

static void take_way(struct reached *reached, const struct esc_location *location)
{
    while (location != reached->root) {
        if (reached->steps == MOST_STEPS) {
            reached->cut = true;
            return;
        }
        reached->way[reached->steps] = location;
        reached->edges[reached->steps++] = &location->next->edges[location->next_edge];
        location = location->next;
    }
}

/* A root is walked from again when more is known of it: the last walk counts. */
static struct reached *entry(struct subject *subject, const struct esc_location *root)
{
    for (size_t k = 0; k < subject->count; k++)
        if (subject->reached[k].root == root)
            return &subject->reached[k];
    subject->reached = esc_grow(subject->reached, &subject->count, sizeof *subject->reached);
    return &subject->reached[subject->count - 1];
}

static void harvest(struct inquiry *inquiry, const struct esc_graph *graph)
{
    for (size_t k = 0; inquiry->root != NULL && k < inquiry->count; k++) {
        struct subject *subject = &inquiry->subjects[k];
        const struct esc_location *location = subject->location;
        if (location->walk != graph->walks || location == inquiry->root)
            continue;
        struct reached *reached = entry(subject, inquiry->root);
        *reached = (struct reached){.root = inquiry->root,
                                    .derefs = location->derefs,
                                    .outlives = esc_graph_outlives(graph, inquiry->root, location)};
        take_way(reached, location);
    }
}

static void see(void *context, const struct esc_graph *graph, const struct esc_event *event)
{
    struct inquiry *inquiry = context;
    if (event->kind == ESC_EVENT_NOWHERE && event->derefs <= 0 && event->notes != NULL) {
        inquiry->drops = esc_grow(inquiry->drops, &inquiry->drop_count, sizeof *inquiry->drops);
        inquiry->drops[inquiry->drop_count - 1] =
            (struct drop){event->from, event->derefs, esc_note_last(event->notes)};
    }
    if (event->kind != ESC_EVENT_ROOT)
        return;
    if (inquiry->root == NULL)
        find_subjects(inquiry, graph);
    harvest(inquiry, graph);
    inquiry->root = event->root;
}

/* ---- the answer ---- */

struct telling {
    struct inquiry *inquiry;
    const struct esc_graph *graph;
    const struct subject *subject;
    const char *name;
    size_t told, left;
};

/* Counts a place, and says whether there is room for it. */
static bool has_room(struct telling *telling)
{
    if (telling->told < MOST_PLACES) {
        telling->told++;
        return true;
    }
    telling->left++;
    return false;
}

static void tell_way(const struct telling *telling, const struct reached *reached)
{
    struct esc_text *text = telling->inquiry->text;
    for (size_t k = 0; k < reached->steps; k++) {
        const struct esc_edge *edge = reached->edges[k];
        const char *cause = esc_say_cause(telling->graph, edge->notes);
        const struct esc_location *to =
            k + 1 < reached->steps ? reached->way[k + 1] : reached->root;
        esc_say(text, 6, 10, "%s%s%s", esc_say_flow(telling->graph, to, edge->derefs, edge->source),
                cause[0] != '\0' ? ": " : "", cause);
    }
    if (reached->cut)
        esc_say(text, 6, 10, "and so on");
}

static const char *function_name(const struct esc_location *location)
{
    return location->function != NULL ? location->function->name : "the program";
}

/* Why the root does not outlive the value, in the order in which the solver asks. */
static void tell_end(const struct telling *telling, const struct reached *reached)
{
    struct esc_text *text = telling->inquiry->text;
    const struct esc_location *root = reached->root, *location = telling->subject->location;
    const char *name = esc_say_location(telling->graph, root);
    if (root->function != location->function && root->variable != NULL &&
        root->variable->class == ESC_IR_RESULT)
        esc_say(text, 6, 8,
                "=> %s is of a function literal that is only called where it stands, in %s", name,
                function_name(location));
    else if (root->function != location->function)
        esc_say(text, 6, 8, "=> %s is of %s, whose call ends before that of %s", name,
                function_name(root), function_name(location));
    else if (location->loop_depth == 1)
        esc_say(text, 6, 8, "=> both end with the call of %s, and %s is in no loop",
                function_name(location), telling->name);
    else
        esc_say(text, 6, 8,
                "=> %s is in a loop as well (depth %d, %s is at depth %d): it does not "
                "last longer",
                name, root->loop_depth, telling->name, location->loop_depth);
}

static const char *callee_name(const struct telling *telling, const struct esc_note *note)
{
    const struct esc_ir_node *call = note->where;
    return call->op == ESC_IR_CALL && call->x != NULL ? esc_say_node(telling->graph, call->x)
                                                      : esc_say_node(telling->graph, call);
}

/* Whether the call is of what flows: then it is no argument. */
static bool is_callee(const struct esc_note *note, const struct esc_location *holder)
{
    const struct esc_ir_node *call = note->where;
    return call->op == ESC_IR_CALL && call->x != NULL && call->x->op == ESC_IR_VARIABLE &&
           call->x->variable->location == holder;
}

static void tell_drop(const struct telling *telling, const struct esc_note *note,
                      const struct esc_location *holder, int derefs)
{
    struct esc_text *text = telling->inquiry->text;
    const char *what = derefs < 0 ? "its address" : esc_say_location(telling->graph, holder);
    const unsigned line = note->where->at.line;
    if (strcmp(note->why, "call parameter") != 0) {
        esc_say(text, 4, 8, "- %s, line %u", esc_say_node(telling->graph, note->where), line);
        esc_say(text, 6, 8, "=> nothing is kept of what is assigned to _");
    } else if (is_callee(note, holder)) {
        esc_say(text, 4, 8, "- %s is called, line %u", what, line);
        esc_say(text, 6, 8, "=> a call keeps nothing of what is called");
    } else {
        esc_say(text, 4, 8, "- %s is handed to %s, line %u", what, callee_name(telling, note),
                line);
        esc_say(text, 6, 8, "=> it keeps nothing of that: its parameter does not leak");
    }
}

/* Where what holds the address (derefs 0), or the address itself (-1), is handed out and nobody
 * keeps it. */
static void tell_drops(struct telling *telling, const struct esc_location *holder, int derefs)
{
    const struct inquiry *inquiry = telling->inquiry;
    for (size_t k = 0; k < inquiry->drop_count; k++) {
        const struct drop *drop = &inquiry->drops[k];
        if (drop->from == holder && drop->derefs == derefs &&
            (strcmp(drop->last->why, "call parameter") == 0 ||
             strcmp(drop->last->why, "assign") == 0) &&
            has_room(telling))
            tell_drop(telling, drop->last, holder, derefs);
    }
}

static void tell_addresses(struct telling *telling)
{
    const struct subject *subject = telling->subject;
    struct esc_text *text = telling->inquiry->text;
    tell_drops(telling, subject->location, -1);
    for (size_t k = subject->count; k-- > 0;) { /* roots are walked from last to first */
        const struct reached *reached = &subject->reached[k];
        if (reached->derefs >= 0)
            continue;
        if (has_room(telling)) {
            esc_say(text, 4, 8, "- its address gets to %s",
                    esc_say_location(telling->graph, reached->root));
            tell_way(telling, reached);
            tell_end(telling, reached);
        }
        tell_drops(telling, reached->root, 0);
    }
}

static bool is_parameter(const struct esc_location *location)
{
    return location->variable != NULL && location->variable->class == ESC_IR_PARAMETER;
}

/* What outlives it and gets its value, or less; of a parameter that is what leaks. */
static void tell_values(struct telling *telling)
{
    const struct subject *subject = telling->subject;
    struct esc_text *text = telling->inquiry->text;
    for (size_t k = 0; k < subject->count; k++) {
        const struct reached *reached = &subject->reached[k];
        if (reached->derefs < 0 || !reached->outlives || !has_room(telling))
            continue;
        const char *root = esc_say_location(telling->graph, reached->root);
        if (reached->derefs == 0)
            esc_say(text, 4, 8, "- a copy of its value gets to %s", root);
        else
            esc_say(text, 4, 8, "- what it points to, %d dereference%s away, gets to %s",
                    reached->derefs, reached->derefs == 1 ? "" : "s", root);
        tell_way(telling, reached);
        esc_say(text, 6, 8,
                reached->derefs == 0
                    ? "=> that outlives it, but is the copy, not its address"
                    : "=> that is memory of its own; the address of %s is not there",
                telling->name);
    }
}

static bool leaks(const struct esc_go_tag *tag)
{
    bool any = tag->heap != ESC_TAG_NONE;
    for (size_t k = 0; k < ESC_TAG_RESULTS; k++)
        any = any || tag->results[k] != ESC_TAG_NONE;
    return any;
}

/* What callers are told of a parameter; NULL: it is none. */
static const struct esc_go_tag *tag_of(const struct esc_location *location)
{
    const struct esc_ir_function *function = location->function;
    for (size_t k = 0; is_parameter(location) && k < function->parameter_count; k++)
        if (function->parameters[k].variable == location->variable)
            return &function->parameters[k].tag;
    return NULL;
}

/* "NAME escapes to heap:", "parameter NAME leaks to …", "moved to heap: NAME", "leaking param: NAME
 * to …". */
static bool is_about(const char *line, const char *name)
{
    static const char *const openings[] = {
        "parameter ", "moved to heap: ", "leaking param: ", "leaking param content: ", ""};
    const size_t length = strlen(name);
    for (size_t k = 0; k < sizeof openings / sizeof *openings; k++) {
        const size_t opening = strlen(openings[k]);
        if (strncmp(line, openings[k], opening) == 0 &&
            strncmp(line + opening, name, length) == 0 &&
            strchr(" ", line[opening + length]) != NULL)
            return true;
    }
    return false;
}

/* The compiler's own lines of that value, its verdict last. */
static void tell_lines(const struct telling *telling)
{
    const char *name = esc_location_name(telling->graph, telling->subject->location);
    bool about = false;
    const struct esc_go_lines *lines = telling->inquiry->lines;
    const char *path = NULL;
    const struct esc_go_place at = esc_location_at(telling->subject->location, &path);
    for (size_t k = 0; k < lines->count; k++) {
        const struct esc_go_line *line = &lines->list[k];
        if (line->at.line != at.line || line->at.column != at.column ||
            strcmp(line->path, path) != 0)
            continue;
        if (line->text[0] != ' ')
            about = is_about(line->text, name);
        if (about)
            esc_text_addf(telling->inquiry->text, "    %s\n", line->text);
    }
}

static void tell(struct inquiry *inquiry, const struct esc_graph *graph,
                 const struct subject *subject)
{
    const struct esc_location *location = subject->location;
    const struct esc_go_tag *tag = tag_of(location);
    const bool leaking = tag != NULL && leaks(tag);
    const char *name =
        location->variable != NULL ? location->variable->name : esc_say_node(graph, location->node);
    struct telling telling = {.inquiry = inquiry, .graph = graph, .subject = subject, .name = name};
    esc_text_add(inquiry->text, inquiry->answers++ > 0 ? "\n" : "");
    inquiry->escapes = inquiry->escapes || location->escapes || leaking;
    const char *place = esc_say_place(graph, location);
    if (tag != NULL && !location->function->has_body) {
        esc_say(inquiry->text, 0, 4, "%s: %s %s: %s", place, name, leaking ? "leaks" : "stays",
                leaking ? "the function has no body, so nothing is known of it"
                : esc_go_has_pointers(location->variable->type)
                    ? "the function has no body, and //go:noescape promises it"
                    : "it holds no pointers");
        return;
    }
    if (location->escapes || leaking) {
        esc_say(inquiry->text, 0, 4, "%s: %s %s. What -m=2 tells of it:", place, name,
                location->escapes ? "is on the heap" : "leaks");
        tell_lines(&telling);
        return;
    }
    esc_say(inquiry->text, 0, 4, "%s: %s stays%s:", place, name,
            tag != NULL ? ", and nothing of it leaks" : " on the stack");
    tell_addresses(&telling);
    tell_values(&telling);
    if (telling.left > 0)
        esc_say(inquiry->text, 4, 8, "- and %zu more of these kinds", telling.left);
    if (telling.told == 0)
        esc_say(inquiry->text, 4, 8, "- its address is never taken, and %s",
                tag != NULL ? "its value gets nowhere" : "nothing that outlives it gets its value");
}

static void solved(void *context, const struct esc_graph *graph,
                   struct esc_ir_function *const *group, size_t count)
{
    (void)group;
    (void)count;
    struct inquiry *inquiry = context;
    harvest(inquiry, graph);
    for (size_t k = 0; k < inquiry->count; k++) {
        tell(inquiry, graph, &inquiry->subjects[k]);
        free(inquiry->subjects[k].reached);
    }
    free(inquiry->subjects);
    free(inquiry->drops);
    inquiry->subjects = NULL;
    inquiry->drops = NULL;
    inquiry->count = inquiry->drop_count = 0;
    inquiry->root = NULL;
}

bool esc_go_why_not(struct esc_text *text, const struct esc_go_subject *subject, const char *value,
                    bool *escapes, struct esc_error *error)
{
    struct esc_go_lines lines = {0};
    struct inquiry inquiry = {.wanted = wanted_of(value), .text = text, .lines = &lines};
    const struct esc_watch watch = {&inquiry, see};
    const struct esc_go_asked asked = {
        .explains = true, .watch = &watch, .solved = solved, .context = &inquiry};
    const bool good = esc_go_analyse(subject->world, subject->checked, &asked, subject->arena,
                                     &lines, error) != NULL;
    *escapes = inquiry.escapes;
    if (good && inquiry.answers == 0) {
        esc_error_add(error, NULL, 0, "there is no value %s", value);
        esc_error_hint(error,
                       "a variable's name (x, or main.x of one function), or a line "
                       "(12, 12:5) on which a variable is declared or memory is needed");
        return false;
    }
    return good;
}
