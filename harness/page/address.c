/*
 * What a case is called in addresses. See parts.h.
 */
#include "base/memory.h"
#include "page/parts.h"

#include <string.h>

/* [a-z][a-z0-9-]*, as the case language has it: a name that may stand in an address as it is. */
static bool is_plain(const char *name)
{
    return name[0] >= 'a' && name[0] <= 'z' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* Names of one run that came from somebody else may be the same twice. */
static bool is_first(const struct esc_run *run, size_t case_index)
{
    for (size_t i = 0; i < case_index; i++)
        if (strcmp(run->cases[i].name, run->cases[case_index].name) == 0)
            return false;
    return true;
}

char *esc_page_id(const struct esc_run *run, size_t case_index)
{
    const char *name = run->cases[case_index].name;
    if (is_plain(name) && is_first(run, case_index))
        return esc_strdup(name);
    return esc_format("case_%zu", case_index + 1);
}
