/*
 * The names that the compiler gives to what has none in the source, in words.
 */
#ifndef ESC_WORDS_OWN_NAMES_H
#define ESC_WORDS_OWN_NAMES_H

/*
 * "return ~R0" as "return (result 0)", "~r1" alone as "result 1", ".autotmp_3" as "a temporary", as
 * cmd/compile spells them (types/fmt.go, inline/inl.go, typecheck/dcl.go, rangefunc/rewrite.go);
 * other texts as they are. Caller frees.
 */
char *esc_own_names(const char *expression);

#endif
