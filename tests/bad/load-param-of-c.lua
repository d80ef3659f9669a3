return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  params = { int64_max = {8}, uint8_c = {8}, long_min = {8}, dbl_epsilon = {8}, nan = {8}, gort_x = {8} },
  strategies = {
    stack = { c = [[static uint64_t stack_op(uint64_t i) { return i; }]],  },
    heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]], }, }, }
