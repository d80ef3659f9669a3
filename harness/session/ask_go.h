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

#endif
