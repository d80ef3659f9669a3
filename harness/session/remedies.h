/*
 * Remedies that the compiler was asked about: applied to a copy of the file, which go takes in its
 * place (-overlay), compiled with the same flags. The user's files are only read.
 */
#ifndef ESC_SESSION_REMEDIES_H
#define ESC_SESSION_REMEDIES_H

#include "base/error.h"
#include "session/why.h"
#include "why/remedy.h"

/* So many are enough for one question: each is a build of its own. */
#define ESC_REMEDIES_TRIED 20

/*
 * What helps against the value's escape, in words: the line, and what the compiler says with it.
 * NULL: none was found, or it did not compile, or the escape is still there, or a text was read
 * and there is no compiler to ask. `what` and `go` as esc_why_ask() had them. *tried grows by one
 * where go was asked. Caller frees.
 */
char *esc_remedy_checked(const struct esc_why *why, const struct esc_go_value *value,
                         const char *what, const char *go, size_t *tried);

/* The same, with the change itself, which the caller frees; zeroed where it does not help. */
char *esc_remedy_try(const struct esc_why *why, const struct esc_go_value *value, const char *what,
                     const char *go, size_t *tried, struct esc_remedy *remedy);

#endif
