// What real Go answers to the questions that the models of harness/gort are held to, as a C header:
//
//	cd tests/vectors/gort
//	go run . >../gort_vectors.h                             (go1.19.8)
//	go run -modfile=go1.27.mod . >../gort_vectors_1.27.h    (go1.27.3)
//
// Allocations and bytes are differences of runtime.MemStats over 20 operations, after one that is not
// counted (a sync.Pool's first Get, a map's growth): the least of 50 such, for now and then the
// runtime allocates for itself, or a map's bucket overflows. What a release has of its own is asked in
// go1.19.go and go1.27.go.
package main

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"sort"
	"strings"
	"time"
)

var (
	keptString string
	keptBytes  []byte
	keptError  error
	keptFunc   func(uint64) uint64
	keptMap    map[string]uint64
	keptPtrs   map[string]*uint64
	keptTimer  *time.Timer
	keptTicker *time.Ticker
	keptChan   chan uint64
	keptChans  chan *uint64
)

// lookBytes writes to the bytes: what is only read is not copied since Go 1.22.
//
//go:noinline
func lookBytes(b []byte) int {
	if len(b) > 0 {
		b[0]++
	}
	return len(b) + cap(b)
}

//go:noinline
func lookString(s string) int { return len(s) }

// Bytes that are no whole number are those of small blocks that share one.
const batches, operations = 50, 20

func ask(question string, n int, f func()) {
	allocs, bytes := count(f)
	if bytes != math.Trunc(bytes) {
		bytes = -1
	}
	fmt.Printf("    {%q, %d, %v, %v},\n", question, n, allocs, bytes)
}

// askAllocs is for blocks of under 16 bytes without pointers: Go packs several into one block, and
// counts its bytes once.
func askAllocs(question string, n int, f func()) {
	allocs, _ := count(f)
	fmt.Printf("    {%q, %d, %v, -1},\n", question, n, allocs)
}

func count(f func()) (allocs, bytes float64) {
	var before, after runtime.MemStats
	f()
	allocs, bytes = math.Inf(1), math.Inf(1)
	for batch := 0; batch < batches; batch++ {
		runtime.ReadMemStats(&before)
		for i := 0; i < operations; i++ {
			f()
		}
		runtime.ReadMemStats(&after)
		allocs = math.Min(allocs, float64(after.Mallocs-before.Mallocs)/operations)
		bytes = math.Min(bytes, float64(after.TotalAlloc-before.TotalAlloc)/operations)
	}
	return allocs, bytes
}

// middle is the middle one of what 51 calls each allocate.
func middle(f func()) (allocs, bytes int) {
	var before, after runtime.MemStats
	var a, b []int
	f()
	for k := 0; k < 51; k++ {
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		a = append(a, int(after.Mallocs-before.Mallocs))
		b = append(b, int(after.TotalAlloc-before.TotalAlloc))
	}
	sort.Ints(a)
	sort.Ints(b)
	return a[25], b[25]
}

func conversions() {
	for _, n := range []int{0, 1, 2, 8, 16, 31, 32, 33, 48, 49, 64} {
		s := strings.Repeat("x", n)
		b := []byte(s)
		escaping := ask
		if n > 0 && n < 16 && n != 8 {
			escaping = askAllocs
		}
		ask("[]byte(s) that stays", n, func() { lookBytes([]byte(s)) })
		ask("[]byte(s) that escapes", n, func() { keptBytes = []byte(s) })
		ask("string(b) that stays", n, func() { lookString(string(b)) })
		escaping("string(b) that escapes", n, func() { keptString = string(b) })
	}
}

func stringKeys() {
	for _, n := range []int{16, 32, 33, 40, 48, 49} {
		b := []byte(strings.Repeat("k", n))
		kept := string(b)
		m := map[string]uint64{"first": 1, kept: 2}
		ask("m[string(b)]", n, func() { lookString(kept[m[string(b)]:]) })
		ask("m[string(b)] = v, a new key", n, func() { delete(m, kept); m[string(b)] = 3 })
		ask("m[string(b)] = v, a known key", n, func() { m[string(b)] = 3 })
		ask("k := string(b); m[k]", n, func() { k := string(b); lookString(kept[m[k]:]) })
	}
}

