// Captured by value where it is small and never changed, else by reference; go and defer.
package main

type big [17]int64

func run(f func() int) int { return f() }

var stored func() int

func work(p *int, s ...string) {}

func main() {
	value, changed, late := 1, 2, 3
	var large big
	changed++
	run(func() int { return value + changed + int(large[0]) })
	stored = func() int { return value + changed }
	f := func() *int { return &late }
	f()
	*(func() *int { return new(int) }()) = 1
	defer work(&value)
	defer func() { recover() }()
	for i := 0; i < 3; i++ {
		defer work(&i, "a", "b")
		go work(new(int))
		go func() { println(i) }()
	}
	m := large.sum
	m()
	g := (*big).sumAt
	g(&large)
	func(names ...string) { run(func() int { return len(names) }) }("x")
}

func (b big) sum() int    { return len(b) }
func (b *big) sumAt() int { return len(b) }
