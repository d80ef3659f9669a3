return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  c = [[
    #include "gort/string.h"
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
        gort_string s = GORT_STRING("five!");
        if (i == 5)
            i += gort_byte_of(s, i);
        return i;
    }
      ]],
    },
  },
}
