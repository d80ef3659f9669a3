// Conversions to interfaces, calls by them, assertions, type switches, comparisons.
package main

import "fmt"

type shape interface{ area() int }
type square struct{ side int }
type ring struct {
	*square
	in shape
}

func (s square) area() int   { return s.side * s.side }
func (s *square) grow(n int) { s.side += n }

var any1 interface{}

func show(s shape) int { return s.area() }

func kind(x interface{}) *int {
	switch y := x.(type) {
	case *int:
		return y
	case square, []int:
		any1 = y
	case string:
		any1 = y
	}
	return nil
}

func main() {
	n, p := 1, new(int)
	any1 = n
	any1 = p
	any1 = 7
	any1 = "seven"
	var s shape = square{2}
	s.area()
	show(square{3})
	show(&square{4})
	show(ring{&square{5}, s})
	fmt.Println(n, "x", p)
	fmt.Sprint()
	kind(n)
	kind(&n)
	if any1 == n || s == (square{2}) {
		panic(fmt.Sprintf("%d", n))
	}
	if t, ok := any1.(square); ok {
		any1 = t.side
	}
	m := map[interface{}]interface{}{n: p, "k": 2}
	m[n] = any1
	delete(m, n)
	c := make(chan interface{}, 1)
	c <- n
	select {
	case v := <-c:
		any1 = v
	case c <- "y":
	default:
	}
}

// What the compiler's table of precedences lacks stands in brackets.
func bracketed(c complex128, n int) {
	any1 = real(c) + 1
	any1 = -imag(c)
	any1 = complex(1, float64(n)) * 2
	any1 = make(map[int]int, n)[3]
	any1 = <-make(chan int, n)
	any1 = recover() == nil
	any1 = len(make([]int, n)) + cap(make(chan int))
}
