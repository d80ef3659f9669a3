// The program that runs one point's Go sides. It does what `go test -bench` does around a benchmark
// (collect, read MemStats, time, read MemStats; src/testing/benchmark.go) with a given number of
// operations, and links the testing package so that the collector finds as many globals. A second
// file of the package has the table `sides`, see text.c.
//
//	PROGRAM SIDE timed|calibrate|count EACH WARMUP THREADS LEAST_NS STACK_OFFSET CHECKED
//
// What it found goes to descriptor 3 as lines of text; child/child_go.c reads them.
package main

import (
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"syscall"
	_ "testing"
	"time"
	"unsafe"
)

const figuresFile = 3

type side struct {
	setup    func()
	run      func(n uint64) uint64
	teardown func()
}

// What is asked for: the operations and those of the warm-up are those of one thread.
var (
	run     func(n uint64) uint64
	each    = argument(3)
	warmup  = argument(4)
	threads = argument(5)
	least   = time.Duration(argument(6)) // of a calibration
	offset  = uintptr(argument(7))       // bytes of stack before the side's own
	checked = argument(8)                // operations of a thread that give the checksum; 0: all
)

// One thread's part of a pass.
type part struct {
	sum        uint64
	begin, end time.Time
}

// What is read around a pass; global, so that reading allocates nothing.
var (
	before, after       runtime.MemStats
	cpuBefore, cpuAfter int64
	useBefore, useAfter syscall.Rusage
	delay               int64 // of all threads on run queues, the collection before the clock included
	gcBefore, gcAfter   = classes(), classes()
	parts               []part
	sink                byte
	garbage             []byte
)

func argument(k int) uint64 {
	n, err := strconv.ParseUint(os.Args[k], 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

// The collector's CPU time by class: known since Go 1.20, up to the end of the last cycle.
func classes() []metrics.Sample {
	samples := make([]metrics.Sample, 4)
	for k, class := range []string{"mark/assist", "mark/dedicated", "mark/idle", "total"} {
		samples[k].Name = "/cpu/classes/gc/" + class + ":cpu-seconds"
	}
	metrics.Read(samples)
	return samples
}

// Nanoseconds of these classes between the two readings; -1: this release does not tell.
func gcTime(classes ...int) int64 {
	var seconds float64
	for _, k := range classes {
		if gcAfter[k].Value.Kind() != metrics.KindFloat64 {
			return -1
		}
		seconds += gcAfter[k].Value.Float64() - gcBefore[k].Value.Float64()
	}
	return int64(seconds * 1e9)
}

func cpuTime() int64 {
	const clockProcessCPUTime = 2
	var now syscall.Timespec
	_, _, reason := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockProcessCPUTime,
		uintptr(unsafe.Pointer(&now)), 0)
	if reason != 0 {
		panic(reason)
	}
	return now.Nano()
}

// Has the stack grow now, so that nothing moves it while the frames of an offset are laid.
//
//go:noinline
func deepen() byte {
	var room [32 << 10]byte
	room[cpuBefore&1023] = 1
	return room[len(room)-1]
}

// Works at least `offset` bytes of frames below the address `from`.
//
//go:noinline
func below(from uintptr, work func()) {
	var pad [32]byte
	here := uintptr(unsafe.Pointer(&pad))
	pad[here&31] = 1
	if from-here >= offset {
		work()
	} else {
		below(from, work)
	}
	sink += pad[0]
}

func atOffset(work func()) {
	sink += deepen()
	var mark byte
	below(uintptr(unsafe.Pointer(&mark)), work)
}

// How long this program's threads have waited for a processor; -1: this kernel does not tell.
func delays() (sum int64) {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return -1
	}
	for _, task := range tasks {
		text, err := os.ReadFile("/proc/self/task/" + task.Name() + "/schedstat")
		fields := strings.Fields(string(text))
		if err != nil || len(fields) < 2 {
			return -1
		}
		ns, _ := strconv.ParseInt(fields[1], 10, 64)
		sum += ns
	}
	return sum
}

// Makes garbage up to the first collection, so that the heap's pages are there and its blocks were
// used before, as in a program that has run for a while. Setups that have been through one have done
// that themselves.
func settle() {
	const bytes, page, look = 32 << 10, 4 << 10, 512 << 10
	runtime.ReadMemStats(&before)
	most := 3 * before.NextGC
	if before.NextGC > 1<<40 { // collection is off
		return
	}
	for made := uint64(0); before.NumGC < 2 && made < most; made += bytes {
		garbage = make([]byte, bytes)
		for k := 0; k < bytes; k += page {
			garbage[k] = 1
		}
		if made%look == look/2 {
			runtime.ReadMemStats(&before)
		}
	}
	garbage = nil
}

// As runN of the testing package: garbage is collected first.
func readBefore() {
	delay = delays()
	runtime.GC()
	metrics.Read(gcBefore)
	runtime.ReadMemStats(&before)
	syscall.Getrusage(syscall.RUSAGE_SELF, &useBefore)
	cpuBefore = cpuTime()
}

