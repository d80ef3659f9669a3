-- The case language: every field once. The checks (check.lua), the annotations for editors and the
-- reference (describe.lua) are made from this table.
--
-- A type is { kind = … }:
--   line       text of one line, not blank      number, whole   `least` to `most`
--   prose      text of any lines, not blank     value           of a parameter: a whole number or a word
--   code       C or Go, not blank               figure          a number, or a function from a point to one
--   name       text that follows `naming`       release         text such as "1.25"
--   choice     one of `choices`                 list            at least one of the type `of`
--   flag       true or false                    record          a table with the fields of the record `of`,
--                                                               or, with `or_list`, a list of such records

local host = require "host"

local most_whole = 2 ^ 53 -- whole numbers up to here are exact as doubles

local schema = {
    most_whole = most_whole,
    most_points = 4096,
    most_params = 64,
    most_threads = 64,
    most_counters = 8,
    first_release = 20, -- what a case expects is Go 1.19's; `since` tells what came later
    --- What cases are about, as ours say it; a file may use words of its own.
    tags = {
        { "pointer", "a pointer to a local leaves its function: returned, stored, sent, passed on" },
        { "slice", "slices and arrays" },
        { "string", "strings and their bytes" },
        { "map", "maps" },
        { "closure", "functions that capture, deferred ones, method values" },
        { "interface", "values in interfaces, and calls through them" },
        { "concurrency", "goroutines, channels, locks, threads" },
        { "collector", "what the garbage collector has to do for it" },
        { "size", "a size or a length decides" },
        { "control", "no escape: how far the figures can be trusted" },
    },
    --- What names look like: groups of lower-case letters and digits, the first begins with a letter.
    --- They become parts of file names and of symbols, so they have an end.
    namings = {
        kebab = { joint = "-", most = 60, words = "up to 60 lower-case letters and digits joined by hyphens" },
        snake = { joint = "_", most = 60, words = "up to 60 lower-case letters and digits joined by underscores" },
    },
}

function schema.named(naming, name)
    local rule = schema.namings[naming]
    local groups = (name .. rule.joint):gsub("[a-z0-9]+%" .. rule.joint, "")
    return #name <= rule.most and name:find("^[a-z]") ~= nil and groups == ""
end

local value = { kind = "value", least = 0, most = most_whole }
local values = { kind = "list", of = value }
local line, prose, code = { kind = "line" }, { kind = "prose" }, { kind = "code" }
local figure = { kind = "figure", least = 0, most = most_whole }
local release = { kind = "release" }

local function record(name, or_list) return { kind = "record", of = name, or_list = or_list } end
local function records(name) return { kind = "list", of = record(name) } end
local function choice(choices) return { kind = "choice", choices = choices } end

-- Fields of a strategy and of what changed about it since.
local allocs = {
    name = "allocs", type = figure, default = '0 for `place = "stack"`, else counted, not checked',
    doc = "Calls to the allocator per operation: a number, or a function from the point to one.",
}
local bytes = {
    name = "bytes", type = figure, default = '0 for `place = "stack"`, else counted, not checked',
    doc = "Bytes asked for per operation, before the runtime rounds them up: a number, or a function such "
        .. "as `function(point) return point.size end`.",
}
local escapes = {
    name = "escapes", type = { kind = "list", of = line }, default = "nothing is looked for",
    doc = "What `go build -gcflags='-m=2 -l'` must say of the Go side, such as `moved to heap: t`; "
        .. "`can inline f` and `inlining call to f` are looked for in what plain `-m` says.",
}

local function changed(field, doc)
    return { name = field.name, type = field.type, default = "as before", doc = doc }
end

local go_field = {
    name = "go", required = true, type = release, doc = "The first release that has it, such as `1.25`.",
    example = 'go = "1.25"',
}
local because_field = {
    name = "because", required = true, type = prose, doc = "What changed, in a sentence.",
    example = 'because = "a make of variable size is decided when it runs"',
}

