// What real Go makes of GOMEMLIMIT, as a C header for tests/unit/goheap_limit.c:
//
//	cd tests/vectors/limit && GOMAXPROCS=1 go run . >../limit_vectors_1.19.h        (go1.19.8)
//	cd tests/vectors/limit && GOMAXPROCS=1 go run . >../limit_vectors_1.27.h        (go1.27.3)
//
// Goals: with GOGC off nothing but the limit makes one; beside it what MemStats says is mapped, free and
// in objects, and what the last collection marked, which Go says when the goal would be below it.
// Collections: those of 128 MiB of garbage in pieces of 64 KiB beside 16 MiB that live, without
// pointers, under a limit in MiB: the median of five.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sort"
	"strings"
)

const piece = 64 << 10

var (
	live    [][]byte
	garbage []byte
)

func spend(bytes int) {
	for i := 0; i < bytes/piece; i++ {
		garbage = make([]byte, piece)
	}
}

func goals() {
	debug.SetGCPercent(-1)
	fmt.Printf("static const struct limit_goal limit_goals_%s[] = {\n", release())
	for _, mib := range []int{0, 4, 60, 200} {
		for len(live) < mib<<20/piece {
			live = append(live, make([]byte, piece))
		}
		debug.FreeOSMemory()
		spend(2 << 20) // pages that will be free
		runtime.GC()
		var marked uint64
		for _, limit := range []int64{1, 9, 12, 16, 32, 64, 128, 210, 256, 1 << 20} {
			debug.SetMemoryLimit(limit << 20)
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if marked == 0 {
				marked = m.NextGC
			}
			fmt.Printf("    {%d, %d, %d, %d, %d, %d},\n", limit, m.Sys-m.HeapReleased,
				m.HeapIdle-m.HeapReleased, m.HeapAlloc, marked, m.NextGC)
		}
		debug.SetMemoryLimit(1 << 62)
	}
	fmt.Println("};")
}

func cycles(gogc int, mib int64) uint32 {
	live = nil
	debug.SetMemoryLimit(1 << 62)
	debug.SetGCPercent(100)
	debug.FreeOSMemory()
	for len(live) < 16<<20/piece {
		live = append(live, make([]byte, piece))
	}
	runtime.GC()
	debug.SetGCPercent(gogc)
	debug.SetMemoryLimit(mib << 20)
	spend(32 << 20)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	spend(128 << 20)
	runtime.ReadMemStats(&after)
	return after.NumGC - before.NumGC
}

// "19" of go1.19.8.
func release() string {
	return strings.Split(runtime.Version(), ".")[1]
}

// The collections come first: what the heap has grown to stays with the runtime, arena by arena.
func main() {
	fmt.Printf("/* Made by tests/vectors/limit with %s; do not edit. */\n/* clang-format off */\n", runtime.Version())
	fmt.Printf("static const struct limit_cycles limit_cycles_%s[] = {\n", release())
	for _, gogc := range []int{100, -1} {
		for _, mib := range []int64{28, 32, 48, 96} {
			var counts []int
			for i := 0; i < 5; i++ {
				counts = append(counts, int(cycles(gogc, mib)))
			}
			sort.Ints(counts)
			fmt.Printf("    {%d, %d, %d},\n", gogc, mib, counts[2])
		}
	}
	fmt.Println("};")
	live = nil
	goals()
}
