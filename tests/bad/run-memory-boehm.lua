return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  runtimes = { "boehm" },
  c = [[
    typedef struct link { struct link *next; char body[1048576]; } link;
    ESC_POINTERS(link, ESC_PTR(link, next));
    static link *keep;
  ]],
  strategies = {
    stack = {
      go = [[func stackOp(i uint64) uint64 { return i }]],
      c = [[
    static uint64_t stack_op(uint64_t i)
    {
        return i;
    }
      ]],
    },
    heap = {
      go = [[func heapOp(i uint64) uint64 { return i }]],
      c = [[
    static uint64_t heap_op(uint64_t i)
    {
        for (;;) {
          link *block = esc_new(link);
          block->next = keep;
          keep = block;
        }
        return i;
    }
      ]],
    },
  },
}
