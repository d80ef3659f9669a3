// make, new, literals, strings, append, copy, limits of the stack, loops, labels, dead code.
package main

var sink []*int
var text string

func sizes(n int) {
	_ = make([]int, 10)
	_ = make([]int, n)
	_ = make([]int, 0, n)
	_ = make([]byte, 65536)
	_ = make([]byte, 65537)
	_ = make([]struct{}, 1<<20)
	_ = new([65536]byte)
	_ = new([65537]byte)
	var huge [10<<20 + 1]byte
	_ = huge
	_ = make(map[string]*int, n)
	_ = make(chan *int)
}

func strings(s string, b []byte, r []rune) {
	text = s + "a" + string(b)
	t := s + "b"
	_ = len(t)
	_ = string(r) + string(rune(65))
	for range []byte(s) {
	}
	_ = []rune(s)
	_ = []rune("abc")
}

func slices(a, b []*int, c [3]*int) []*int {
	x := 1
	a = append(a, b...)
	a = append(a, &x, nil)
	copy(a, c[:])
	d := []*int{new(int), &x}
	e := [2]*int{d[0]}
	for _, p := range a {
		sink = append(sink, p)
	}
	return append(d, e[1])
}

func loops() {
	var p *int
	for i := 0; i < 2; i++ {
		j := i
		p = &j
		q := new(int)
		_ = q
	}
	_ = p
again:
	k := 0
	for p != nil {
		k++
		p = &k
		if k > 2 {
			goto again
		}
	}
}

const debug = false

func dead() *int {
	if debug {
		sink = append(sink, new(int))
	}
	if !debug && true {
		return nil
	} else {
		return new(int)
	}
	return new(int)
}

type buffer struct {
	data, rest []byte
	array      [8]byte
	next       *buffer
}

func (b *buffer) cut(n int) {
	b.data = b.data[n:]
	b.data = b.array[:]
	b.next.data = b.next.rest
	b.data, b.rest = b.rest, b.data
}

func main() {
	sizes(1)
	strings("", nil, nil)
	slices(nil, nil, [3]*int{})
	loops()
	dead()
	(&buffer{}).cut(0)
}
