// Variables of a package whose values are more than data and calls: what is laid out before the
// program begins has no line, what init works out has, and function literals are functions of their own.
package main

type T struct {
	n int
	p *int
}

type I interface{ M() }

func (t T) M() {}

func made() *int { return new(int) }

var (
	t       = T{1, nil}
	boxed I = t                                      // a copy: no line
	any1    = []interface{}{1, "a", T{}, &T{}, made} // data
	bytes   = []byte("data")
	runes   = []rune("data")
	literal = func() *int { return new(int) }
	called  = func() *int { x := 1; return &x }()
	parts   = [2]T{{n: 1}, {p: new(int)}}
	slices  = []T{{p: new(int)}, 3: {p: made()}}
	pointer = &T{p: new(int)}
	keys    = map[string]interface{}{"a": 1, "b": t}
	inside  = struct {
		_ *int
		i interface{}
	}{i: T{p: new(int)}}
	n, ok   = keys["a"]
	b, c    = new(T), new(T)
	handed  = handed1(func() *int { return new(int) })
	_       = []int(nil)
	_       = new(int)
	_       = made()
	_       = func() { _ = new(int) }
	nested  = func() func() *int { x := 1; return func() *int { return &x } }
)

func handed1(f func() *int) *int { return f() }

func init() {
	x := 1
	func() { x++ }()
}

func init() {
	x := 1
	func() { println(x) }()
}

func main() {
	var f interface{ M() } = t
	switch v := f.(type) {
	case T:
		for i := range []int{1} {
			println(i)
		}
		var w *T = &v
		if q := w.p; q != nil {
			println(*q)
		} else {
			return
		}
	default:
		defer recover()
		panic(v)
	}
}
