/*
 * The machine record: words and clean-up. See machine.h for the contracts.
 */
#include "noun/machine.h"

#include <stdlib.h>

const char *esc_finding_word(enum esc_finding_state state)
{
    static const char *const words[] = {"ok", "warn", "unknown"};
    return words[state];
}

static void free_finding(struct esc_finding *finding)
{
    free(finding->name);
    free(finding->value);
    free(finding->effect);
    free(finding->remedy);
}

void esc_machine_free(struct esc_machine *machine)
{
    for (size_t i = 0; i < machine->finding_count; i++)
        free_finding(&machine->findings[i]);
    for (size_t i = 0; i < machine->cache_count; i++)
        free(machine->caches[i].type);
    free(machine->findings);
    free(machine->caches);
    char *words[] = {machine->host,     machine->cpu,      machine->kernel,
                     machine->os,       machine->compiler, machine->flags,
                     machine->governor, machine->version,  machine->revision};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        free(words[i]);
    *machine = (struct esc_machine){0};
}
