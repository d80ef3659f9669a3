return case {
  name = "run-segfault",
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
        volatile uint64_t *nowhere = (uint64_t *)8;
        return *nowhere + i;
      ]],
    },
  },
  expect = { stack = { allocs = 0 } },
}
