package main

import "fmt"

// Clauses print whole, a variadic call as written until the analysis has come to it, and what a go
// or defer holds is captured at the call.

var sink interface{}

func clauses(x interface{}) interface{} {
	switch y := x.(type) {
	case *int:
		return y
	case string, error:
		if sink == nil {
			sink = y
		} else {
			clauses(y)
		}
		for range "loop" {
		}
	default:
		go clauses(y)
		sink, _ = y, 1
	}
	return nil
}

func later(p *int, rest ...interface{}) {
	defer later(p, 1, "a")
	go fmt.Println(p)
	defer func() { recover() }()
	if recover() != nil {
		panic(fmt.Sprint("now", p))
	}
	sink = "later" + fmt.Sprintf("%d")
}

func literals() func() int {
	a, b := 1, [64]int{}
	a++
	return func() int {
		return a + b[0]
	}
}

func main() {
	later(new(int))
	literals()
	clauses(1)
}
