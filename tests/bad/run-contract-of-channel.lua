return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  c = [[
    #include "gort/chan.h"

    static uint64_t slots[2];
    static gort_chan c = GORT_CHAN(&gort_type_word, slots);

    ESC_NOINLINE static void send(uint64_t x)
    {
        gort_chan_send(&c, &x);
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
        gort_chan_close(&c);
        send(i);
        return i;
    }
      ]],
    },
  },
}
