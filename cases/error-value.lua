-- A function fails and says so. Both sides fill in an error of the same type and return it as an
-- error; the caller asks what it is. They differ in whose it is: the caller's, or a new one.

return case {
    title = "An error that is returned", tags = { "interface", "pointer" },
    question = "What does it cost to return a new error, and what do errors.New and fmt.Errorf cost?",
    because = [[
An error is an interface: the address of a type and of a value. `return &failure{...}` outlives
its function, so it "escapes to heap": one allocation. errors.New makes one of 16 bytes at every
call (`new`), so that two errors of one text differ. fmt.Errorf makes the text and the error, and
first a home for each argument that is no pointer: three allocations here (`errorf`), and several
times the time of errors.New; with %w and an error as the only argument two (`wrap`). Printing
itself is dearer in Go than in the C, which asks no argument for its methods. What is not dear is
the interface, and asking for the type behind it.]],
    remedy = [[
Make the error once, as a package variable, where it carries no details (`sentinel`): io.EOF is one.
Where failing is normal, as at the end of a loop or in a look-up, return a bool or a code. Make the
text in Error(), when somebody reads it, and not when the error is made: a type of your own with
the numbers in it is one allocation, and the caller can ask for them. On a path that fails once an
hour none of this matters.]],
    go = [[
import (
	"errors"
	"fmt"
)

type failure struct{ code, line uint64 }

func (f *failure) Error() string { return "failed" }

//go:noinline
func look(err error) uint64 {
	if f, ok := err.(*failure); ok {
		return f.code + f.line>>63 // always 1
	}
	return 1
}
]], c = [[
#include "gort/fmt.h"

typedef struct { uint64_t code, line; } failure;
ESC_NOSCAN(failure);

__attribute__((unused)) ESC_NOINLINE static uint64_t look(gort_any error) {
    if (error.type != &esc_type_failure)
        return 1;
    const failure *f = error.data;
    return f->code + (f->line >> 63); /* always 1 */
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func failInto(f *failure, x uint64) error {
	f.code, f.line = 1, x
	return f
}

//go:noinline
func stackOp(i uint64) uint64 {
	var f failure
	return i + look(failInto(&f, i))
}
]], c = [[
ESC_NOINLINE static gort_any fail_into(failure *f, uint64_t x) {
    f->code = 1, f->line = x;
    return (gort_any){&esc_type_failure, f};
}

ESC_NOINLINE static uint64_t stack_op(uint64_t i) {
    failure f = {0};
    return i + look(fail_into(&f, i));
}
]] },
        heap = { go = [[
//go:noinline
func fail(x uint64) error {
	return &failure{code: 1, line: x} // escapes
}

//go:noinline
func heapOp(i uint64) uint64 { return i + look(fail(i)) }
]], c = [[
ESC_NOINLINE static gort_any fail(uint64_t x) {
    failure *f = esc_new(failure);
    f->code = 1, f->line = x;
    return (gort_any){&esc_type_failure, f};
}

ESC_NOINLINE static uint64_t heap_op(uint64_t i) {
    gort_any error = fail(i);
    uint64_t sum = i + look(error);
    esc_done(error.data);
    return sum;
}
]], allocs = 1, bytes = 16, escapes = { "&failure{...} escapes to heap" } },
        sentinel = { place = "stack", go = [[
var errFailed error = &failure{code: 1}

//go:noinline
func failWithSentinel(x uint64) error { return errFailed }

//go:noinline
func sentinelOp(i uint64) uint64 { return i + look(failWithSentinel(i)) }
]], c = [[
static failure failed = {1, 0};

ESC_NOINLINE static gort_any fail_with_sentinel(uint64_t x) {
    esc_unknown(x);
    return (gort_any){&esc_type_failure, &failed};
}

ESC_NOINLINE static uint64_t sentinel_op(uint64_t i) {
    return i + look(fail_with_sentinel(i));
}
]] },
        new = { remedy = false, go = [[
//go:noinline
func failAnew(x uint64) error { return errors.New("failed") }

//go:noinline
func newOp(i uint64) uint64 { return i + look(failAnew(i)) }
]], c = [[
ESC_NOINLINE static gort_any fail_anew(uint64_t x) {
    esc_unknown(x);
    return gort_error_new(GORT_STRING("failed"));
}

ESC_NOINLINE static uint64_t new_op(uint64_t i) {
    gort_any error = fail_anew(i);
    uint64_t sum = i + look(error);
    esc_done(error.data);
    return sum;
}
]], allocs = 1, bytes = 16 },
        errorf = { remedy = false, go = [[
//go:noinline
func failFormatted(line uint64) error {
	return fmt.Errorf("cannot read line %d", line)
}

//go:noinline
func errorfOp(i uint64) uint64 { return i + look(failFormatted(1000+i%1000)) }
]], c = [[
ESC_NOINLINE static gort_any fail_formatted(uint64_t line) {
    gort_any argument = gort_any_word(line);
    gort_any error = gort_errorf(GORT_STRING("cannot read line %d"), &argument, 1);
    gort_box_done(argument.data);
    return error;
}

ESC_NOINLINE static uint64_t errorf_op(uint64_t i) {
    gort_any error = fail_formatted(1000 + i % 1000);
    uint64_t sum = i + look(error);
    gort_errorf_done(error);
    return sum;
}
]], allocs = 3, bytes = 8 + 21 + 16, -- the number, the text, the error
            escapes = { "line escapes to heap", "... argument does not escape" } },
        wrap = { remedy = false, go = [[
var errEnd = errors.New("unexpected end")

//go:noinline
func failWrapped(x uint64) error {
	return fmt.Errorf("cannot read: %w", errEnd)
}

//go:noinline
func wrapOp(i uint64) uint64 { return i + look(failWrapped(i)) }
]], c = [[
static gort_error_string end = {{"unexpected end", 14}};

ESC_NOINLINE static gort_any fail_wrapped(uint64_t x) {
    esc_unknown(x);
    gort_any inner = {&esc_type_gort_error_string, &end};
    return gort_errorf(GORT_STRING("cannot read: %w"), &inner, 1);
}

ESC_NOINLINE static uint64_t wrap_op(uint64_t i) {
    gort_any error = fail_wrapped(i);
    uint64_t sum = i + look(error);
    gort_errorf_done(error);
    return sum;
}
]], allocs = 2, bytes = 27 + 32, escapes = { "... argument does not escape" } },
    },
}
