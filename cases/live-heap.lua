-- One escape of 64 bytes an operation, in a program that keeps nothing, or 4, 16 or 64 MiB. The
-- live data is never touched; only the collector goes through it.

return case {
    title = "An escape in a program that keeps much",
    question = "What has the size of the live heap to do with the price of a small escape?",
    because = [[
Garbage is paid by the byte: when the heap has grown by GOGC percent of what is alive, all that
is alive is marked again. An escape of s bytes buys s / (GOGC x live) of a mark phase, and
marking takes as long as there is much alive: 22 ns a 64-byte node while it is in the cache, 48
beyond. With nothing alive a collection finds nothing to do; the minimum heap of 4 MiB makes it
frequent and cheap. Above that minimum how much is alive nearly cancels out: twice the nodes to
mark, half as often. In real Go the same line costs some 18 ns with an empty heap, 50 to 60 at
4 MiB, 64 at 16 and 65 at 64. What escaped is not lost, as one sometimes reads: the collector
takes it back, and the heap swings between what is alive and its goal. Where the nodes lie
counts more than how many there are: this tree is allocated parents first; allocated children
first it lies in the order of marking, and the escape costs 35 ns instead of 66 at 16 MiB
(go1.19.8).]],
    remedy = [[
Keep what lives long free of pointers: blocks without pointers are not scanned. Keep it small
enough for the cache: there it is marked in half the time. Raise GOGC where memory allows (case
gogc). The stack side is the same in all programs: a frame is never garbage.]],
    params = {
        {
            name = "live",
            values = { 0, 4, 16, 64 },
            quick = { 0, 16 },
            unit = "count",
            label = "MiB of live heap",
        },
    },
    iterations = function(point) return point.live * 94000 end, -- about four collections
    runtimes = { "goheap", "boehm" },

    go = [[
type node struct {
	left, right *node
	words       [6]uint64
}

var live *node // what the program keeps

func grow(nodes int) *node {
	if nodes == 0 {
		return nil
	}
	top := &node{}
	top.left = grow((nodes - 1) / 2)
	top.right = grow(nodes - 1 - (nodes-1)/2)
	return top
}

type object struct{ words [8]uint64 }

//go:noinline
func ends(t *object) uint64 { return t.words[0] + t.words[7] }
]],
    c = [[
typedef struct {
    uint64_t words[8];
} object;
ESC_NOSCAN(object);

typedef struct node {
    struct node *left, *right;
    uint64_t words[6];
} node;
ESC_POINTERS(node, ESC_PTR(node, left) | ESC_PTR(node, right));

static node *live; /* what the program keeps: a binary tree of 64-byte nodes */

static node *grow(size_t nodes)
{
    if (nodes == 0)
        return NULL;
    node *top = esc_new(node);
    esc_store(&top->left, grow((nodes - 1) / 2));
    esc_store(&top->right, grow(nodes - 1 - (nodes - 1) / 2));
    return top;
}

ESC_NOINLINE static uint64_t ends(const object *t)
{
    esc_use(t);
    return t->words[0] + t->words[7];
}

ESC_NOINLINE static void fill(object *t, uint64_t x)
{
    t->words[0] = x;
    t->words[7] = x;
    esc_use(t);
}

ESC_NOINLINE static object *by_address(uint64_t x)
{
    object *t = esc_new(object);
    t->words[0] = x;
    t->words[7] = x;
    return t;
}
]],

    strategies = {
        stack = {
            go = [[
//go:noinline
func fill(t *object, x uint64) { t.words[0], t.words[7] = x, x }

func stackOp(i uint64) uint64 {
	var t object
	fill(&t, i)
	return ends(&t)
}
]],
            c = [[
static uint64_t stack_op(uint64_t i)
{
    object t = {0};
    fill(&t, i);
    return ends(&t);
}
]],
        },
        heap = {
            go = [[
//go:noinline
func byAddress(x uint64) *object {
	var t object
	t.words[0], t.words[7] = x, x
	return &t // t escapes here
}

func heapSetup() { live = grow(Live << 14) } // Live MiB

func heapOp(i uint64) uint64 { return ends(byAddress(i)) }
]],
            c = [[
static void heap_setup(void)
{
    esc_store(&live, grow((size_t)LIVE << 14)); /* LIVE MiB in nodes of 64 bytes */
}

static uint64_t heap_op(uint64_t i)
{
    object *t = by_address(i);
    uint64_t sum = ends(t);
    esc_done(t);
    return sum;
}
]],
            allocs = 1, bytes = 64, escapes = { "moved to heap: t" },
        },
    },
}
