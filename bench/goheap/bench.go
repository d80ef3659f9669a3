// The Go side of the comparison: the same jobs as bench.c, one line a figure.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

var sinkBytes []byte
var sinkPointers []unsafe.Pointer
var sinkObject *[8]uint64
var keep *liveNode

//go:noinline
func makeBytes(n int) []byte { return make([]byte, n) }

//go:noinline
func makePointers(n int) []unsafe.Pointer { return make([]unsafe.Pointer, n) }

//go:noinline
func escape64(x uint64) *[8]uint64 { var t [8]uint64; t[0], t[7] = x, x; return &t }

type treeNode struct{ left, right *treeNode }

type liveNode struct {
	left, right *liveNode
	rest        [6]uint64
}

func measure(name string, count int, job func()) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	job()
	elapsed := time.Since(start)
	runtime.ReadMemStats(&after)
	n := float64(count)
	fmt.Printf("%s %.4g %.6g %.4f %.4g\n", name, float64(elapsed.Nanoseconds())/n,
		float64(after.TotalAlloc-before.TotalAlloc)/n, float64(after.Mallocs-before.Mallocs)/n,
		float64(after.NumGC-before.NumGC)/n*1e6)
}

func count(size int) int {
	n := 300000000 / (size + 64)
	if n < 3000 {
		return 3000
	}
	return n
}

func curve(size int) {
	n := count(size)
	measure(fmt.Sprintf("noscan/%d", size), n, func() {
		for i := 0; i < n; i++ {
			sinkBytes = makeBytes(size)
		}
	})
	sinkBytes = nil
	if size%8 != 0 {
		return
	}
	measure(fmt.Sprintf("scan/%d", size), n, func() {
		for i := 0; i < n; i++ {
			sinkPointers = makePointers(size / 8)
		}
	})
	sinkPointers = nil
}

func bottomUp(depth int) *treeNode {
	if depth <= 0 {
		return &treeNode{}
	}
	return &treeNode{bottomUp(depth - 1), bottomUp(depth - 1)}
}

func (n *treeNode) check() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.check() + n.right.check()
}

// A tree of depth d has 2^(d+1) - 1 nodes.
func treesTotal(depth int) int {
	nodes := func(d int) int { return 1<<uint(d+1) - 1 }
	total := nodes(depth+1) + nodes(depth)
	for d := 4; d <= depth; d += 2 {
		total += nodes(d) << uint(depth-d+4)
	}
	return total
}

func trees(depth int) {
	start := time.Now()
	total := bottomUp(depth + 1).check()
	long := bottomUp(depth)
	for d := 4; d <= depth; d += 2 {
		for i := 0; i < 1<<uint(depth-d+4); i++ {
			total += bottomUp(d).check()
		}
	}
	total += long.check()
	elapsed := time.Since(start)
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	if total != treesTotal(depth) {
		panic("wrong trees")
	}
	fmt.Printf("trees/%d %.4g %d\n", depth, float64(elapsed.Nanoseconds()), usage.Maxrss)
}

func buildLive(nodes int) *liveNode {
	if nodes <= 0 {
		return nil
	}
	n := &liveNode{}
	n.left, n.right = buildLive((nodes-1)/2), buildLive(nodes-1-(nodes-1)/2)
	return n
}

// The same tree, allocated children first: it lies in memory in the order of marking.
func buildLiveUp(nodes int) *liveNode {
	if nodes <= 0 {
		return nil
	}
	left, right := buildLiveUp((nodes-1)/2), buildLiveUp(nodes-1-(nodes-1)/2)
	n := &liveNode{}
	n.left, n.right = left, right
	return n
}

func live(name string, mebibytes int, build func(nodes int) *liveNode) {
	keep = build(mebibytes << 20 / 64)
	n := 4000000 + 250000*mebibytes
	measure(fmt.Sprintf("%s/%d", name, mebibytes), n, func() {
		for i := 0; i < n; i++ {
			sinkObject = escape64(uint64(i))
		}
	})
}

func main() {
	procs, _ := strconv.Atoi(os.Args[3])
	runtime.GOMAXPROCS(procs)
	value, _ := strconv.Atoi(os.Args[2])
	debug.SetGCPercent(100)
	switch os.Args[1] {
	case "curve":
		curve(value)
	case "trees":
		trees(value)
	case "live":
		live("live", value, buildLive)
	case "live-up":
		live("live-up", value, buildLiveUp)
	}
}
