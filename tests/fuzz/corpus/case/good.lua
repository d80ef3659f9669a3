return case {
  title = "The good case beside the bad ones",
  question = "What does the harness say?",
  because = "Its row must be there whatever the others do.",
  remedy = "None.",
  c = [[
    typedef struct { long words[8]; } object;
    ESC_NOSCAN(object);
  ]],
  strategies = {
    stack = {
      go = [[func stackOp(i uint64) uint64 { return i }]],
      c = [[
    static uint64_t stack_op(uint64_t i)
    {
        object t = { { (long)i } };
        esc_use(&t);
        return (uint64_t)t.words[0];
    }
      ]],
    },
    heap = {
      go = [[func heapOp(i uint64) uint64 { return i }]],
      c = [[
    static uint64_t heap_op(uint64_t i)
    {
        object *t = esc_new(object);
        t->words[0] = (long)i;
        esc_use(t);
        uint64_t value = (uint64_t)t->words[0];
        esc_done(t);
        return value;
    }
      ]],
      allocs = 1, bytes = 64,
    },
  },
}
