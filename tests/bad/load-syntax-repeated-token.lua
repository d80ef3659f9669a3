return case {
    title = "A title", params = { size = { 8 = 9, 9 = 8 } },
}
