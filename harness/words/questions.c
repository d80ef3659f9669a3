/*
 * The fifteen questions. See questions.h.
 */
#include "words/questions.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct esc_question esc_questions[ESC_QUESTIONS] = {
    {"Is returning &local safe?",
     "Yes. The compiler sees the address leave and puts the variable on the heap: one allocation a "
     "call, and each call another object. Inlined into a caller that it does not leave: none.",
     NULL, "make explain CASE=pointer-return"},
    {"Does new mean heap?",
     "No. new(T), &T{} and var t T are treated alike: what decides is where the address can get, "
     "and the size. A new that stays is on the stack, a var whose address is kept is not.",
     NULL, "make explain CASE=object-pool"},
    {"What is the difference of \"moved to heap\", \"escapes to heap\" and \"leaking param\"?",
     "Moved: a variable with a name. Escapes: a value without one, such as new, &T{}, make, a "
     "conversion. Leaking: the function may keep what the parameter leads to; the caller pays.",
     "the same words; -m=2 says in which function, \"t escapes to heap in local:\" (since 1.26)",
     "make explain CASE=value-vs-pointer"},
    {"Does \"escapes\" mean that it allocates?",
     "No. A number below 256 and a constant \"escape\" into an interface without an allocation; a "
     "string of 33 bytes \"does not escape\" and is allocated all the same. Count as well.",
     NULL, "make explain CASE=interface-boxing POINT=value:100"},
    {"Why does Println's argument escape?",
     "It is converted to an interface, and what Println does with that is not known: the value is "
     "copied to the heap. A pointer is stored as it is, without a line and without a copy, but "
     "what it leads to is on the heap.",
     "a variable that only ever holds one constant counts as the constant: none (since 1.26)",
     "make explain CASE=interface-boxing"},
    {"Is a pointer faster?",
     "To hand something down, from some words on: no copy. But a pointer that the callee may keep, "
     "in a branch never taken too, costs an allocation, where a copy of 512 bytes costs none.",
     NULL, "make bench CASE=value-vs-pointer QUICK=1"},
    {"Why is append silent?",
     "Whether the slice escapes is one question, whether it has room is another, which the program "
     "answers as it runs. Growth takes from the heap either way: 16 appends, 5 arrays.",
     "the first append to an empty slice that stays has 32 bytes in the frame: 2 arrays (since 1.26)",
     "make explain CASE=append-growth"},
    {"Which size limits are there?",
     "make, new and &T{}: 64 KiB. A declared variable: 10 MiB. A capture by value: 128 bytes. A "
     "size that only the run knows: always the heap.",
     "a declared variable: 128 KiB (since 1.24); a size that only the run knows: up to 32 bytes have "
     "room in the frame, whatever -m says (since 1.25)",
     "make bench CASE=size-classes,large-make QUICK=1"},
    {"Why is make(chan) silent?",
     "A channel is always on the heap, so the compiler has nothing to decide: one allocation, two "
     "where its buffer holds pointers.",
     NULL, "make explain CASE=channel-send"},
    {"When is a capture by reference?",
     "When the variable is assigned to after it was captured, in the closure too, has its address "
     "taken, or is over 128 bytes. If the closure escapes, the variable moves to the heap with it.",
     NULL, "make explain CASE=closure-capture"},
    {"What does &v of a loop do?",
     "All turns share one v: kept, it is one allocation, and every address leads to the last value. "
     "&s[i] is the element itself and costs nothing more.",
     "each turn has its own v: right, and an allocation each (since 1.22, in a module that asks for "
     "it)",
     "make exercise DO='from 5'"},
    {"Why does Put of a slice allocate?",
     "sync.Pool takes interfaces, and a slice is no pointer: its header, 24 bytes, is copied to the "
     "heap at each Put. Put the address of the slice.",
     NULL, "make explain CASE=object-pool"},
    {"Do generics help?",
     "Instead of any: yes, values stay values. Instead of an interface with methods: no, all pointer "
     "types share one body, which calls through a table, and what is passed escapes.",
     NULL, "make explain CASE=interface-call"},
    {"When do interface calls not leak?",
     "When the compiler knows the type: the variable plainly holds one (\"devirtualizing\"), or a "
     "type switch asked for it. Then it looks into the method.",
     NULL, "make explain CASE=interface-call"},
    {"How do I see it in my own program?",
     "go build -gcflags=-m ./... says where, go test -bench . -benchmem how often, go test "
     "-memprofile with go tool pprof -sample_index=alloc_space which lines cost most.",
     NULL, "make new CASE=mine LANG=go"},
};

static bool holds(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (; *text != '\0'; text++)
        if (strncasecmp(text, word, length) == 0)
            return true;
    return length == 0;
}

static bool holds_all(const char *text, const char *words)
{
    char *copy = esc_strdup(words);
    char *rest = NULL;
    bool all = true;
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        all = all && holds(text, word);
    free(copy);
    return all;
}

static size_t mark(const char *words, bool titles, bool found[ESC_QUESTIONS])
{
    size_t count = 0;
    for (size_t k = 0; k < ESC_QUESTIONS; k++) {
        const struct esc_question *one = &esc_questions[k];
        found[k] = holds_all(titles ? one->title : one->answer, words);
        count += found[k];
    }
    return count;
}

size_t esc_questions_find(const char *words, bool found[ESC_QUESTIONS])
{
    char *end;
    long number = strtol(words, &end, 10);
    memset(found, 0, ESC_QUESTIONS * sizeof *found);
    if (isdigit((unsigned char)*words) && *end == '\0') {
        bool known = number >= 1 && number <= ESC_QUESTIONS;
        if (known)
            found[number - 1] = true;
        return known;
    }
    size_t count = mark(words, true, found);
    return count > 0 ? count : mark(words, false, found);
}
