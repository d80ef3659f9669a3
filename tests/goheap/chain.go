// The program of chain.c in Go: `GODEBUG=gctrace=1 go run chain.go`; chain.sh reads the trace.
package main

const (
	capacity = 65536
	table    = 65536
)

type entry struct {
	older, younger, same *entry
	key                  uint64
	value                [20]uint64
}

var cache struct {
	table            []*entry
	oldest, youngest *entry
}
var count int
var state uint64 = 1 // xorshift64

func nextRandom() uint64 {
	state ^= state << 13
	state ^= state >> 7
	state ^= state << 17
	return state
}

//go:noinline
func find(key uint64) *entry {
	e := cache.table[key%table]
	for e != nil && e.key != key {
		e = e.same
	}
	return e
}

// e.younger stays.
//
//go:noinline
func evict(e *entry) {
	at := &cache.table[e.key%table]
	for *at != e {
		at = &(*at).same
	}
	*at = e.same
	cache.oldest = e.younger
	e.younger.older = nil
	count--
}

//go:noinline
func insert(key uint64) *entry {
	if count == capacity {
		evict(cache.oldest)
	}
	e := &entry{key: key, older: cache.youngest, same: cache.table[key%table]}
	cache.table[key%table] = e
	if cache.youngest != nil {
		cache.youngest.younger = e
	} else {
		cache.oldest = e
	}
	cache.youngest = e
	count++
	return e
}

//go:noinline
func use(key uint64) {
	e := find(key)
	if e == nil {
		e = insert(key)
	}
	e.value[0]++
}

func main() {
	cache.table = make([]*entry, table)
	for i := 0; i < 1000000; i++ {
		use(nextRandom() % (4 * capacity))
	}
}