schema.records = {
    {
        name = "case", title = "The case",
        former = {
            name = "leave it out, the file's name is the case's",
            shared = "call it c",
            go_shared = "call it go",
            quick = "write quick = { … } beside the values of its parameter",
            expect = "write allocs, bytes and escapes into the strategies",
        },
        {
            name = "title", required = true, type = line, doc = "The case in a few words.",
            example = 'title = "Returning the address of a local"',
        },
        {
            name = "tags", type = { kind = "list", of = { kind = "name", naming = "kebab" } }, default = "none",
            doc = "What it is about, in [single words](#tags), by which `make bench TAG=` chooses.",
        },
        {
            name = "question", required = true, type = prose, doc = "What the reader wants to know.",
            example = 'question = "What does it cost when a function returns &t instead of t?"',
        },
        {
            name = "because", required = true, type = prose, doc = "Why the value escapes.",
            example = 'because = "The address outlives the frame, so the compiler moves t to the heap."',
        },
        {
            name = "remedy", required = true, type = prose, doc = "How to keep it on the stack.",
            example = 'remedy = "Return the value."',
        },
        {
            name = "since", type = records "news", default = "nothing",
            doc = "What releases after Go 1.19 changed about the case as a whole, for readers. What they "
                .. "count or print otherwise stands in the strategy.",
        },
        {
            name = "params", type = record("params", "param"), default = "one point without parameters",
            doc = "What varies, at most " .. schema.most_params .. " parameters. Each combination of values is a "
                .. "point, measured on its own; at most " .. schema.most_points .. ".",
        },
        {
            name = "counters", type = records "counter", default = "none",
            doc = "What the case counts itself, at most " .. schema.most_counters .. ": its C sets it, real Go's does "
                .. "not.",
        },
        {
            name = "go", type = code, default = "nothing",
            doc = "Go that stands before the strategies: imports, types, helpers.",
        },
        {
            name = "c", type = code, default = "nothing",
            doc = "C that stands before the strategies: types, helpers.",
        },
        {
            name = "strategies", required = true, type = record "strategies",
            doc = "The ways to do the work; `stack` and `heap` always. All have Go, or all have C, or all "
                .. "have both: Go alone is measured by real Go only, C alone by the model only.",
            example = "strategies = { stack = {…}, heap = {…} }",
        },
        {
            name = "control", type = { kind = "flag" }, default = "`false`",
            doc = "Both sides are the same code, so that the factor shows the noise floor.",
        },
        {
            name = "differs", type = prose, default = "they differ in where the object lives, and in nothing else",
            doc = "What else `stack` and `heap` differ in, such as `the heap side also grows`. The price is then "
                .. "that of the whole remedy, not of the escape, and table and charts say so.",
        },
        {
            name = "threads", type = { kind = "whole", least = 1, most = schema.most_threads }, default = "1",
            doc = "How many threads do the work at once. Or name a parameter `threads`.",
        },
        {
            name = "runtimes", type = { kind = "list", of = choice(host.runtimes) }, default = "all of them",
            doc = "Which runtimes may serve the strategies on the heap.",
        },
        {
            name = "iterations", type = figure, default = "as many as fill a sample's time",
            doc = "Operations that a sample must have at least, however long they take: a number, or a "
                .. "function from the point to one. For work whose price comes in lumps, such as a "
                .. "collection in every million operations: give it room for a few.",
        },
        {
            name = "live_bytes", type = figure, default = "0",
            doc = "What the heap side keeps alive all the time, as its setup makes it: bytes, a number or a function "
                .. "from the point to one. Each collection marks it, so what allocates beside it costs more; "
                .. "[estimated prices](method.md#estimated-prices) need to know.",
        },
        {
            name = "live_blocks", type = figure, default = "0",
            doc = "In how many blocks that is; likewise.",
        },
        {
            name = "gogc", type = figure, default = "the run's own",
            doc = "The GOGC that the heap side sets, percent, where it does: 0 for off; likewise.",
        },
        {
            name = "tolerance", type = { kind = "number", least = 0, most = most_whole },
            default = "0, so they must be exact",
            doc = "By how much the counted allocations per operation may differ from the expected ones.",
        },
    },
    {
        name = "params", title = "`params`, short form",
        others = values, naming = "snake",
        others_doc = "A parameter and its values; the names are sorted. Where order, quick values, unit or "
            .. "label matter, use the long form: a list of tables, whose order is kept.",
    },
    {
        name = "param", title = "A parameter, long form",
        {
            name = "name", required = true, type = { kind = "name", naming = "snake" }, example = 'name = "size"',
            doc = "The name in rows (`size:64`); in C the macro `SIZE`, in Go the constant `Size`.",
        },
        {
            name = "values", required = true, type = values, example = "values = { 8, 64 }",
            doc = "Whole numbers, or words. A word is a number in C: for `kind = { \"scan\", \"noscan\" }` "
                .. "there are `KIND_SCAN` 0, `KIND_NOSCAN` 1 and `KIND`, which is one of them.",
        },
        {
            name = "quick", type = values, default = "the middle one",
            doc = "Those of the values that `QUICK=1` measures.",
        },
        {
            name = "label", type = line, default = "the name",
            doc = "What the axis of a chart says, such as `object size`.",
        },
        {
            name = "unit", type = choice { "bytes", "count" }, default = "plain numbers",
            doc = "How charts and tables scale the values.",
        },
    },
    {
        name = "counter", title = "A counter of the case's own",
        {
            name = "name", required = true, type = { kind = "name", naming = "snake" }, example = 'name = "occupancy"',
            doc = "The name in files, and in C: `esc_counter_set(occupancy, 87.5)` says what it is, "
                .. "`esc_counter_add(misses, 1)` that it is one more, from one thread at a time. Both may "
                .. "stand in an operation, where they take time, in setup and in teardown, where they do not. A "
                .. "strategy that does neither has none.",
        },
        {
            name = "label", type = line, default = "the name", doc = "What the head of its column says.",
        },
        {
            name = "unit", type = line, default = "none", doc = "Such as `%`, `bytes`; it stands behind the label.",
        },
        {
            name = "per", type = choice { "value", "operation", "second" }, default = "`value`",
            doc = "What it is divided by: nothing, the operations of the sample, or their time.",
        },
        {
            name = "better", type = choice { "lower", "higher" }, default = "neither",
            doc = "Which is better; the head of its column says it.",
        },
    },
    {
        name = "strategies", title = "`strategies`",
        {
            name = "stack", required = true, type = record "strategy", doc = "The work without an escape.",
            example = "stack = { go = [[…]], c = [[…]] }",
        },
        {
            name = "heap", required = true, type = record "strategy", doc = "The same work with the escape.",
            example = "heap = { go = [[…]], c = [[…]] }",
        },
        others = record "strategy", naming = "kebab",
        others_doc = "A remedy: another way to do the same work, such as `pool` or `prealloc`; or, with "
            .. "`remedy = false`, a third side to compare.",
    },
    {
        name = "strategy", title = "A strategy",
        former = {
            setup = "define static void %s_setup(void) { … } in c",
            teardown = "define static void %s_teardown(void) { … } in c",
        },
        {
            name = "go", type = code, default = "the case has C alone",
            doc = "The Go side: top-level declarations with a function named after the strategy, "
                .. "`func heapOp(i uint64) uint64`, that does the same work and returns the same value as "
                .. "the C. `heapSetup` and `heapTeardown`, where it declares them, run outside the clock. "
                .. "Parameters are constants: `Size`.",
        },
        {
            name = "c", type = code, default = "the case has Go alone",
            doc = "The C side: top-level declarations with a function named after the strategy, "
                .. "`static uint64_t heap_op(uint64_t i)`, operation number `i`. The value it returns goes "
                .. "into the checksum, which must be the same for all strategies. `heap_setup(void)` and "
                .. "`heap_teardown(void)`, where it defines them, run outside the clock.",
        },
        {
            name = "place", type = choice { "stack", "heap" },
            default = "`stack` for the strategy `stack`, `heap` for all others",
            doc = "Where its objects live. A strategy on the stack is measured once and allocates nothing; "
                .. "one on the heap is measured with every runtime.",
        },
        {
            name = "remedy", type = { kind = "flag" },
            default = "`false` for `stack` and `heap`, `true` for all others",
            doc = "Whether it is a way to avoid the escape, which charts of all cases then draw beside the two "
                .. "sides. `false` for what is there to compare, such as the same blocks with pointers in them.",
        },
        allocs, bytes, escapes,
        {
            name = "since", type = records "since", default = "nothing",
            doc = "What releases after Go 1.19 count or print otherwise, each change on its own. Where "
                .. "several speak of one figure, the last that the release has holds.",
        },
    },
    {
        name = "since", title = "`since` of a strategy",
        go_field,
        {
            name = "before", type = release, default = "they all have it",
            doc = "The first release that has it no more.",
        },
        because_field,
        changed(allocs, "Calls to the allocator per operation since then; a function may return nil for a "
            .. "point that is as before."),
        changed(bytes, "Bytes that real Go hands out per operation since then, with its rounding; likewise."),
        changed(escapes, "The one line that the compiler prints instead of the strategy's `escapes`."),
        {
            name = "slack", type = { kind = "number", least = 0, most = 1 }, default = "0",
            doc = "The share by which Go's own figures vary there, such as 0.03.",
        },
    },
    {
        name = "news", title = "`since` of the case",
        go_field, because_field,
    },
}

for _, entry in ipairs(schema.records) do schema.records[entry.name] = entry end

return schema
