/*
 * Words of --go=. See go_words.h for the contracts.
 */
#include "session/go_words.h"

#include "base/memory.h"
#include "base/text.h"
#include "golang/golang.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char known[] = "1.19, 1.27 or both";

/* "1.20", "1.27.3", "27": no command begins with a digit that is not in a folder. */
static bool is_version(const char *word)
{
    return isdigit((unsigned char)word[0]) && strchr(word, '/') == NULL;
}

bool esc_go_word(const char *word, bool models[ESC_RUNTIMES], bool *release,
                 struct esc_error *error)
{
    *release = true;
    if (strcmp(word, "both") == 0) {
        for (int id = 0; id < ESC_RUNTIMES; id++)
            models[id] = models[id] || esc_runtime_is_model((enum esc_runtime_id)id);
        return true;
    }
    *release = is_version(word);
    if (!*release)
        return true;
    char *name = esc_format("goheap@%s", word);
    enum esc_runtime_id id;
    bool found = esc_runtime_find(name, &id);
    free(name);
    if (found)
        return models[id] = true;
    esc_error_add(error, NULL, 0, "--go=%s: the Go model has no such release", word);
    esc_error_hint(error,
                   "choose from %s; real Go is named by its command, such as "
                   "/usr/lib/go-1.27/bin/go",
                   known);
    return false;
}

/* The only one of them; ESC_RUNTIME_NONE: several. */
static enum esc_runtime_id only_model(const bool models[ESC_RUNTIMES])
{
    enum esc_runtime_id only = ESC_RUNTIME_NONE;
    for (int id = 0; id < ESC_RUNTIMES; id++) {
        if (models[id] && only != ESC_RUNTIME_NONE)
            return ESC_RUNTIME_NONE;
        only = models[id] ? (enum esc_runtime_id)id : only;
    }
    return only;
}

/* Whether `command` is there and is go1.MINOR; then in `go`. */
static bool is_release(const char *command, int minor, struct esc_go *go)
{
    struct esc_error error = {0};
    bool good = esc_go_find(command, go, &error);
    esc_error_free(&error);
    if (good && go->minor == minor)
        return true;
    esc_go_free(go);
    return false;
}

static bool find_release(int minor, struct esc_go *go, struct esc_error *error)
{
    char *debian = esc_format("/usr/lib/go-1.%d/bin/go", minor);
    bool found =
        is_release("go", minor, go) || (access(debian, X_OK) == 0 && is_release(debian, minor, go));
    if (!found) {
        esc_error_add(error, NULL, 0, "no Go 1.%d is here: `go` in PATH is none, nor is %s", minor,
                      debian);
        esc_error_hint(error, "apt install golang-1.%d-go, or name its command: --go=PATH", minor);
    }
    free(debian);
    return found;
}

bool esc_go_named(const char *word, struct esc_go *go, struct esc_error *error)
{
    bool models[ESC_RUNTIMES] = {false};
    bool release;
    if (!esc_go_word(word, models, &release, error))
        return false;
    if (!release)
        return esc_go_find(word, go, error);
    enum esc_runtime_id one = only_model(models);
    if (one == ESC_RUNTIME_NONE) {
        esc_error_add(error, NULL, 0, "--go=%s: one release at a time here", word);
        esc_error_hint(error, "choose 1.19 or 1.27, or a command of real Go");
        return false;
    }
    return find_release(esc_runtime_minor(one), go, error);
}
