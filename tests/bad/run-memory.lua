return case {
  name = "run-memory",
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  runtimes = { "malloc" },
  shared = [[
    static void *keep;
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
        for (;;) {
          void *block = esc_bytes(1 << 20);
          memset(block, 1, 1 << 20);
          esc_use(block);
          *(void **)block = keep;
          keep = block;
        }
        return i;
      ]],
    },
  },
  expect = { stack = { allocs = 0 } },
}
