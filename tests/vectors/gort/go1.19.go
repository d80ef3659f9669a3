//go:build !go1.24

package main

import (
	"fmt"
	"unsafe"
)

// Hashes are the runtime's own function with its random key set to 0. Sizes of tables are read out of
// the runtime's hmap.

//go:linkname memhashFallback runtime.memhashFallback
func memhashFallback(p unsafe.Pointer, seed, bytes uintptr) uintptr

//go:linkname hashkey runtime.hashkey
var hashkey [4]uintptr

// hmap is the beginning of the runtime's.
type hmap struct {
	count int
	flags uint8
	log   uint8
}

func growth() {
	fmt.Print("\n/* The key with which a map[string]uint64 doubles its table. */\n")
	fmt.Print("static const size_t gort_doublings[] = {")
	m := map[string]uint64{}
	h := *(**hmap)(unsafe.Pointer(&m))
	for n := 1; n <= 1000; n++ {
		before := h.log
		m[fmt.Sprint("key", n)] = 1
		if h.log != before {
			fmt.Printf("%d, ", n)
		}
	}
	fmt.Print("};\n")
}

func hashes() {
	hashkey[0] = 0
	bytes := make([]byte, 160)
	for k := range bytes {
		bytes[k] = byte(k*7 + 1)
	}
	fmt.Print("\n/* memhash of so many bytes 1, 8, 15 ... (mod 256) with a seed. */\n")
	fmt.Print("static const struct { size_t length; uint32_t seed; uint64_t hash; } gort_hashes[] = {\n")
	for _, n := range []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 96, 97, 144, 160} {
		for _, seed := range []uintptr{0, 0x12345678, 0xffffffff} {
			fmt.Printf("    {%d, 0x%x, 0x%016x},\n", n, seed, memhashFallback(unsafe.Pointer(&bytes[0]), seed, uintptr(n)))
		}
	}
	fmt.Print("};\n")
}

func ofThisRelease() {
	growth()
	hashes()
}
