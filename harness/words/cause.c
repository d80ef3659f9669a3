/*
 * Causes, from the paths. See cause.h for the contracts.
 */
#include "words/cause.h"

#include "base/text.h"
#include "words/expression.h"

#include <ctype.h>
#include <string.h>

static const struct esc_cause_words words[ESC_CAUSES] = {
    [ESC_CAUSE_RETURNED] = {"returned", "what the function returns points to it", "pointer-return",
                            "Return the value itself, or let the caller hand down a pointer to "
                            "fill; a constructor small enough to be inlined costs nothing."},
    [ESC_CAUSE_SLICED] = {"sliced", "a slice of it is kept longer than the function runs",
                          "sub-slice",
                          "Copy the part that is needed, or let the caller hand down the "
                          "array."},
    [ESC_CAUSE_GLOBAL] = {"global", "a package variable points to it", "global-store",
                          "Store a copy of the value in the package variable, not its address."},
    [ESC_CAUSE_STORED] = {"stored",
                          "it is stored through a pointer, and the compiler does not know how long "
                          "what that points to lives",
                          "global-store",
                          "Store the value instead of its address, or let the owner of that object "
                          "hold the value."},
    [ESC_CAUSE_ELEMENT] = {"element",
                           "an element of a slice or map points to it, and the compiler does not "
                           "follow what becomes of elements",
                           "slice-of-pointers",
                           "Hold values instead of pointers: []T for []*T, map[K]V for map[K]*V."},
    [ESC_CAUSE_SENT] = {"sent", "its address is sent over a channel", "channel-send",
                        "Send the value: a channel of T for one of *T."},
    [ESC_CAUSE_CALLEE] = {"callee", "a function that may keep it gets its address",
                          "value-vs-pointer",
                          "Hand over the value, or change the function so that it does not keep "
                          "its parameter (--params shows which do, and how)."},
    [ESC_CAUSE_UNKNOWN_CALLEE] = {"unknown-callee",
                                  "a call gets its address whose function is known only when the "
                                  "program runs: an interface's method, or a function value",
                                  "interface-call",
                                  "Call the concrete type where there is only one, switch on the "
                                  "types that occur, or reuse one buffer for many calls."},
    [ESC_CAUSE_LOCK] = {"lock", "a lock or an atomic operation gets its address", "lock-elision",
                        "What one goroutine alone can see needs no lock; otherwise put the lock "
                        "into an object that is on the heap anyway."},
    [ESC_CAUSE_BOXED] = {"boxed", "it is put into an interface that is kept", "interface-boxing",
                         "Take the concrete type as parameter (strconv for fmt in hot places), or "
                         "a type parameter."},
    [ESC_CAUSE_LARGE] = {"large", "it is too large for the stack", "large-make",
                         "Make it smaller, or make it once and reuse it."},
    [ESC_CAUSE_SIZE] = {"size", "its size is known only when the program runs", "dynamic-make",
                        "Give make a constant capacity if there is a bound: make([]T, n, 64); or "
                        "reuse a slice that the caller hands down."},
    [ESC_CAUSE_CLOSURE] = {"closure", "the function literal is kept longer than the function runs",
                           "closure-capture",
                           "Hand what it needs down as parameters, or give it to functions that "
                           "do not keep it."},
    [ESC_CAUSE_CAPTURED] = {"captured",
                            "a function literal that leaves the stack uses it by reference",
                            "outer-variable",
                            "Hand it to the literal as an argument, or assign it once only: then "
                            "its value is copied into the literal."},
    [ESC_CAUSE_STARTED] = {"started",
                           "a go statement runs it beside this call, or a defer in a loop keeps it "
                           "for later",
                           "defer-closure",
                           "Start fewer goroutines with more work each; move the defer out of the "
                           "loop, into a function of its own."},
    [ESC_CAUSE_METHOD] = {"method-value", "a method bound to its receiver is kept", "method-value",
                          "Call the method where it is needed, or hand over the receiver and a "
                          "method expression: T.M."},
    [ESC_CAUSE_CONCAT] = {"concat", "a string put together is kept", "string-concat",
                          "Build it in a buffer that is reused: append to a []byte."},
    [ESC_CAUSE_SUM] = {"sum", "a text put together, or a sum put into an interface, is kept",
                       "string-concat",
                       "Append a text to a []byte that is reused; hand a sum over with its own "
                       "type."},
    [ESC_CAUSE_CONVERSION] = {"conversion",
                              "a copy of bytes or text is kept: converted, or put into an "
                              "interface",
                              "bytes-conversion",
                              "Stay with one of the two types; m[string(b)] and comparisons copy "
                              "nothing."},
    [ESC_CAUSE_APPEND] = {"append", "the slice that append returns is kept", "append-growth",
                          "Make the slice with the capacity that it will need."},
    [ESC_CAUSE_MAP] = {"map", "the map is kept longer than the function runs", "map-insert",
                       "Make it with its size, reuse it (clear), or use an array or a slice for "
                       "few keys."},
    [ESC_CAUSE_LOOP] =
        {"loop",
         "a variable that outlives it points to it: one declared outside of its loop or "
         "function literal, or a result with a name",
         "closure-in-loop",
         "Declare what points to it inside the loop, or it outside: then one serves "
         "all rounds."},
    [ESC_CAUSE_PART] = {"part", "something that is itself on the heap points to it",
                        "slice-of-pointers",
                        "See to what points to it first; or let that hold the value."},
    [ESC_CAUSE_UNTOLD] = {"untold", "the compiler's words do not tell the way", NULL, NULL},
};

