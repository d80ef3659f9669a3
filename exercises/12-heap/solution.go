package task

// Keep is what the grading calls: the first 16 bytes of a message, for later.
//
//go:noinline
func Keep(message []byte) []byte {
	kept := make([]byte, 16)
	copy(kept, message)
	return kept
}
