-- Sixteen additions under a lock that only one thread can see: in a frame, on the heap, without
-- the lock.

return case {
    title = "A lock on something only one goroutine can see", tags = { "concurrency" },
    question = "Does escape analysis remove the locks of an object that never leaves its function?",
    because = [[
It does in some Java virtual machines, and one often reads that it does in Go: "if only one
thread can reach the object, its locks are elided". Go removes no lock. On the contrary: Lock
hands the mutex's address to functions that escape analysis cannot look into, such as those of
sync/atomic ("parameter m leaks to {heap}: from "sync/atomic".CompareAndSwapInt32(...)"), so
calling it on a local object moves that object to the heap. One uncontended Lock and Unlock cost
two atomic instructions, about 10 ns.]],
    remedy = [[
Do not lock what is not shared (`unlocked`): that takes the locks away, which cost far more than
the allocation. `stack` is there to tell the two apart: its object has the same locks and stays,
because its address is hidden from escape analysis as strings.Builder hides its own. In a program
that is a trap, for the compiler no longer sees who keeps the object. Let the lock belong to
whoever shares: an object that is shared lives long, and then the allocation does not matter,
only the locks do (`long-lived`). An atomic addition is cheaper than a locked one, but it moves
its operand to the heap as well (`atomic`).]],
    since = { { go = "1.24", because = [[
the mutex escapes as before, but because of the runtime's semaphore
(from runtime_SemacquireMutex(&m.sema, ...)): arguments of sync/atomic no longer do]] } },
    go = [[
import (
	"sync"
	"sync/atomic"
	"unsafe"
)

type lockedCounter struct {
	mu sync.Mutex
	n  uint64
}

//go:noinline
func (c *lockedCounter) add(x uint64) {
	c.mu.Lock()
	c.n += x
	c.mu.Unlock()
}
]], c = [[
#include "gort/lock.h"

typedef struct { struct gort_mutex mu; uint64_t n; } locked_counter;

ESC_NOINLINE static void add_locked(locked_counter *c, uint64_t x) {
    gort_mutex_lock(&c->mu);
    c->n += x;
    gort_mutex_unlock(&c->mu);
}
]],
    strategies = {
        stack = { go = [[
// What strings.Builder does: escape analysis does not follow a number.
//
//go:nosplit
func hidden(c *lockedCounter) *lockedCounter {
	p := uintptr(unsafe.Pointer(c))
	return (*lockedCounter)(unsafe.Pointer(p ^ 0))
}

//go:noinline
func lockedInFrame(x uint64) uint64 {
	var counter lockedCounter
	c := hidden(&counter)
	for k := 0; k < 16; k++ {
		c.add(x)
	}
	return c.n
}

func stackOp(i uint64) uint64 { return lockedInFrame(i) }
]], c = [[
ESC_NOINLINE static uint64_t locked_in_frame(uint64_t x) {
    locked_counter counter = {0};
    for (uint64_t k = 0; k < 16; k++)
        add_locked(&counter, x);
    return counter.n;
}

static uint64_t stack_op(uint64_t i) { return locked_in_frame(i); }
]], escapes = { "c does not escape" } },
        heap = { go = [[
//go:noinline
func locked(x uint64) uint64 {
	var c lockedCounter // Lock moves it to the heap
	for k := 0; k < 16; k++ {
		c.add(x)
	}
	return c.n
}

func heapOp(i uint64) uint64 { return locked(i) }
]], c = [[
ESC_NOSCAN(locked_counter);

ESC_NOINLINE static uint64_t locked(uint64_t x) {
    locked_counter *c = esc_new(locked_counter); /* moved to heap: c */
    for (uint64_t k = 0; k < 16; k++)
        add_locked(c, x);
    uint64_t n = c->n;
    esc_done(c);
    return n;
}

static uint64_t heap_op(uint64_t i) { return locked(i); }
]], allocs = 1, bytes = 16,
            escapes = { "from (*sync.Mutex).Lock(c.mu) (call parameter)", "moved to heap: c" } },
        ["long-lived"] = {
            place = "stack", -- a package variable: no allocation
            go = [[
var sharedCounter lockedCounter

//go:noinline
func longLivedOp(x uint64) uint64 {
	sharedCounter.n = 0
	for k := 0; k < 16; k++ {
		sharedCounter.add(x)
	}
	return sharedCounter.n
}
]], c = [[
static locked_counter shared_counter;

ESC_NOINLINE static uint64_t long_lived_op(uint64_t x) {
    shared_counter.n = 0;
    for (uint64_t k = 0; k < 16; k++)
        add_locked(&shared_counter, x);
    return shared_counter.n;
}
]] },
        atomic = { remedy = false, go = [[
//go:noinline
func addAtomic(n *uint64, x uint64) { atomic.AddUint64(n, x) }

//go:noinline
func atomicOp(x uint64) uint64 {
	var n uint64
	for k := 0; k < 16; k++ {
		addAtomic(&n, x)
	}
	return n
}
]], c = [[
typedef uint64_t word;
ESC_NOSCAN(word);

ESC_NOINLINE static void add_atomic(word *n, uint64_t x) {
    __atomic_fetch_add(n, x, __ATOMIC_SEQ_CST);
}

ESC_NOINLINE static uint64_t atomic_op(uint64_t x) {
#if ESC_GO < 24
    word *n = esc_new(word); /* moved to heap: n */
#else
    word in_frame = 0, *n = &in_frame; /* n does not escape */
#endif
    for (uint64_t k = 0; k < 16; k++)
        add_atomic(n, x);
    uint64_t sum = *n;
#if ESC_GO < 24
    esc_done(n);
#endif
    return sum;
}
]], allocs = 1, bytes = 8, escapes = { "moved to heap: n" },
            since = {
                -- sync/atomic/doc.go: //go:noescape (golang/go issue 16241).
                {
                    go = "1.24", because = "arguments of sync/atomic functions no longer escape",
                    allocs = 0, bytes = 0, escapes = { "n does not escape" },
                },
            } },
        unlocked = { place = "stack", go = [[
type counter struct{ n uint64 }

//go:noinline
func (c *counter) add(x uint64) { c.n += x }

//go:noinline
func unlocked(x uint64) uint64 {
	var c counter
	for k := 0; k < 16; k++ {
		c.add(x)
	}
	return c.n
}

func unlockedOp(i uint64) uint64 { return unlocked(i) }
]], c = [[
typedef struct { uint64_t n; } counter;

ESC_NOINLINE static void add(counter *c, uint64_t x) { c->n += x; }

ESC_NOINLINE static uint64_t unlocked(uint64_t x) {
    counter c = {0};
    for (uint64_t k = 0; k < 16; k++)
        add(&c, x);
    return c.n;
}

static uint64_t unlocked_op(uint64_t i) { return unlocked(i); }
]], escapes = { "c does not escape" } },
    },
}
