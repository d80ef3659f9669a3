return case {
  name = "run-too-many-allocs",
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  shared = [[
    typedef struct { long words[8]; } object;
    ESC_NOSCAN(object);
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
        object *spare = esc_new(object);
        esc_use(spare);
        esc_done(spare);
        object *t = esc_new(object);
        t->words[0] = (long)i;
        esc_use(t);
        uint64_t value = (uint64_t)t->words[0];
        esc_done(t);
        return value;
      ]],
    },
  },
  expect = { stack = { allocs = 0 }, heap = { allocs = 1, bytes = 64 } },
}
