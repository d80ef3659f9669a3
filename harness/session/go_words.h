/*
 * What --go= names: a release of the Go model, "1.19" or "1.27", "both" of them, or a command of
 * real Go, "go" or a path.
 */
#ifndef ESC_SESSION_GO_WORDS_H
#define ESC_SESSION_GO_WORDS_H

#include "base/error.h"
#include "noun/release.h"
#include "noun/runtime.h"

#include <stdbool.h>

/*
 * Adds the releases of the Go model that `word` names to `models`; *release says whether it names
 * any: else it is a command. False with a message for a version that the model has no release of.
 */
bool esc_go_word(const char *word, bool models[ESC_RUNTIMES], bool *release,
                 struct esc_error *error);

/*
 * esc_go_find() for a word that is a command or one release: that is looked for as `go` in PATH and
 * where Debian installs it, /usr/lib/go-1.27/bin/go. False with a message when it is not there, is
 * no such release, or more than one.
 */
bool esc_go_named(const char *word, struct esc_go *go, struct esc_error *error);

#endif
