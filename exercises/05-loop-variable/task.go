package task

type item struct{ score, key, a, b uint64 }

//go:noinline
func fill(items []item, x uint64) {
	for k := range items {
		items[k] = item{score: uint64(k), key: uint64(k), a: x, b: 10}
	}
	items[x%8].score = 107
}

// Best is what the grading calls: what is in the item with the highest score.
func Best(x uint64) uint64 {
	var items [8]item
	fill(items[:], x)
	var best *item
	for _, it := range items[:] {
		if best == nil || it.score > best.score {
			best = &it
		}
	}
	return best.score + best.a + best.key*best.b
}
