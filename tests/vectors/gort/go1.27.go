//go:build go1.24

package main

import (
	"fmt"
	"runtime"
)

// Maps that are filled with n keys. From 897 keys on a table is split where the hash's seed has put too
// many: the counts are those of most maps, and of sizes at which a table is full on average nobody asks.

type filled struct {
	name string
	fill func(n, hint int)
}

var keys = func() (keys [5001]string) {
	for k := range keys {
		keys[k] = fmt.Sprint("key", k)
	}
	return
}()

var one uint64

//go:noinline
func words(n, hint int) (m map[uint64]uint64) {
	m = make(map[uint64]uint64, hint)
	for k := range n {
		m[uint64(k)] = 1
	}
	return
}

//go:noinline
func triples(n, hint int) (m map[uint64]words3) {
	m = make(map[uint64]words3, hint)
	for k := range n {
		m[uint64(k)] = words3{}
	}
	return
}

//go:noinline
func strings_(n, hint int) (m map[string]uint64) {
	m = make(map[string]uint64, hint)
	for k := range n {
		m[keys[k]] = 1
	}
	return
}

//go:noinline
func pointers(n, hint int) (m map[string]*uint64) {
	m = make(map[string]*uint64, hint)
	for k := range n {
		m[keys[k]] = &one
	}
	return
}

var (
	keptWordMap   map[uint64]uint64
	keptTripleMap map[uint64]words3
)

// inFrame has the map and its first group in its frame.
//
//go:noinline
func inFrame(n int) {
	m := map[uint64]uint64{}
	for k := range n {
		m[uint64(k)] = 1
	}
	lookMap(m)
}

//go:noinline
func lookMap(m map[uint64]uint64) int { return len(m) }

// churn fills a map with n keys, then 20 n times takes the oldest out and puts a new one in: how many of
// 51 such maps allocated anything by that.
func churn(n int) (grown int) {
	var before, after runtime.MemStats
	for range 51 {
		m := make(map[uint64]uint64, n)
		for k := range n {
			m[uint64(k)] = 1
		}
		runtime.ReadMemStats(&before)
		for k := range 20 * n {
			delete(m, uint64(k))
			m[uint64(k+n)] = 1
		}
		runtime.ReadMemStats(&after)
		if after.Mallocs > before.Mallocs {
			grown++
		}
	}
	return grown
}

func ofThisRelease() {
	kinds := []filled{
		{"map[uint64]uint64", func(n, hint int) { keptWordMap = words(n, hint) }},
		{"map[uint64][3]uint64", func(n, hint int) { keptTripleMap = triples(n, hint) }},
		{"map[string]uint64", func(n, hint int) { keptMap = strings_(n, hint) }},
		{"map[string]*uint64", func(n, hint int) { keptPtrs = pointers(n, hint) }},
		{"map[uint64]uint64 in a frame", func(n, hint int) { inFrame(n) }},
	}
	fmt.Print("\n/* Maps of n keys, made with a hint: allocations and bytes. */\n")
	fmt.Print("static const struct { const char *kind; size_t n, hint; int allocs, bytes; } gort_filled[] = {\n")
	for _, kind := range kinds {
		for _, n := range []int{0, 1, 7, 8, 9, 14, 15, 28, 29, 56, 57, 64, 112, 113, 224, 225, 448, 449,
			896, 897, 1024, 1500, 2000, 3000, 5000} {
			for i, hint := range []int{0, n, 100} {
				if i == 1 && n == 0 || hint != 0 && kind.name == "map[uint64]uint64 in a frame" {
					continue
				}
				allocs, bytes := middle(func() { kind.fill(n, hint) })
				fmt.Printf("    {%q, %d, %d, %d, %d},\n", kind.name, n, hint, allocs, bytes)
			}
		}
	}
	fmt.Print("};\n")
	fmt.Print("\n/* Maps of n keys that come and go: how many of 51 grew by that. */\n")
	fmt.Print("static const struct { size_t n; int grown; } gort_churned[] = {\n")
	for _, n := range []int{28, 36, 57, 65, 113, 130, 225, 250, 280, 449, 500, 600, 700, 850} {
		fmt.Printf("    {%d, %d},\n", n, churn(n))
	}
	fmt.Print("};\n")
}
