return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    strategies = { stack = {}, heap = { allocs = 1 } },
}
