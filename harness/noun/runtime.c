/*
 * The table of runtimes. See runtime.h for the contracts.
 */
#include "noun/runtime.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name;
    const char *title;
    bool built;
} runtimes[ESC_RUNTIMES + 1] = {
    [ESC_RUNTIME_GOHEAP] = {"goheap", "Go-model heap", true},
    [ESC_RUNTIME_BOEHM] = {"boehm", "Boehm GC", true},
    [ESC_RUNTIME_MALLOC] = {"malloc", "malloc/free", true},
    [ESC_RUNTIME_GO] = {"go", "real Go", false},
    [ESC_RUNTIME_GOHEAP_1_27] = {"goheap@1.27", "Go 1.27 model heap", true},
    [ESC_RUNTIME_NONE] = {"", "no heap", true},
};

const char *esc_runtime_name(enum esc_runtime_id id)
{
    return runtimes[id].name;
}

const char *esc_runtime_title(enum esc_runtime_id id)
{
    return runtimes[id].title;
}

enum esc_runtime_id esc_runtime_nth(int n)
{
    static const enum esc_runtime_id order[ESC_RUNTIMES] = {
        ESC_RUNTIME_GOHEAP, ESC_RUNTIME_GOHEAP_1_27, ESC_RUNTIME_BOEHM, ESC_RUNTIME_MALLOC,
        ESC_RUNTIME_GO};
    return order[n];
}

const char *esc_runtime_tag(enum esc_runtime_id id)
{
    const char *release = strchr(runtimes[id].name, '@');
    return release != NULL ? release + 1 : runtimes[id].name;
}

bool esc_runtime_find(const char *name, enum esc_runtime_id *id)
{
    if (strcmp(name, "goheap@1.19") == 0)
        name = runtimes[ESC_RUNTIME_GOHEAP].name;
    for (size_t i = 0; i < ESC_RUNTIMES; i++) {
        if (strcmp(runtimes[i].name, name) != 0)
            continue;
        *id = (enum esc_runtime_id)i;
        return true;
    }
    return false;
}

bool esc_runtime_built(enum esc_runtime_id id)
{
    return runtimes[id].built;
}

bool esc_runtime_usual(enum esc_runtime_id id)
{
    return runtimes[id].built && id != ESC_RUNTIME_GOHEAP_1_27;
}

int esc_runtime_minor(enum esc_runtime_id id)
{
    return id == ESC_RUNTIME_GOHEAP_1_27 ? 27 : 19;
}

const char *esc_runtime_release(enum esc_runtime_id id)
{
    return id == ESC_RUNTIME_GOHEAP ? "1.19" : id == ESC_RUNTIME_GOHEAP_1_27 ? "1.27" : "";
}

bool esc_runtime_is_model(enum esc_runtime_id id)
{
    return id == ESC_RUNTIME_GOHEAP || id == ESC_RUNTIME_GOHEAP_1_27;
}
