return case {
  name = "compile-type-without-word",
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  strategies = {
    stack = {
      go = [[func stackOp(i uint64) uint64 { return i }]],
      c = [[
        return i;
      ]],
    },
    heap = {
      go = [[func heapOp(i uint64) uint64 { return i }]],
      c = [[
        long *t = esc_make(long, 8);
        return (uint64_t)t;
      ]],
    },
  },
  expect = { stack = { allocs = 0 } },
}