const struct esc_cause_words *esc_cause_words(enum esc_cause cause)
{
    return &words[cause];
}

/* ---- from a path ---------------------------------------------------------------------------- */

/* The path's flow that has steps and is nearest to its end; NULL: none has. */
static const struct esc_flow *last_told(const struct esc_escapes *escapes,
                                        const struct esc_path *path)
{
    for (size_t k = path->flow_count; k-- > 0;)
        if (escapes->flows[path->first_flow + k].step_count > 0)
            return &escapes->flows[path->first_flow + k];
    return NULL;
}

static bool path_has(const struct esc_escapes *escapes, const struct esc_path *path,
                     const char *reason)
{
    for (size_t k = 0; k < path->flow_count; k++) {
        const struct esc_flow *flow = &escapes->flows[path->first_flow + k];
        for (size_t s = 0; s < flow->step_count; s++)
            if (strcmp(escapes->steps[flow->first_step + s].reason, reason) == 0)
                return true;
    }
    return false;
}

/* "x = &t", "pkg.X = &t": what is assigned to, by how it is written. */
static enum esc_cause of_assignment(const struct esc_escapes *escapes, const struct esc_step *step)
{
    const char *expression = step->expression;
    const char *end = strstr(expression, " = ");
    const size_t package = strcspn(expression, ".");
    if (end == NULL)
        return ESC_CAUSE_STORED;
    if (end > expression && end[-1] == ']')
        return ESC_CAUSE_ELEMENT;
    if (esc_escapes_imports(escapes, step->at.file, expression, package))
        expression += package + 1;
    for (const char *at = expression; at < end; at++)
        if (!isalnum((unsigned char)*at) && *at != '_' && *at >= 0)
            return ESC_CAUSE_STORED;
    return ESC_CAUSE_GLOBAL;
}

/* Whether the callee, the text's first bytes, is known to the compiler: a function of the program,
 * one of a package, a method of a type. */
