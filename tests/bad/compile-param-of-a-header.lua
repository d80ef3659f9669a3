return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  params = { sigint = { 64 } },
  c = [[ESC_NOSCAN(long);
  #include <signal.h>
]],
  strategies = {
    stack = {
      c = [[
    static uint64_t stack_op(uint64_t i)
    {
        return i;
    }
]],
    },
    heap = {
      c = [[
    static uint64_t heap_op(uint64_t i)
    {
        i += SIGINT;
        long *p = esc_new(long);
        *p = (long)i;
        return (uint64_t)*p;
    }
]],
    },
  },
}
