// Variables of a package: data, of which nothing is told, and what init works out.
package main

type t struct{ a, b int }

var e error
var i interface{} = e
var u = t{1, 2}
var w = u
var p = &u.b
var q = [3]*t{&u, {3, 4}}
var f, g = two()

func two() (*t, []int)        { return &t{}, make([]int, 3) }
func one(x ...interface{}) *t { return nil }

var h = one(1, u, &t{})
var s = []struct {
	p *t
	n int
}{{one(2), 3}, {&t{5, 6}, len(g)}}
var m = map[string]*t{"a": {1, 2}}
var c = make(chan int, 1)
var k = "a" + string([]byte{'b'})

func main() { _ = i }
