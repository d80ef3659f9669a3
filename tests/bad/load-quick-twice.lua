return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  params = { { name = "size", values = {8, 16}, quick = {8, 8} } },
  strategies = {
    stack = { c = [[static uint64_t stack_op(uint64_t i) { return i; }]],  },
    heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]], }, }, }