static bool is_known(const struct esc_escapes *escapes, const char *file, const char *text,
                     size_t length)
{
    if (text[0] == '(' || text[0] == '"')
        return true;
    const char *point = memchr(text, '.', length);
    if (point != NULL && esc_escapes_imports(escapes, file, text, (size_t)(point - text)))
        return true;
    for (size_t k = 0; k < escapes->function_count; k++)
        if (strncmp(escapes->functions[k].name, text, length) == 0 &&
            escapes->functions[k].name[length] == '\0')
            return true;
    return false;
}

static bool is_lock(const char *callee)
{
    static const char *const openings[] = {"(*sync.Mutex)", "(*sync.RWMutex)", "\"sync/atomic\".",
                                           "atomic.", "(*atomic."};
    for (size_t k = 0; k < sizeof openings / sizeof *openings; k++)
        if (esc_starts(callee, openings[k]))
            return true;
    return false;
}

/* Without a list of the program's functions (-l prints none) a plain call counts as known. */
static enum esc_cause of_call(const struct esc_escapes *escapes, const struct esc_step *step)
{
    const size_t length = esc_expression_callee(step->expression);
    if (is_lock(step->expression))
        return ESC_CAUSE_LOCK;
    if (length == 0 || esc_starts(step->expression, "panic(") ||
        is_known(escapes, step->at.file, step->expression, length))
        return ESC_CAUSE_CALLEE;
    if (escapes->function_count == 0 && memchr(step->expression, '.', length) == NULL)
        return ESC_CAUSE_CALLEE;
    return ESC_CAUSE_UNKNOWN_CALLEE;
}

static enum esc_cause of_step(const struct esc_escapes *escapes, const struct esc_step *step)
{
    static const struct {
        const char *reason;
        enum esc_cause cause;
    } causes[] = {
        {"return", ESC_CAUSE_RETURNED},
        {"send", ESC_CAUSE_SENT},
        {"too large for stack", ESC_CAUSE_LARGE},
        {"non-constant size", ESC_CAUSE_SIZE},
        {"appended slice...", ESC_CAUSE_ELEMENT},
        {"appendee slice", ESC_CAUSE_ELEMENT},
        {"copied slice", ESC_CAUSE_ELEMENT},
        {"map literal value", ESC_CAUSE_ELEMENT},
        {"map literal key", ESC_CAUSE_ELEMENT},
        {"key of map put", ESC_CAUSE_ELEMENT},
        {"slice-literal-element", ESC_CAUSE_PART},
        {"array literal element", ESC_CAUSE_PART},
        {"struct literal element", ESC_CAUSE_PART},
        {"reference", ESC_CAUSE_CAPTURED},
        {"captured by a closure", ESC_CAUSE_CAPTURED},
    };
    for (size_t k = 0; k < sizeof causes / sizeof *causes; k++)
        if (strcmp(step->reason, causes[k].reason) == 0)
            return causes[k].cause;
    if (strcmp(step->reason, "call parameter") == 0)
        return esc_starts(step->expression, "append(") ? ESC_CAUSE_ELEMENT : of_call(escapes, step);
    return esc_starts(step->reason, "assign") ? of_assignment(escapes, step) : ESC_CAUSE_STORED;
}

/* Whether a variable of that name in the same function is on the heap. */
static bool is_moved(const struct esc_escapes *escapes, const struct esc_go_value *value,
                     const char *name)
{
    for (size_t k = 0; k < escapes->value_count; k++)
        if (escapes->values[k].name == name && escapes->values[k].fate == ESC_FATE_MOVED &&
            escapes->values[k].function == value->function)
            return true;
    return false;
}

/* Whether the location is an expression's memory that stays: it outlives only what is made in a
 * loop, or in a function literal, within. */
static bool is_staying_storage(const struct esc_escapes *escapes, const struct esc_go_value *value,
                               const char *location)
{
    size_t length;
    const char *expression = esc_expression_storage(location, &length);
    return expression != NULL && esc_escapes_stays(escapes, value, expression, length);
}