func readAfter() {
	cpuAfter = cpuTime()
	syscall.Getrusage(syscall.RUSAGE_SELF, &useAfter)
	runtime.ReadMemStats(&after)
	metrics.Read(gcAfter)
	if now := delays(); delay >= 0 && now >= 0 {
		delay = now - delay
	} else {
		delay = -1
	}
}

func (p *part) work() {
	some := checked > 0 && checked < each
	first := each
	if some {
		first = checked
	}
	p.begin = time.Now()
	p.sum = run(first)
	if some {
		run(each - first)
	}
	p.end = time.Now()
}

// One thread needs no goroutine and no channel between the clock and the work.
func passOfOne(warmup uint64) {
	run(warmup)
	readBefore()
	parts[0].work()
	readAfter()
}

func passOfMany(warmup uint64) {
	var warm, done sync.WaitGroup
	start := make(chan bool)
	warm.Add(int(threads))
	done.Add(int(threads))
	for t := range parts {
		p := &parts[t]
		go atOffset(func() {
			run(warmup)
			warm.Done()
			<-start
			p.work()
			done.Done()
		})
	}
	warm.Wait()
	readBefore()
	close(start)
	done.Wait()
	readAfter()
}

func pass(warmup uint64) {
	if threads == 1 {
		passOfOne(warmup)
	} else {
		passOfMany(warmup)
	}
}

// From the first thread's begin to the last one's end.
func span() (begin time.Time, wall time.Duration) {
	begin, end := parts[0].begin, parts[0].end
	for _, p := range parts {
		if p.begin.Before(begin) {
			begin = p.begin
		}
		if p.end.After(end) {
			end = p.end
		}
	}
	return begin, end.Sub(begin)
}

func checksum() (sum uint64) {
	for _, p := range parts {
		sum += p.sum
	}
	return sum
}

// As the testing package finds its count: what the last pass took, and a fifth more.
func calibrate() {
	for each = 1; ; {
		pass(0)
		_, wall := span()
		if wall >= least || each >= 1e15 {
			return
		}
		next := uint64(float64(each) * 1.2 * float64(least) / float64(wall+1))
		if next > 100*each {
			next = 100 * each
		}
		if next <= each {
			next = each + 1
		}
		each = next
	}
}

// Of three passes the one with the fewest strays counts, for the Go runtime allocates now and then
// on its own account; the values are those of the first one.
func count() (sum, allocs, bytes uint64) {
	for k := 0; k < 3; k++ {
		if k == 0 {
			pass(warmup)
			sum = checksum()
		} else {
			pass(0)
		}
		a, b := after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
		if k == 0 || a < allocs || (a == allocs && b < bytes) {
			allocs, bytes = a, b
		}
	}
	return sum, allocs, bytes
}

// A line of text a figure, in the order in which the measuring child reads them.
func report(sum, allocs, bytes uint64) {
	var text []byte
	line := func(name string, values ...int64) {
		text = append(text, name...)
		for _, value := range values {
			text = strconv.AppendInt(append(text, ' '), value, 10)
		}
		text = append(text, '\n')
	}
	begin, wall := span()
	cycles := after.NumGC - before.NumGC
	line("iterations", int64(each*threads))
	text = append(strconv.AppendUint(append(text, "checksum "...), sum, 10), '\n')
	line("wall_ns", wall.Nanoseconds())
	line("cpu_ns", cpuAfter-cpuBefore)
	line("delay_ns", delay)
	line("switches", useAfter.Nivcsw-useBefore.Nivcsw)
	line("faults", useAfter.Minflt-useBefore.Minflt)
	line("allocs", int64(allocs))
	line("bytes", int64(bytes))
	line("gc_cycles", int64(cycles))
	line("gc_forced", int64(after.NumForcedGC-before.NumForcedGC))
	line("gc_pause_ns", int64(after.PauseTotalNs-before.PauseTotalNs))
	line("gc_mark_ns", gcTime(0, 1, 2))
	line("gc_assist_ns", gcTime(0))
	line("gc_cpu_ns", gcTime(3))
	first := before.NumGC
	if kept := uint32(len(after.PauseNs)); cycles > kept {
		first = after.NumGC - kept
	}
	for k := first; k != after.NumGC; k++ {
		at := k % uint32(len(after.PauseNs))
		line("cycle", int64(after.PauseEnd[at])-begin.UnixNano(), int64(after.PauseNs[at]))
	}
	text = append(text, "end\n"...)
	for len(text) > 0 {
		n, err := syscall.Write(figuresFile, text)
		if err != nil {
			panic(err)
		}
		text = text[n:]
	}
}

func main() {
	side, known := sides[os.Args[1]]
	if !known {
		panic("no such side: " + os.Args[1])
	}
	run = side.run
	parts = make([]part, threads)
	side.setup()
	var sum, allocs, bytes uint64
	measure := func() {
		if os.Args[2] == "count" {
			sum, allocs, bytes = count()
			return
		}
		settle()
		switch os.Args[2] {
		case "calibrate":
			calibrate()
		default:
			pass(warmup)
		}
		sum = checksum()
		allocs, bytes = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
	}
	if threads == 1 {
		atOffset(measure)
	} else {
		measure()
	}
	side.teardown()
	report(sum, allocs, bytes)
}
