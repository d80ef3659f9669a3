return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  params = { { name = "kind", values = { "a_1", "a1" } }, { name = "kin", values = { "x" } }, { name = "a", values = { "b_c" } }, { name = "a_b", values = { "c" } } },

  strategies = {
    stack = { c = [[static uint64_t stack_op(uint64_t i) { return i; }]],  },
    heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]], }, }, }