/* How the path ends: in the heap, in a result, or in something that lives longer. */
static enum esc_cause of_path(const struct esc_escapes *escapes, const struct esc_go_value *value,
                              const struct esc_path *path)
{
    const struct esc_flow *end = &escapes->flows[path->first_flow + path->flow_count - 1];
    const struct esc_flow *told = last_told(escapes, path);
    if (told == NULL)
        return ESC_CAUSE_UNTOLD;
    const struct esc_step *step = &escapes->steps[told->first_step + told->step_count - 1];
    const enum esc_cause cause = of_step(escapes, step);
    const bool kept =
        path_has(escapes, path, "slice") && value->fate == ESC_FATE_MOVED &&
        (cause == ESC_CAUSE_RETURNED || cause == ESC_CAUSE_GLOBAL || cause == ESC_CAUSE_STORED);
    if (kept)
        return ESC_CAUSE_SLICED;
    if (is_staying_storage(escapes, value, end->to))
        return ESC_CAUSE_LOOP;
    if (cause == ESC_CAUSE_CAPTURED || strcmp(end->to, "{heap}") == 0)
        return cause;
    if (esc_starts(end->to, "{storage for "))
        return ESC_CAUSE_PART;
    if (cause == ESC_CAUSE_RETURNED || path->to_result || end->to[0] == '~')
        return ESC_CAUSE_RETURNED;
    if (is_moved(escapes, value, end->to))
        return ESC_CAUSE_PART;
    return path_has(escapes, path, "assign") || cause == ESC_CAUSE_ELEMENT ? ESC_CAUSE_LOOP : cause;
}

/* What the expression is counts before how it leaves: the remedy lies there. */
static enum esc_cause of_expression(enum esc_expression expression, enum esc_cause cause)
{
    switch (expression) {
    case ESC_EXPRESSION_LITERAL:
        return cause == ESC_CAUSE_LOOP ? ESC_CAUSE_LOOP : ESC_CAUSE_CLOSURE;
    case ESC_EXPRESSION_METHOD:
        return ESC_CAUSE_METHOD;
    case ESC_EXPRESSION_MAP:
        return ESC_CAUSE_MAP;
    case ESC_EXPRESSION_APPEND:
        return ESC_CAUSE_APPEND;
    case ESC_EXPRESSION_CONVERSION:
        return ESC_CAUSE_CONVERSION;
    case ESC_EXPRESSION_CONCAT:
        return ESC_CAUSE_CONCAT;
    case ESC_EXPRESSION_SUM:
        return ESC_CAUSE_SUM;
    case ESC_EXPRESSION_CONSTANT:
    case ESC_EXPRESSION_BOXED:
        return ESC_CAUSE_BOXED;
    default:
        return cause;
    }
}

/* A go statement's literal, or a deferred one's in a loop: nothing but its own memory is told. */
static bool is_started(const struct esc_escapes *escapes, const struct esc_path *path)
{
    const struct esc_flow *flow = &escapes->flows[path->first_flow];
    return path->flow_count == 1 && flow->step_count == 1 && strcmp(flow->to, "{heap}") == 0 &&
           strcmp(escapes->steps[flow->first_step].reason, "spill") == 0;
}

enum esc_cause esc_cause_of(const struct esc_escapes *escapes, const struct esc_go_value *value)
{
    const enum esc_expression expression = esc_expression_of(escapes, value);
    if (value->first_path == ESC_NONE || escapes->paths[value->first_path].flow_count == 0)
        return of_expression(expression, ESC_CAUSE_UNTOLD);
    const struct esc_path *path = &escapes->paths[value->first_path];
    const enum esc_cause cause = of_path(escapes, value, path);
    if (cause == ESC_CAUSE_LARGE || cause == ESC_CAUSE_SIZE)
        return cause;
    if (expression == ESC_EXPRESSION_LITERAL && is_started(escapes, path))
        return ESC_CAUSE_STARTED;
    return of_expression(expression, cause);
}
