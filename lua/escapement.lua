---@meta escapement
-- Annotations of the case language for lua-language-server.
-- Made from lua/schema.lua by `escapement schema --luacats`; do not edit.

---@class esc.case
---@field title string # The case in a few words.
---@field tags? (string)[] # What it is about, in [single words](#tags), by which `make bench TAG=` chooses. Default: none.
---@field question string # What the reader wants to know.
---@field because string # Why the value escapes.
---@field remedy string # How to keep it on the stack.
---@field since? (esc.news)[] # What releases after Go 1.19 changed about the case as a whole, for readers. What they count or print otherwise stands in the strategy. Default: nothing.
---@field params? esc.params|esc.param[] # What varies, at most 64 parameters. Each combination of values is a point, measured on its own; at most 4096. Default: one point without parameters.
---@field counters? (esc.counter)[] # What the case counts itself, at most 8: its C sets it, real Go's does not. Default: none.
---@field go? string # Go that stands before the strategies: imports, types, helpers. Default: nothing.
---@field c? string # C that stands before the strategies: types, helpers. Default: nothing.
---@field strategies esc.strategies # The ways to do the work; `stack` and `heap` always. All have Go, or all have C, or all have both: Go alone is measured by real Go only, C alone by the model only.
---@field control? boolean # Both sides are the same code, so that the factor shows the noise floor. Default: `false`.
---@field differs? string # What else `stack` and `heap` differ in, such as `the heap side also grows`. The price is then that of the whole remedy, not of the escape, and table and charts say so. Default: they differ in where the object lives, and in nothing else.
---@field threads? integer # How many threads do the work at once. Or name a parameter `threads`. Default: 1.
---@field runtimes? ("goheap"|"boehm"|"malloc")[] # Which runtimes may serve the strategies on the heap. Default: all of them.
---@field iterations? number|fun(point: table<string, any>): number? # Operations that a sample must have at least, however long they take: a number, or a function from the point to one. For work whose price comes in lumps, such as a collection in every million operations: give it room for a few. Default: as many as fill a sample's time.
---@field live_bytes? number|fun(point: table<string, any>): number? # What the heap side keeps alive all the time, as its setup makes it: bytes, a number or a function from the point to one. Each collection marks it, so what allocates beside it costs more; [estimated prices](method.md#estimated-prices) need to know. Default: 0.
---@field live_blocks? number|fun(point: table<string, any>): number? # In how many blocks that is; likewise. Default: 0.
---@field gogc? number|fun(point: table<string, any>): number? # The GOGC that the heap side sets, percent, where it does: 0 for off; likewise. Default: the run's own.
---@field tolerance? number # By how much the counted allocations per operation may differ from the expected ones. Default: 0, so they must be exact.

---@class esc.params
---@field [string] (integer|string)[] # A parameter and its values; the names are sorted. Where order, quick values, unit or label matter, use the long form: a list of tables, whose order is kept.

---@class esc.param
---@field name string # The name in rows (`size:64`); in C the macro `SIZE`, in Go the constant `Size`.
---@field values (integer|string)[] # Whole numbers, or words. A word is a number in C: for `kind = { "scan", "noscan" }` there are `KIND_SCAN` 0, `KIND_NOSCAN` 1 and `KIND`, which is one of them.
---@field quick? (integer|string)[] # Those of the values that `QUICK=1` measures. Default: the middle one.
---@field label? string # What the axis of a chart says, such as `object size`. Default: the name.
---@field unit? "bytes"|"count" # How charts and tables scale the values. Default: plain numbers.

---@class esc.counter
---@field name string # The name in files, and in C: `esc_counter_set(occupancy, 87.5)` says what it is, `esc_counter_add(misses, 1)` that it is one more, from one thread at a time. Both may stand in an operation, where they take time, in setup and in teardown, where they do not. A strategy that does neither has none.
---@field label? string # What the head of its column says. Default: the name.
---@field unit? string # Such as `%`, `bytes`; it stands behind the label. Default: none.
---@field per? "value"|"operation"|"second" # What it is divided by: nothing, the operations of the sample, or their time. Default: `value`.
---@field better? "lower"|"higher" # Which is better; the head of its column says it. Default: neither.

---@class esc.strategies
---@field stack esc.strategy # The work without an escape.
---@field heap esc.strategy # The same work with the escape.
---@field [string] esc.strategy # A remedy: another way to do the same work, such as `pool` or `prealloc`; or, with `remedy = false`, a third side to compare.

---@class esc.strategy
---@field go? string # The Go side: top-level declarations with a function named after the strategy, `func heapOp(i uint64) uint64`, that does the same work and returns the same value as the C. `heapSetup` and `heapTeardown`, where it declares them, run outside the clock. Parameters are constants: `Size`. Default: the case has C alone.
---@field c? string # The C side: top-level declarations with a function named after the strategy, `static uint64_t heap_op(uint64_t i)`, operation number `i`. The value it returns goes into the checksum, which must be the same for all strategies. `heap_setup(void)` and `heap_teardown(void)`, where it defines them, run outside the clock. Default: the case has Go alone.
---@field place? "stack"|"heap" # Where its objects live. A strategy on the stack is measured once and allocates nothing; one on the heap is measured with every runtime. Default: `stack` for the strategy `stack`, `heap` for all others.
---@field remedy? boolean # Whether it is a way to avoid the escape, which charts of all cases then draw beside the two sides. `false` for what is there to compare, such as the same blocks with pointers in them. Default: `false` for `stack` and `heap`, `true` for all others.
---@field allocs? number|fun(point: table<string, any>): number? # Calls to the allocator per operation: a number, or a function from the point to one. Default: 0 for `place = "stack"`, else counted, not checked.
---@field bytes? number|fun(point: table<string, any>): number? # Bytes asked for per operation, before the runtime rounds them up: a number, or a function such as `function(point) return point.size end`. Default: 0 for `place = "stack"`, else counted, not checked.
---@field escapes? (string)[] # What `go build -gcflags='-m=2 -l'` must say of the Go side, such as `moved to heap: t`; `can inline f` and `inlining call to f` are looked for in what plain `-m` says. Default: nothing is looked for.
---@field since? (esc.since)[] # What releases after Go 1.19 count or print otherwise, each change on its own. Where several speak of one figure, the last that the release has holds. Default: nothing.

---@class esc.since
---@field go string # The first release that has it, such as `1.25`.
---@field before? string # The first release that has it no more. Default: they all have it.
---@field because string # What changed, in a sentence.
---@field allocs? number|fun(point: table<string, any>): number? # Calls to the allocator per operation since then; a function may return nil for a point that is as before. Default: as before.
---@field bytes? number|fun(point: table<string, any>): number? # Bytes that real Go hands out per operation since then, with its rounding; likewise. Default: as before.
---@field escapes? (string)[] # The one line that the compiler prints instead of the strategy's `escapes`. Default: as before.
---@field slack? number # The share by which Go's own figures vary there, such as 0.03. Default: 0.

---@class esc.news
---@field go string # The first release that has it, such as `1.25`.
---@field because string # What changed, in a sentence.

--- Declares the case; a file ends with `return case { … }`.
---@param item esc.case
---@return esc.case
function case(item) return item end
