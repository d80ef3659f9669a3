#!/usr/bin/env bats
# Case files of the language as it was, rewritten: tests/fixtures/former/ holds three of the cases as
# they stood then.
load helper

# The rows of check, without the program's columns of blanks.
rows() { "$ESC" check --preset=quick --runtime=malloc "$@" | tr -s ' '; }

former() {
    cp tests/fixtures/former/*.lua "$SCRATCH"
    cd "$SCRATCH" || return 1
}

@test "an old file is told what to do" {
    run "$ESC" check tests/fixtures/former/global-store.lua
    [ "$status" -eq 2 ]
    [[ $output == *"former/global-store.lua:4:5: error: name is of the old language: leave it out"* ]]
    [[ $output == *"escapement migrate FILE does it"* ]]
}

@test "old files are rewritten, pass check, and count what they counted" {
    former
    run "$ESC" migrate global-store.lua object-pool.lua map-insert.lua
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "global-store.lua: rewritten; the old text is in global-store.lua.orig" ]
    cmp global-store.lua.orig "$ROOT/tests/fixtures/former/global-store.lua"
    run rows global-store.lua object-pool.lua map-insert.lua
    # malloc: 8 more than asked for, AddressSanitizer's as much.
    [[ $output == *"ok global-store/heap@malloc/size:64 1 allocs/op "@(72|64)" B/op"* ]]
    [[ $output == *"ok object-pool/heap@malloc/size:1024 1 allocs/op "@(1032|1024)" B/op"* ]]
    [[ $output == *"ok object-pool/pool@malloc/size:1024 0 allocs/op 0 B/op"* ]]
    [[ $output == *"9 variants of 3 cases: 9 ok, 0 failed"* ]]
}

@test "a second time there is nothing to do" {
    former
    "$ESC" migrate global-store.lua
    cp global-store.lua first
    run "$ESC" migrate global-store.lua
    [ "$status" -eq 0 ]
    [ "$output" = "global-store.lua: nothing to do" ]
    cmp global-store.lua first
}

@test "today's cases need nothing" {
    run "$ESC" migrate cases/*.lua
    [ "$status" -eq 0 ]
    [ "$(grep -c ': nothing to do$' <<<"$output")" -eq "$(find cases -name '*.lua' | wc -l)" ]
}

@test "comments and layout stay; short parameters become long ones, by name" {
    cat >"$SCRATCH/mine.lua" <<'END'
-- A case of mine.
return case {
  name = "mine", title = "T", question = "Q", because = "B", remedy = "R", -- five in a line
  params = { size = { 8, 64 }, count = { 1, 2 } }, -- two of them
  quick = { size = { 8 } },
  strategies = {
    stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = "return i;" },
    ["pre-alloc"] = { go = [[func preAllocOp(i uint64) uint64 { return i }]], c = [[ return i; // i ]] },
    heap = {
      go = [[func heapOp(i uint64) uint64 { return i }]],
      -- nothing is made
      c = [[
        return i;
      ]]
    },
  },
  -- what is counted
  expect = {
    stack = { allocs = 0 },
    ["pre-alloc"] = { allocs = 0 }, -- none at all
    -- nothing either
    heap = {
      allocs = function(point)
        return 0
      end, -- at any point
    },
  },
}
END
    cat >"$SCRATCH/wanted.lua" <<'END'
-- A case of mine.
return case {
  title = "T", question = "Q", because = "B", remedy = "R", -- five in a line
  params = { { name = "count", values = { 1, 2 } }, { name = "size", values = { 8, 64 }, quick = { 8 } } }, -- two of them
  strategies = {
    stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = "static uint64_t stack_op(uint64_t i) { return i; }" },
    ["pre-alloc"] = { go = [[func preAllocOp(i uint64) uint64 { return i }]], c = [[
static uint64_t pre_alloc_op(uint64_t i)
{
 return i; // i
}
]], allocs = 0 }, -- none at all
    heap = {
      go = [[func heapOp(i uint64) uint64 { return i }]],
      -- nothing is made
      c = [[
    static uint64_t heap_op(uint64_t i)
    {
        return i;
    }
      ]],
      -- what is counted
      -- nothing either
      allocs = function(point)
        return 0
      end, -- at any point
    },
  },
}
END
    run "$ESC" migrate "$SCRATCH/mine.lua"
    [ "$status" -eq 0 ]
    diff "$SCRATCH/wanted.lua" "$SCRATCH/mine.lua"
}

@test "what it cannot do is told with its line, and nothing is written" {
    cat >"$SCRATCH/mine.lua" <<'END'
local body = "return i;"
return case {
  name = "mine", title = "T", question = "Q", because = "B", remedy = "R",
  quick = { size = { 8 } },
  strategies = {
    stack = { go = "func stackOp(i uint64) uint64 { return i }", c = body },
    heap = { go = "func heapOp(i uint64) uint64 { return i }", setup = body .. "", c = [[return i;]] },
  },
  expect = { pool = { allocs = 0 } },
}
END
    cp "$SCRATCH/mine.lua" "$SCRATCH/before"
    run "$ESC" migrate "$SCRATCH/mine.lua"
    [ "$status" -eq 2 ]
    [[ $output == *"mine.lua:4:3: error: quick or params is made by code"* ]]
    [[ $output == *"mine.lua:6:66: error: c is put together by code; make it define static uint64_t stack_op(uint64_t i)"* ]]
    [[ $output == *"mine.lua:7:64: error: setup is put together by code; write static void heap_setup(void)"* ]]
    [[ $output == *'mine.lua:9:14: error: the strategy "pool" is not written as a table in strategies'* ]]
    cmp "$SCRATCH/mine.lua" "$SCRATCH/before"
    [ ! -e "$SCRATCH/mine.lua.orig" ]
}

@test "an old text that is kept already is not overwritten" {
    former
    echo mine >global-store.lua.orig
    run "$ESC" migrate global-store.lua
    [ "$status" -eq 2 ]
    [ "${lines[0]}" = "global-store.lua.orig: error: is there from another time; move it away first" ]
    cmp global-store.lua "$ROOT/tests/fixtures/former/global-store.lua"
}

@test "a file that is no case is refused" {
    echo 'return 1' >"$SCRATCH/mine.lua"
    run "$ESC" migrate "$SCRATCH/mine.lua"
    [ "$status" -eq 2 ]
    [[ $output == *'it must end with return case { … }'* ]]
}

# A file whose sides say only what they must; MIDDLE stands before them, what follows is the heap's.
old_case() { # old_case NAME MIDDLE HEAP-AND-REST
    cat >"$SCRATCH/$1.lua" <<END
return case {
  $2
  title = "T", question = "Q", because = "B", remedy = "R",
  strategies = {
    stack = { go = "func stackOp(i uint64) uint64 { return i }", c = "return i;" },
    heap = { go = "func heapOp(i uint64) uint64 { return i }", c = "return i;" }$3
END
}

@test "comments before a comma and inside a line keep the text whole" {
    old_case odd 'name --[[ a ]] = "odd" --[[ c ]], -- d' ' }, expect = { heap = { allocs = 0, -- zero
    bytes = 0 } } }'
    run "$ESC" migrate "$SCRATCH/odd.lua"
    [ "$status" -eq 0 ]
    sed -n 2p "$SCRATCH/odd.lua" | grep -q '^ *--\[\[ c \]\] -- d$'
    grep -q 'allocs = 0, bytes = 0 } --\[\[ zero \]\] }, }$' "$SCRATCH/odd.lua"
    run "$ESC" check --runtime=malloc "$SCRATCH/odd.lua"
    [ "$status" -eq 0 ]
}

@test "Windows' line ends and the file's mode stay" {
    old_case windows 'name = "windows",' ' } }'
    sed -i 's/"return i;"/[[\n return i;\n]]/' "$SCRATCH/windows.lua"
    sed -i 's/$/\r/' "$SCRATCH/windows.lua"
    chmod 640 "$SCRATCH/windows.lua"
    run "$ESC" migrate "$SCRATCH/windows.lua"
    [ "$status" -eq 0 ]
    [ "$(grep -c $'\r$' "$SCRATCH/windows.lua")" -eq "$(wc -l <"$SCRATCH/windows.lua")" ]
    [ "$(stat -c %a "$SCRATCH/windows.lua")" = 640 ]
}

@test "fields made by code that are of the old language are told, not called nothing to do" {
    old_case made '' ' } }'
    sed -i '1s/.*/local t = {/; $a\t.shared = "static int x;"\nreturn case(t)' "$SCRATCH/made.lua"
    run "$ESC" migrate "$SCRATCH/made.lua"
    [ "$status" -eq 2 ]
    [[ $output == *"shared is of the old language"* ]]
    [[ $output == *"the rest is yours"* ]]
    [[ $output != *"nothing to do"* ]]
}

@test "a name that is not the file's is for a person to settle" {
    old_case mine 'name = "yours",' ' } }'
    run "$ESC" migrate "$SCRATCH/mine.lua"
    [ "$status" -eq 2 ]
    [[ $output == *"mine.lua:2:3: error: name is \"yours\", but the file's name is the case's now"* ]]
    [ ! -e "$SCRATCH/mine.lua.orig" ]
}
