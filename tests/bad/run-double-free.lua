return case {
  name = "run-double-free",
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  runtimes = { "malloc" },
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
        object *t = esc_new(object);
        esc_done(t);
        esc_done(t);
        return i;
      ]],
    },
  },
  expect = { stack = { allocs = 0 } },
}
