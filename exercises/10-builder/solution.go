package task

import "strings"

// Join is what the grading calls: all words, one after the other.
//
//go:noinline
func Join(words []string) string {
	length := 0
	for _, word := range words {
		length += len(word)
	}
	var s strings.Builder
	s.Grow(length)
	for _, word := range words {
		s.WriteString(word)
	}
	return s.String() // its bytes are the builder's, not a copy
}
