/*
 * A finding goes into the record. See internal.h.
 */
#include "machine/internal.h"

#include "base/memory.h"

void esc_report_finding(const struct esc_probe *probe, const struct esc_wording *wording,
                        enum esc_finding_state state, char *value)
{
    struct esc_machine *machine = probe->machine;
    machine->findings =
        esc_grow(machine->findings, &machine->finding_count, sizeof *machine->findings);
    machine->findings[machine->finding_count - 1] = (struct esc_finding){
        .state = state,
        .name = esc_strdup(wording->name),
        .value = value != NULL ? value : esc_strdup("unknown"),
        .effect = esc_strdup(wording->effect[state]),
        .remedy = esc_strdup(wording->remedy[state]),
    };
}
