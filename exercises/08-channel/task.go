package task

type message struct{ words [8]uint64 }

var queue = make(chan *message, 1)

//go:noinline
func read(m *message) uint64 { return m.words[0] + m.words[7] }

// Relay is what the grading calls: the first and the last word of a message that went through queue.
func Relay(x uint64) uint64 {
	var m message
	m.words[0], m.words[7] = x, x+7
	queue <- &m
	return read(<-queue)
}
