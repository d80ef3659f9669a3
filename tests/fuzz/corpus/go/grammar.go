package p
type T[P *Q,] struct{}
type U[P *[]Q] struct{}
type V[P (E),] struct{}
type A [N * M]int
type B [f(x)]int
type W[P, Q any, R ~[]P | ~int] interface{ ~int | string; comparable; m(P) R }
type G[T any] = []T
func (t *G[T]) m[P any](p P) {}
func f[T any, PT interface{ *T; m() }](a, b T, c ...PT) (r T, err error) { return }
func g() {
	x := G[int]{1, 2}
	if v := (S{1}); v == (S{2}) {
	}
	for range 10 {
	}
	for i := range []int{1} {
		_ = i
	}
	switch y := x.(type) {
	case nil, *T, []int:
	default:
	}
	switch x := 1; {
	case x > 0: fallthrough;
	case false:
	}
	var c <-chan (chan<- int) = <-chan chan<- int(nil)
	_ = a[T](b)[i:j:k].(interface{ m() })
	_ = f[int, *string]
	select {
	case c <- 1:
	case v, ok := <-c:
	case <-c:
	default:
	}
L:
	for {
		if x { break L } else if y { continue L } else { goto M }
	}
M:
	{
		goto M
	}
	_ = 0x1p-2 + 1_000 + 0b11 + 0o17 + 017i + .5e3 + 'x' + '\'' + '\u00e9'
	_ = struct { T; *p.U; q, r G[int] `tag`; V[int, string] }{}
	go func() {}()
	defer x.y.z()
	a, *b, c[0] = 1, 2, 3
	x, ok := <-c, *p * *q & ^r &^ s
}
