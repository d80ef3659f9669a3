package main

import (
	"fmt"
	"os"
	"sync"
	. "unsafe"
)

const (
	a = iota << 2
	b, c = iota + 1.5, 'x' * 2i
)

type (
	T struct {
		*os.File
		sync.Mutex
		next *T
		m    map[string][]func(int, ...T) (n int, err error)
	}
	I interface {
		fmt.Stringer
		n(x byte) chan<- I
	}
	A = [1 << 3]T
	P *int
)

func (t *T) n(x byte) chan<- I { return nil }
func (T) String() string       { return "s" }

var (
	v, w = pair()
	_ I  = (*T)(nil)
	z    = [...]int{2: len(A{}), 0: cap(z2)}
	z2   = make([]int, a, 9)
)

func pair() (int, error) { return z[0], nil }

func main() {
	var i interface{} = T{m: map[string][]func(int, ...T) (int, error){"k": {nil}}}
	x, ok := i.(I)
	switch y := i.(type) {
	case nil:
	case *T, T:
		_ = y
	case I:
		defer y.n(1)
	}
outer:
	for k, r := range "text" {
		select {
		case s, open := <-make(chan int, k):
			_, _ = s, open
			continue outer
		default:
			break outer
		}
		r += 'a'<<uint(k) | r&^3
	}
	go func() (err error) {
		defer func() { err, _ = recover().(error) }()
		z2 = append(z2[:1:2], z[:]...)
		copy([]byte("a"), "b")
		f := (*T).n
		f(&T{}, byte(Sizeof(x)))
		delete(map[P]bool{}, P(new(int)))
		return
	}()
	if v, ok2 := complex(1, imag(c)), ok; ok2 && real(v) > b {
		goto end
	}
end:
	fmt.Println(x, ok, ^uint8(1), string(rune(65)), *(*[1]int)(z2), Pointer(&z))
}
