/*
 * The machine record: facts first, then one finding a check, in the order of the table below.
 * See probe.h for the contracts.
 */
#include "machine/probe.h"

#include "base/memory.h"
#include "machine/internal.h"

static void (*const checks[])(const struct esc_probe *) = {
    esc_check_virtual_machine,
    esc_check_container,
    esc_check_cpus,
    esc_check_quota,
    esc_check_numa,
    esc_check_governor,
    esc_check_turbo,
    esc_check_smt,
    esc_check_power,
    esc_check_load,
    esc_check_swap,
    esc_check_clock,
    esc_check_clock_read,
    esc_check_huge_pages,
    esc_check_address_layout,
};

void esc_machine_probe(const char *root, const char *compiler, const char *flags,
                       struct esc_machine *machine)
{
    *machine = (struct esc_machine){
        .compiler = esc_strdup(compiler),
        .flags = esc_strdup(flags),
        .pinned_cpu = -1,
        .virtual_machine = -1,
        .scaling = -1,
    };
    struct esc_probe probe = {.root = root, .machine = machine};
    probe.allowed = esc_machine_allowed(root);
    int last = esc_last_cpu(&probe.allowed);
    probe.cpu = last < 0 ? 0 : last;
    esc_probe_facts(&probe);
    esc_probe_caches(&probe);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i](&probe);
}

int esc_machine_pin_cpu(void)
{
    cpu_set_t allowed = esc_machine_allowed("");
    return esc_last_cpu(&allowed);
}

bool esc_machine_may_use(int cpu)
{
    cpu_set_t allowed = esc_machine_allowed("");
    return CPU_ISSET((size_t)cpu, &allowed);
}
