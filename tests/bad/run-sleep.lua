return case {
  name = "run-sleep",
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  shared = [[
    #include <unistd.h>
  ]],
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
        pause();
        return i;
      ]],
    },
  },
  expect = { stack = { allocs = 0 } },
}
