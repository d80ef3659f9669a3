// What a function promises of its parameters: kept, content kept, returned, none of these.
package main

type node struct {
	next *node
	name string
}

var kept *node

func keep(n *node)           { kept = n }
func keepNext(n *node)       { kept = n.next }
func give(n *node) *node     { return n }
func giveNext(n *node) *node { return n.next }
func look(n *node) string    { return n.name }
func both(n, m *node) (*node, *node) {
	kept = m
	return m, n
}
func unnamed(*node) {}
func blank(_ *node) {}

func (n *node) rename(s []byte) { n.name = string(s) }

func even(n *node) *node {
	if n == nil {
		return nil
	}
	return odd(n.next)
}

func odd(n *node) *node {
	if n == nil {
		return kept
	}
	return even(n.next)
}

func noBody(p *int, n uintptr)

//go:noescape
func noEscape(p *int)

func main() {
	var a, b, c, d, e node
	keep(&a)
	keepNext(&b)
	_ = give(&c)
	kept = giveNext(&d)
	look(&e)
	f := node{next: &node{}}
	f.rename([]byte("f"))
	both(new(node), &node{})
	unnamed(new(node))
	blank(new(node))
	even(new(node))
	x := 1
	noBody(&x, 0)
	noEscape(new(int))
}