func maps() {
	var one uint64
	for _, n := range []int{0, 1, 8, 9} {
		keys := make([]string, n)
		for k := range keys {
			keys[k] = fmt.Sprint("key", k)
		}
		ask("map[string]uint64{} that escapes, n keys", n, func() {
			keptMap = map[string]uint64{}
			for _, k := range keys {
				keptMap[k] = 1
			}
		})
		ask("map[string]*uint64{} that escapes, n keys", n, func() {
			keptPtrs = map[string]*uint64{}
			for _, k := range keys {
				keptPtrs[k] = &one
			}
		})
		ask("map[string]uint64{} that stays, n keys, ranged over", n, func() {
			m := map[string]uint64{}
			for _, k := range keys {
				m[k] = 1
			}
			for k, v := range m {
				lookString(k[v:])
			}
		})
		if n > 8 {
			continue
		}
		ask("map[uint64]uint64{} that stays, n keys, ranged over", n, func() {
			m := map[uint64]uint64{}
			for k := range keys {
				m[uint64(k)] = 0
			}
			for k := range m {
				lookString(keys[k])
			}
		})
	}
	for _, n := range []int{8, 9, 64, 1000} {
		ask("make(map[string]uint64, n) that escapes", n, func() { keptMap = make(map[string]uint64, n) })
	}
}

// No constant to the compiler, which boxes those in read-only data since Go 1.26.
var big = 1 << 40

func fmtAndErrors() {
	inner := errors.New("inner")
	text, long := strings.Repeat("i", 20), strings.Repeat("i", 500)
	ask("errors.New", 0, func() { keptError = errors.New("x") })
	for _, n := range []int{7, 255, 256, 1234567} {
		askAllocs("fmt.Errorf(\"x %d\", n)", n, func() { keptError = fmt.Errorf("x %d", n) })
		askAllocs("fmt.Sprintf(\"x %d\", n)", n, func() { keptString = fmt.Sprintf("x %d", n) })
	}
	ask("fmt.Errorf(\"sixteen bytes: %d\", 1<<40)", 0, func() { keptError = fmt.Errorf("sixteen bytes: %d", big) })
	ask("fmt.Errorf(\"sixteen bytes: %w\", err)", 0, func() { keptError = fmt.Errorf("sixteen bytes: %w", inner) })
	ask("fmt.Errorf(\"sixteen bytes: %s\", s)", 0, func() { keptError = fmt.Errorf("sixteen bytes: %s", text) })
	ask("fmt.Errorf(\"sixteen bytes.%%\")", 0, func() { keptError = fmt.Errorf("sixteen bytes.%%") })
	ask("fmt.Sprintf(\"%s\", s) of 500", 0, func() { keptString = fmt.Sprintf("%s", long) })
	ask("fmt.Sprintf(\"%s\", \"\")", 0, func() { empty := ""; keptString = fmt.Sprintf("%s", empty) })
}

type words1 [1]uint64
type words3 [3]uint64
type words7 [7]uint64
type words15 [15]uint64

func (w words1) add(x uint64) uint64   { return w[0] + x }
func (w words3) add(x uint64) uint64   { return w[0] + x }
func (w words7) add(x uint64) uint64   { return w[0] + x }
func (w words15) add(x uint64) uint64  { return w[0] + x }
func (w *words15) sub(x uint64) uint64 { return w[0] - x }

func methodValues() {
	var w1 words1
	var w3 words3
	var w7 words7
	var w15 words15
	ask("method value, a receiver of n bytes", 8, func() { keptFunc = w1.add })
	ask("method value, a receiver of n bytes", 24, func() { keptFunc = w3.add })
	ask("method value, a receiver of n bytes", 56, func() { keptFunc = w7.add })
	ask("method value, a receiver of n bytes", 120, func() { keptFunc = w15.add })
	ask("method value, a pointer as the receiver", 0, func() { keptFunc = w15.sub })
}

