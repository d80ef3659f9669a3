-- The same method gets the address of a local: called on a type that is known, through a type
-- parameter, and through an interface. No implementation keeps the address.

return case {
    title = "A method called through a type parameter", tags = { "interface", "pointer" },
    question = "Does a generic function keep a local on the stack that an interface would send to the heap?",
    because = [[
No. Go compiles a generic function once for all types of one shape, and all pointers are one shape
(`go.shape.*uint8` in the diagnostics). Which Add is meant stands in a dictionary that the caller
passes along, so `t.Add(&p)` is an indirect call: escape analysis cannot look inside, treats its
arguments as leaking, and prints "moved to heap: p". In the source it looks like a direct call.]],
    remedy = [[
Name the concrete type where it matters (`stack`): the call is direct, p stays. Or let the method
take the value (`by-value`): what is copied has no address to leak; a small struct travels in
registers. A type parameter is no faster than an interface here (`interface`): both pay the block.]],
    go = [[
type point struct{ x, y uint64 }
type tally struct{ n uint64 }

//go:noinline
func (t *tally) Add(p *point) uint64 { return p.x + p.y + t.n }

//go:noinline
func (t *tally) AddValue(p point) uint64 { return p.x + p.y + t.n }

type adder interface{ Add(p *point) uint64 }

var one = &tally{1}
]],
    -- An interface's table and a generic function's dictionary: the addresses of the methods.
    c = [[
typedef struct { uint64_t x, y; } point;
ESC_NOSCAN(point);

typedef struct { uint64_t n; } tally;
typedef struct { uint64_t (*add)(tally *t, point *p); } methods;
typedef struct { uint64_t (*add)(tally *t, point p); } value_methods;

ESC_NOINLINE static uint64_t add(tally *t, point *p) {
    esc_use(p);
    return p->x + p->y + t->n;
}

ESC_NOINLINE static uint64_t add_value(tally *t, point p) { return p.x + p.y + t->n; }

static tally one = {1};
static const methods dictionary = {add};
static const value_methods value_dictionary = {add_value};
]],
    strategies = {
        stack = { go = [[
//go:noinline
func addConcrete(t *tally, x uint64) uint64 {
	p := point{x, 1}
	return t.Add(&p)
}

func stackOp(i uint64) uint64 { return addConcrete(one, i) }
]], c = [[
ESC_NOINLINE static uint64_t add_concrete(tally *t, uint64_t x) {
    point p = {x, 1};
    return add(t, &p);
}

static uint64_t stack_op(uint64_t i) { return add_concrete(&one, i); }
]], escapes = { "t does not escape" } },
        heap = { go = [[
//go:noinline
func addGeneric[T adder](t T, x uint64) uint64 {
	p := point{x, 1}
	return t.Add(&p) // p escapes here
}

func heapOp(i uint64) uint64 { return addGeneric(one, i) }
]], c = [[
ESC_NOINLINE static uint64_t add_generic(const methods *of_T, tally *t, uint64_t x) {
    point *p = esc_new(point); /* moved to heap: p */
    *p = (point){x, 1};
    uint64_t sum = of_T->add(t, p);
    esc_done(p);
    return sum;
}

static uint64_t heap_op(uint64_t i) {
    const methods *of_tally = &dictionary;
    esc_use(of_tally);
    return add_generic(of_tally, &one, i);
}
]], allocs = 1, bytes = 16, escapes = { "moved to heap: p" } },
        ["by-value"] = { place = "stack", go = [[
type valueAdder interface{ AddValue(p point) uint64 }

//go:noinline
func addGenericValue[T valueAdder](t T, x uint64) uint64 {
	return t.AddValue(point{x, 1})
}

func byValueOp(i uint64) uint64 { return addGenericValue(one, i) }
]], c = [[
ESC_NOINLINE static uint64_t add_generic_value(const value_methods *of_T, tally *t, uint64_t x) {
    return of_T->add(t, (point){x, 1});
}

static uint64_t by_value_op(uint64_t i) {
    const value_methods *of_tally = &value_dictionary;
    esc_use(of_tally);
    return add_generic_value(of_tally, &one, i);
}
]] },
        interface = { remedy = false, go = [[
//go:noinline
func addInterface(t adder, x uint64) uint64 {
	p := point{x, 1}
	return t.Add(&p) // p escapes here as well
}

func interfaceOp(i uint64) uint64 { return addInterface(one, i) }
]], c = [[
ESC_NOINLINE static uint64_t add_interface(const methods *table, tally *t, uint64_t x) {
    point *p = esc_new(point);
    *p = (point){x, 1};
    uint64_t sum = table->add(t, p);
    esc_done(p);
    return sum;
}

static uint64_t interface_op(uint64_t i) {
    const methods *table = &dictionary;
    esc_use(table);
    return add_interface(table, &one, i);
}
]], allocs = 1, bytes = 16, escapes = { "moved to heap: p" } },
    },
}
