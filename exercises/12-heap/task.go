package task

// Keep is what the grading calls: the first 16 bytes of a message, for later.
//
//go:noinline
func Keep(message []byte) []byte {
	return message[:16]
}
