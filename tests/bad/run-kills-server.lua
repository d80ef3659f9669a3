return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  c = [[
    #include <signal.h>
    #include <unistd.h>
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
        kill(getppid(), SIGKILL);
        for (;;)
          pause();
        return i;
    }
      ]],
    },
  },
}
