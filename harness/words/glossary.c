/*
 * Every column, mark, verdict and note of the tables, and the compiler's words. See questions.h.
 */
#include "words/questions.h"

#include <string.h>
#include <strings.h>

static const struct esc_word words[] = {
    {"time/op", "column", "Wall time of one operation: the median over the rounds."},
    {"allocs", "column",
     "Allocations an operation, counted exactly before anything is timed; not rounded."},
    {"B/op", "column", "Bytes an operation, as the runtime handed them out (after its rounding)."},
    {"GC/M | GC/Mop", "column", "Collections in a million operations."},
    {"GC", "column", "The collector's share of the process's CPU time."},
    {"than stack", "column",
     "The factor against the stack side of the same case and point: the median of the rounds' "
     "factors, each round against itself, and in brackets its 95 % interval."},
    {"price", "column", "Heap minus stack: what the escape costs an operation."},
    {"verdict", "column", "What the interval of the factor allows to say: see the words for it."},
    {"noise", "column",
     "How far samples of this row spread: 1.4826 times the median absolute deviation, by the median."},
    {"p99 stop", "column",
     "Of the collector's stops of the program, the one that only one in a hundred is longer than."},
    {"[5.9, 6.4]", "column",
     "The interval of the factor: it covers the true median with 95 %, exactly by order statistics."},

    {"instructions | cycles", "column",
     "With --counters: of an operation, in user space, of all the process's threads."},
    {"cache misses | branch misses", "column",
     "With --counters: of an operation; of the last cache level, and mispredicted branches."},
    {"page faults/M | switches/M", "column",
     "With --counters: page faults and context switches in a million operations."},

    {"n/a", "mark",
     "Among the counters: the machine does not count it (the note says why), or the side does not."},
    {"~", "mark", "Noisy: the interval reaches more than 10 % to a side of the factor."},
    {"!", "mark", "Shared: in over a quarter of the row's samples others had the processor."},
    {"*", "mark",
     "Price of the whole remedy, not of the escape: the two sides differ in more than where the "
     "object lives. The case says in what."},
    {"× | x", "mark", "Times: 6.1× slower takes 6.1 times as long."},
    {"● | o", "mark", "In the overview: the stack side."},
    {"■ | #", "mark", "In the overview: the heap side."},
    {"◆ | 8", "mark", "In the overview: both sides, at the same place."},
    {"-", "mark", "Not known, or not measured; never zero."},

    {"ok", "verdict", "Resolved: the interval does not hold 1, and is narrow."},
    {"noisy", "verdict", "Resolved, but wide: over 10 % to a side of the factor."},
    {"not resolved", "verdict",
     "The interval holds 1: no difference was shown. Not: there is none."},
    {"too few rounds", "verdict", "Under 6 rounds no interval covers 95 %. Nothing is resolved."},
    {"clock-limited", "verdict", "A side ran too short for the clock to tell."},
    {"failed", "verdict", "A side has no figures; the reason stands below the table."},
    {"slower | faster", "verdict", "Which way the factor goes, once the interval does not hold 1."},
    {"no interval", "verdict", "Of one round there is a value and no spread."},

    {"no figures", "status", "Nothing was measured of the row: no complete round."},
    {"not run", "status", "The measuring process ended before this row's turn."},
    {"case file error", "status", "The case's library could not be loaded."},
    {"compile error", "status", "The case's C or Go does not compile; the lines are above."},
    {"crashed", "status", "A signal ended the case's process, such as SIGSEGV."},
    {"called exit", "status", "The case ended its process instead of returning."},
    {"time limit", "status", "A sample still ran at the limit of its time (--time-limit)."},
    {"memory limit", "status", "A sample asked for more memory than it may have."},
    {"wrong checksum", "status",
     "It returns other values than the stack side: the sides do not do the same work."},
    {"failed expectation", "status", "It allocates more or less than the case says."},
    {"error", "status", "Something else went wrong; the message says what."},

    {"Dearest", "note", "The case with the largest factor that may be quoted."},
    {"Cheapest", "note", "The case with the smallest factor that may be quoted."},
    {"Page", "note", "The run as one page for a browser."},
    {"Table", "note", "Where the full table is, when the screen has the overview."},
    {"Send", "note", "The one file of the run to send to whoever collects them."},
    {"Next", "note", "What to type to learn more of the dearest case."},
    {"Noise floor", "note",
     "The factors of the control, a-a, the same code on both sides: what this machine calls equal."},
    {"Words", "note", "The legend: the words and marks of this table."},
    {"Heap", "note", "Which runtimes served the heap sides."},
    {"Machine", "note", "What about the machine affects figures; make doctor says what to do."},
    {"Outliers", "note",
     "Samples above Q3 + 1.5 IQR of their row, with what else they had unusually much of; all are "
     "counted."},
    {"Counters", "note", "Which counters this machine does not give, and why."},
    {"Run", "note", "Rounds, seed, and how much of the time was timed work."},
    {"Failed", "note", "How many rows have no figures."},
    {"Shared", "note",
     "Others had the processor in over a tenth of all samples: do not quote these factors."},
    {"Results", "note", "The run's folder: every sample, figures, charts."},

    {"case", "word", "One escape scenario: a file in cases/ with the question and both sides."},
    {"strategy", "word", "A way to do the case's work: stack, heap, or a remedy."},
    {"stack", "word", "The side whose values stay in frames."},
    {"heap", "word", "The side that lets a value escape; served by a runtime."},
    {"remedy", "word", "A third way that avoids the escape: pool, sized, by-value …"},
    {"point", "word", "One choice of a case's parameters, such as size:64."},
    {"round", "word", "Each row measured once, in a shuffled order; factors are taken within it."},
    {"sample", "word", "One process, n operations, one time."},
    {"seed", "word", "What the shuffling follows from: the same seed, the same order."},
    {"factor", "word", "One side's time by the other's, round by round."},
    {"interval", "word", "Where the median is with 95 %; from 6 rounds on."},
    {"resolved", "word", "The interval does not hold 1."},
    {"control", "word", "A case with the same code on both sides, a-a."},
    {"goheap", "runtime", "The model of Go 1.19's allocator and collector, in C; the default."},
    {"goheap@1.27", "runtime", "The same of Go 1.27: headers, bits at a span's end, Green Tea."},
    {"boehm | @boehm", "runtime", "Boehm's conservative collector, libgc."},
    {"malloc | @malloc", "runtime", "The C library's malloc and free."},
    {"go | @go", "runtime", "Real Go: the case's Go text, by the go that is here."},

    {"moved to heap", "diagnostic", "This variable lives on the heap: its address may outlive it."},
    {"escapes to heap", "diagnostic",
     "This value may outlive its frame. It need not allocate: see question 4."},
    {"does not escape", "diagnostic",
     "This value may lie in the frame. It may be allocated all the same: see question 4."},
    {"leaking param", "diagnostic",
     "The function may keep what the parameter leads to, or the part of it that is named."},
    {"leaking param content", "diagnostic", "It may keep what the parameter's pointee points to."},
    {"flow", "diagnostic", "With -m=2: the way on which the address leaves."},
    {"inlining call to | can inline", "diagnostic",
     "\"inlining call to\": the body stands where the call stood, and escape is asked once more "
     "there. \"can inline\": it is small enough for that."},
    {"capturing by ref | capturing by value", "diagnostic",
     "With -m=2: whether a closure holds a variable's address or a copy."},
    {"devirtualizing", "diagnostic",
     "The type behind an interface is known: the call is a plain one."},
    {"open-coded defer", "diagnostic",
     "The deferred call stands at the function's ends: no record."},
    {"too large for stack", "diagnostic", "Over the limit of its kind: see question 8."},
    {"non-constant size", "diagnostic", "A frame's size is fixed when the program is compiled."},

    {"lines", "verify", "Diagnostics found of those that the case expects."},
    {"o/Go", "verify", "Our price by Go's."},
    {"as expected", "verify", "Go differs as this release is known to: the case says so (since)."},
    {"differs", "verify", "Go differs from the model, and no release explains it."},
    {"targets missed", "verify", "What of the model is further from Go than it is to be."},
    {"rank correlation", "verify",
     "Whether ours and Go's order the cases alike: 1 is the same order."},
};

const struct esc_word *esc_words(size_t *count)
{
    *count = sizeof words / sizeof *words;
    return words;
}

/* One of the spellings between the bars. */
static bool is_spelling(const char *name, const char *spelling)
{
    static const char bar[] = " | ";
    size_t length = strlen(spelling);
    for (const char *at = name; at != NULL; at = strstr(at, bar)) {
        at += at == name ? 0 : strlen(bar);
        const char *end = strstr(at, bar);
        size_t own = end != NULL ? (size_t)(end - at) : strlen(at);
        if (own == length && strncasecmp(at, spelling, own) == 0)
            return true;
    }
    return false;
}

/* Exactly as it is spelt, where there is such a one: GC is a column, gc is meant for it. */
const struct esc_word *esc_words_find(const char *spelling)
{
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strcmp(words[k].name, spelling) == 0)
            return &words[k];
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (*spelling != '\0' && is_spelling(words[k].name, spelling))
            return &words[k];
    return NULL;
}
