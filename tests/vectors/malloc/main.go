// What one allocation costs in bytes in real Go, as a C header of runs of equal answers:
//
//	cd tests/vectors/malloc && GOMAXPROCS=1 go run . >../malloc_vectors.h        (go1.27.3)
//
// Bytes are the difference of runtime.MemStats over many allocations of one size, with the collector
// off: of []byte (no pointers) and of []unsafe.Pointer, for all sizes up to 1 KiB and around the
// borders of the size classes above. Below 16 bytes blocks are shared and bytes are a mean.
// Collections are those of 48 MiB of garbage in pieces of one size, GOGC=100: the median of nine.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"unsafe"
)

var (
	keptBytes    []byte
	keptPointers []unsafe.Pointer
)

// Borders above 1 KiB: the size classes, and pages of large objects.
var classes = []int{1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144,
	6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760,
	24576, 27264, 28672, 32768, 40960, 65536, 131072, 1048576}

func sizes() []int {
	var all []int
	for size := 1; size <= 1024; size++ {
		all = append(all, size)
	}
	for _, class := range classes {
		for _, beside := range []int{-16, -8, -7, -1, 0, 1, 8} {
			all = append(all, class+beside)
		}
	}
	return all
}

// Bytes of one, as often as gives a round figure; one allocation each, or the program ends.
func cost(size int, allocate func()) float64 {
	count := 48000
	if size > 4096 {
		count = 200
	}
	var before, after runtime.MemStats
	debug.FreeOSMemory()
	runtime.ReadMemStats(&before)
	for i := 0; i < count; i++ {
		allocate()
	}
	runtime.ReadMemStats(&after)
	if after.Mallocs-before.Mallocs != uint64(count) {
		fmt.Fprintf(os.Stderr, "%d bytes: %d allocations in %d\n", size, after.Mallocs-before.Mallocs, count)
		os.Exit(1)
	}
	return float64(after.TotalAlloc-before.TotalAlloc) / float64(count)
}

type answer struct {
	first, last int
	bytes       float64
}

func show(name string, answers []answer) {
	fmt.Printf("static const struct malloc_answer %s[] = {\n", name)
	for _, a := range answers {
		fmt.Printf("    {%d, %d, %.2f},\n", a.first, a.last, a.bytes)
	}
	fmt.Println("};")
}

func ask(step int, allocate func(size int)) (answers []answer) {
	for _, size := range sizes() {
		if size%step != 0 {
			continue
		}
		bytes := cost(size, func() { allocate(size) })
		if n := len(answers); n > 0 && fmt.Sprintf("%.2f", answers[n-1].bytes) == fmt.Sprintf("%.2f", bytes) {
			answers[n-1].last = size
		} else {
			answers = append(answers, answer{size, size, bytes})
		}
	}
	return answers
}

const garbage = 48 << 20

// Bytes of a slice of this size, collections while so many are made.
func cycles(size int, allocate func()) (int, uint32) {
	var counts []int
	var before, after runtime.MemStats
	for round := 0; round < 9; round++ {
		runtime.GC()
		runtime.ReadMemStats(&before)
		for i := 0; i < garbage/size; i++ {
			allocate()
		}
		runtime.ReadMemStats(&after)
		counts = append(counts, int(after.NumGC-before.NumGC))
	}
	sort.Ints(counts)
	return size, uint32(counts[len(counts)/2])
}

func showCycles() {
	fmt.Println("\n/* Collections while 48 MiB of garbage are made, a slice of so many bytes at a time. */")
	fmt.Printf("enum { MALLOC_GARBAGE_BYTES = %d };\n", garbage)
	fmt.Println("static const struct { size_t bytes; int pointers, cycles; } malloc_cycles[] = {")
	for _, size := range []int{16, 64, 512, 1024, 8192, 32768} {
		bytes, plain := cycles(size, func() { keptBytes = make([]byte, size) })
		_, pointers := cycles(size, func() { keptPointers = make([]unsafe.Pointer, size/8) })
		fmt.Printf("    {%d, 0, %d},\n    {%d, 1, %d},\n", bytes, plain, bytes, pointers)
	}
	fmt.Println("};")
}

func main() {
	fmt.Printf("/* Made by tests/vectors/malloc with %s %s/%s; do not edit. */\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Println("/* clang-format off */")
	fmt.Println("#include <stddef.h>")
	showCycles()
	debug.SetGCPercent(-1)
	fmt.Println("\n/* Sizes from `first` to `last` that were asked for cost so many bytes each, and one allocation. */")
	fmt.Println("struct malloc_answer { size_t first, last; double bytes; };")
	show("malloc_noscan", ask(1, func(size int) { keptBytes = make([]byte, size) }))
	show("malloc_scan", ask(8, func(size int) { keptPointers = make([]unsafe.Pointer, size/8) }))
}
