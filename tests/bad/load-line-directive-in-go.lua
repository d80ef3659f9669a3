return case {
  title = "A fault on purpose",
  question = "What does the harness say?",
  because = "The test asks for it.",
  remedy = "None.",
  strategies = {
    stack = { go = [[
func stackOp(i uint64) uint64 {
//line other.go:7
return i
}]], },
    heap = { go = [[
func heapOp(i uint64) uint64 { /*line x.go:3:4*/ return i }
/* a line */
]], }, }, }