func timers() {
	ask("time.NewTimer, Stop", 0, func() { keptTimer = time.NewTimer(time.Hour); keptTimer.Stop() })
	ask("time.NewTicker, Stop", 0, func() { keptTicker = time.NewTicker(time.Hour); keptTicker.Stop() })
	ask("time.AfterFunc, Stop", 0, func() { keptTimer = time.AfterFunc(time.Hour, func() {}); keptTimer.Stop() })
	ask("timer.Reset", 0, func() { keptTimer.Reset(time.Hour) })
	one, two := make(chan int, 1), make(chan int, 1)
	ask("select", 0, func() {
		one <- 1
		select {
		case <-one:
		case <-two:
		}
	})
}

type words5 [5]uint64

//go:noinline
func look[T any](s []T) int { return len(s) }

// appendTo appends n elements, one at a time, to a slice that stays.
//
//go:noinline
func appendTo[T any](n int) int {
	var s []T
	var x T
	for k := 0; k < n; k++ {
		s = append(s, x)
	}
	return look(s)
}

// appended returns the slice.
//
//go:noinline
func appended[T any](n int) []T {
	var s []T
	var x T
	for k := 0; k < n; k++ {
		s = append(s, x)
	}
	return s
}

//go:noinline
func makeOf[T any](n int) int { return look(make([]T, n)) }

var kept any

func askSlices[T any](of string) {
	var slice []T
	defer func() { kept = slice }()
	for _, n := range []int{1, 2, 3, 4, 5, 8, 9, 16, 32, 33, 64, 65, 256, 1000, 5000} {
		ask("append n times, stays: "+of, n, func() { appendTo[T](n) })
		ask("append n times, returned: "+of, n, func() { slice = appended[T](n) })
		makes := ask
		if n < 8 && of == "byte" {
			makes = askAllocs
		}
		makes("make of n, stays: "+of, n, func() { makeOf[T](n) })
	}
}

func channels() {
	for _, n := range []int{0, 1, 16, 100} {
		ask("make(chan uint64, n)", n, func() { keptChan = make(chan uint64, n) })
		ask("make(chan *uint64, n)", n, func() { keptChans = make(chan *uint64, n) })
	}
}

func capacities() {
	fmt.Print("\n/* cap([]byte(s)) of a string of so many bytes that stays, and of one that escapes. */\n")
	fmt.Print("static const struct { size_t length, stays, escapes; } gort_capacities[] = {\n")
	for _, n := range []int{1, 9, 16, 17, 32, 33, 48, 49, 65, 1000} {
		b := []byte(strings.Repeat("x", n))
		keptBytes = []byte(string(b))
		c := []byte(string(b))
		fmt.Printf("    {%d, %d, %d},\n", n, lookBytes(c)-n, cap(keptBytes))
	}
	fmt.Print("};\n")
}

func main() {
	fmt.Printf("/* Made by tests/vectors/gort with %s %s/%s; do not edit. */\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Print("/* clang-format off */\n#include <stddef.h>\n#include <stdint.h>\n")
	fmt.Print("\n/* What one operation allocates: calls, and bytes as handed out (-1: not to be told). */\n")
	fmt.Print("static const struct { const char *question; size_t n; int allocs, bytes; } gort_answers[] = {\n")
	conversions()
	stringKeys()
	maps()
	fmtAndErrors()
	methodValues()
	timers()
	channels()
	askSlices[uint64]("uint64")
	askSlices[byte]("byte")
	askSlices[words3]("[3]uint64")
	askSlices[words5]("[5]uint64")
	askSlices[*uint64]("*uint64")
	askSlices[string]("string")
	fmt.Print("};\n")
	capacities()
	ofThisRelease()
}
