return case {
    name = [[load-open-text,
}
