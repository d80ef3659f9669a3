return case {
    title = "price in £",
}
