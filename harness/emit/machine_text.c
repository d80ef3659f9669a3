/*
 * machine.txt: what the figures were taken on, for people. See files.h.
 */
#include "emit/files.h"

#include <stdlib.h>
#include <string.h>

static void add_fact(struct esc_text *text, const char *name, const char *value)
{
    esc_text_addf(text, "%-16s %s\n", name, value != NULL && *value != '\0' ? value : "unknown");
}

static const char *tristate(int value)
{
    return value < 0 ? "unknown" : value > 0 ? "yes" : "no";
}

static void add_caches(struct esc_text *text, const struct esc_machine *machine)
{
    for (size_t i = 0; i < machine->cache_count; i++) {
        const struct esc_cache *cache = &machine->caches[i];
        esc_text_addf(text, "%-16s L%d %s, %ld bytes, shared by %d\n", i == 0 ? "caches" : "",
                      cache->level, cache->type != NULL ? cache->type : "?", cache->size_bytes,
                      cache->num_sharing);
    }
}

static void add_findings(struct esc_text *text, const struct esc_machine *machine)
{
    for (size_t i = 0; i < machine->finding_count; i++) {
        const struct esc_finding *finding = &machine->findings[i];
        esc_text_addf(text, "\n%-7s %s: %s\n", esc_finding_word(finding->state), finding->name,
                      finding->value != NULL ? finding->value : "unknown");
        if (finding->effect != NULL && *finding->effect != '\0')
            esc_text_addf(text, "        %s\n", finding->effect);
        if (finding->remedy != NULL && *finding->remedy != '\0')
            esc_text_addf(text, "        remedy: %s\n", finding->remedy);
    }
}

void esc_file_machine(const struct esc_run *run, struct esc_text *text)
{
    const struct esc_machine *machine = &run->machine;
    add_fact(text, "run", run->id);
    add_fact(text, "started", run->started);
    add_fact(text, "host", machine->host);
    add_fact(text, "cpu", machine->cpu);
    if (machine->mhz > 0)
        esc_text_addf(text, "%-16s %.0f\n", "mhz", machine->mhz);
    esc_text_addf(text, "%-16s %d\n", "cpus", machine->cpus);
    if (machine->pinned_cpu >= 0)
        esc_text_addf(text, "%-16s %d\n", "pinned to cpu", machine->pinned_cpu);
    else
        add_fact(text, "pinned to cpu", "no");
    add_fact(text, "virtual machine", tristate(machine->virtual_machine));
    add_fact(text, "scaling", tristate(machine->scaling));
    add_fact(text, "governor", machine->governor);
    esc_text_addf(text, "%-16s %.2f %.2f %.2f\n", "load", machine->load[0], machine->load[1],
                  machine->load[2]);
    add_caches(text, machine);
    add_fact(text, "kernel", machine->kernel);
    add_fact(text, "os", machine->os);
    add_fact(text, "compiler", machine->compiler);
    add_fact(text, "flags", machine->flags);
    char *releases = esc_releases_text(run);
    if (releases != NULL)
        add_fact(text, "go", releases);
    free(releases);
    add_fact(text, "version", machine->version);
    add_fact(text, "revision", machine->revision);
    add_findings(text, machine);
}
