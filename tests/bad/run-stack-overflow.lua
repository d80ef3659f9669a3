return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  c = [[
    static ESC_NOINLINE uint64_t deep(uint64_t i)
    {
      volatile char frame[65536];
      frame[0] = (char)i;
      return deep(i + 1) + (uint64_t)frame[0];
    }
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
        return deep(i);
    }
      ]],
    },
  },
}
