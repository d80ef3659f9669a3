return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  c = [[
    #include <stdlib.h>
    static uint64_t copy(const char *text)
    {
        char *block = strdup(text);
        uint64_t length = strlen(block);
        free(block);
        return length;
    }
  ]],
  strategies = {
    stack = {
      go = [[func stackOp(i uint64) uint64 { return i }]],
      c = [[
    static uint64_t stack_op(uint64_t i)
    {
        return copy("value") + i;
    }
      ]],
    },
    heap = {
      go = [[func heapOp(i uint64) uint64 { return i }]],
      c = [[
    static uint64_t heap_op(uint64_t i)
    {
        uint64_t n = copy("other");
        return n + i;
    }
      ]],
      allocs = 1, bytes = 6,
    },
  },
}
