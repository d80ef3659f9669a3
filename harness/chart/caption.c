/*
 * The caption: what a figure needs to be believed. See sheet.h for the contract.
 */
#include "chart/sheet.h"

#include "base/memory.h"
#include "words/pick.h"

#include <string.h>

static void add_item(struct esc_text *out, const char *before, const char *item, const char *after)
{
    if (item == NULL || *item == '\0')
        return;
    esc_text_addf(out, "%s%s%s%s", out->length > 0 ? " · " : "", before, item, after);
}

static void add_runtimes(struct esc_text *out, const struct esc_run *run)
{
    bool used[ESC_RUNTIMES + 1] = {false};
    struct esc_text names = {0};
    for (size_t v = 0; v < run->variant_count; v++)
        used[run->variants[v].runtime] = true;
    for (int id = 0; id < ESC_RUNTIMES; id++)
        if (used[id])
            esc_text_addf(&names, "%s%s", names.length > 0 ? ", " : "",
                          esc_runtime_title((enum esc_runtime_id)id));
    for (size_t go = 0; go < run->go_count; go++)
        esc_text_addf(&names, "%s %s", go > 0 ? "," : "", run->gos[go].version);
    if (run->gogc < 0)
        esc_text_addf(&names, "%sGOGC=off by default", names.length > 0 ? ", " : "");
    else
        esc_text_addf(&names, "%sGOGC=%d by default", names.length > 0 ? ", " : "", run->gogc);
    add_item(out, "", names.bytes, "");
    esc_text_free(&names);
}

/* Only what decides about speed, -O and -m: the run's files hold them all. */
static void add_flags(struct esc_text *out, const char *flags)
{
    for (const char *at = flags; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, " ");
        bool wanted = length > 2 && at[0] == '-' && (at[1] == 'O' || at[1] == 'm');
        if (wanted)
            esc_text_addf(out, " %.*s", (int)length, at);
        at += length;
        at += strspn(at, " ");
    }
}

char *esc_chart_caption(const struct esc_run *run)
{
    static const char *const virtual_words[] = {"VM unknown", "no VM", "VM"};
    const struct esc_machine *machine = &run->machine;
    struct esc_text out = {0};
    add_item(&out, "", machine->cpu != NULL ? machine->cpu : "CPU unknown", "");
    if (machine->mhz > 0)
        esc_text_addf(&out, ", %.0f MHz", machine->mhz);
    add_item(&out, "", virtual_words[machine->virtual_machine + 1], "");
    add_item(&out, "", machine->kernel, "");
    add_item(&out, "", machine->compiler, "");
    add_flags(&out, machine->flags);
    add_runtimes(&out, run);
    esc_text_addf(&out, " · %u round%s", run->rounds_done, run->rounds_done == 1 ? "" : "s");
    if (esc_run_disturbed_part(run) > ESC_SHARED_RUN_PART)
        esc_text_addf(&out, " · shared machine: %.0f %% of samples interrupted, do not quote",
                      100 * esc_run_disturbed_part(run));
    add_item(&out, "governor ", machine->governor != NULL ? machine->governor : "unknown", "");
    if (run->started != NULL)
        esc_text_addf(&out, " · %.10s", run->started);
    add_item(&out, "escapement ", machine->version, "");
    if (machine->revision != NULL && *machine->revision != '\0')
        esc_text_addf(&out, " (%s)", machine->revision);
    add_item(&out, "run ", run->id, "");
    return esc_text_take(&out);
}
