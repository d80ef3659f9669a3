return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  c = [[ESC_NOSCAN(long);]],
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
        oops0();
        oops1();
        oops2();
        oops3();
        oops4();
        oops5();
        oops6();
        oops7();
        oops8();
        oops9();
        oops10();
        oops11();
        oops12();
        oops13();
        oops14();
        long *p = esc_new(long);
        *p = (long)i;
        return (uint64_t)*p;
    }
]],
    },
  },
}
