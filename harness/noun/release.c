/*
 * A release of Go: clean-up. See release.h.
 */
#include "noun/release.h"

#include <stdlib.h>

void esc_go_free(struct esc_go *go)
{
    free(go->command);
    free(go->version);
    free(go->target);
    *go = (struct esc_go){0};
}
