/*
 * What the Go compiler prints about one point of a case, for the lessons.
 */
#ifndef ESC_SESSION_ASK_GO_H
#define ESC_SESSION_ASK_GO_H

#include "golang/golang.h"
#include "session/folders.h"

/* True when there are diagnostics: in `module`, of the only case, by the release `go`; both are
 * zeroed before and freed by the caller either way. Without go escapement's own analysis
 * answers, go->version says so, and nothing is told of inlining; where who is asked fails, the
 * reason is printed and the lesson goes on without. */
bool esc_ask_go(const struct esc_case *bench_case, size_t point, const struct esc_folders *folders,
                struct esc_go *go, struct esc_go_module *module);

/* The same of what --go= names, a command or a release (session/go_words.h), and of real Go alone;
 * the reason goes to `error`. */
bool esc_ask_named(const struct esc_case *bench_case, size_t point,
                   const struct esc_folders *folders, const char *word, struct esc_go *go,
                   struct esc_go_module *module, struct esc_error *error);

#endif
