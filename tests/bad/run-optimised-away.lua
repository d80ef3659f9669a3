return case {
  name = "run-optimised-away",
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  shared = [[
    typedef struct { long words[8]; } object;
    ESC_NOSCAN(object);
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
        object t = { { (long)i } };
        return (uint64_t)t.words[0];
      ]],
    },
  },
  expect = { stack = { allocs = 0 }, heap = { allocs = 1, bytes = 64 } },
}
