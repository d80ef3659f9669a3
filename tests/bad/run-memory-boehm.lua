return case {
  name = "run-memory-boehm",
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  runtimes = { "boehm" },
  shared = [[
    typedef struct link { struct link *next; char body[1048576]; } link;
    ESC_POINTERS(link, ESC_PTR(link, next));
    static link *keep;
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
          link *block = esc_new(link);
          block->next = keep;
          keep = block;
        }
        return i;
      ]],
    },
  },
  expect = { stack = { allocs = 0 } },
}
