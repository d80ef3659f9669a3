return case {
    title = [[load-open-text,
}
