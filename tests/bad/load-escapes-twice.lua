return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",

  strategies = {
    stack = { c = [[static uint64_t stack_op(uint64_t i) { return i; }]], escapes = { "a", "a" } },
    heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]], }, }, }
