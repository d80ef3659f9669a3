return case {
	title = "逃逸分析：指针返回", qestion = "返回 &t 要花多少？",
	question = "为什么堆上的对象比栈上的对象贵，而且贵多少倍，这由什么决定，怎样才能让它留在栈上？", remdy = "返回值。",
    because = "逃逸", because = 7, -- the same field again, behind two wide characters
    remedy = "返回值。",
    strategies = {
        stack = { c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]] },
    },
}
