/*
 * Real Go in a session. See releases.h for the contracts.
 */
#include "session/releases.h"

#include "base/memory.h"
#include "session/go_words.h"

#include <stdlib.h>
#include <string.h>

static const struct esc_go *find_version(const struct esc_run *run, const char *version)
{
    for (size_t i = 0; i < run->go_count; i++)
        if (strcmp(run->gos[i].version, version) == 0)
            return &run->gos[i];
    return NULL;
}

static bool find_one(struct esc_run *run, const char *command, struct esc_error *error)
{
    struct esc_go go = {0};
    if (!esc_go_named(command, &go, error)) {
        esc_go_free(&go);
        return false;
    }
    const struct esc_go *same = find_version(run, go.version);
    if (same != NULL) {
        esc_error_add(error, NULL, 0,
                      "%s and %s are both %s: rows could not be told apart; name each release once",
                      same->command, command, go.version);
        esc_go_free(&go);
        return false;
    }
    run->gos = esc_grow(run->gos, &run->go_count, sizeof *run->gos);
    run->gos[run->go_count - 1] = go;
    return true;
}

bool esc_releases_find(struct esc_run *run, char *const *commands, size_t count,
                       struct esc_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!find_one(run, commands[i], error))
            return false;
    return true;
}

static size_t find_unit(const struct esc_releases *releases, const struct esc_variant *variant)
{
    size_t u = 0;
    while (u < releases->unit_count && (releases->units[u].case_index != variant->case_index ||
                                        releases->units[u].point != variant->point))
        u++;
    return u;
}

static void collect_units(struct esc_releases *releases, const struct esc_run *run)
{
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        if (variant->runtime != ESC_RUNTIME_GO ||
            find_unit(releases, variant) < releases->unit_count)
            continue;
        releases->units = esc_grow(releases->units, &releases->unit_count, sizeof *releases->units);
        releases->units[releases->unit_count - 1] =
            (struct esc_go_unit){.case_index = variant->case_index, .point = variant->point};
    }
}

/* Each release has a folder of its own, so that none pushes out what another one has built. */
static bool build_one(struct esc_releases *releases, const struct esc_run *run, size_t index,
                      const char *cache, struct esc_error *error)
{
    struct esc_error *faults = esc_calloc(run->case_count, sizeof *faults);
    char *folder = esc_format("%s/%s", cache, run->gos[index].version);
    bool built =
        esc_go_build(run->cases, run->case_count, releases->units, releases->unit_count,
                     &run->gos[index], folder, true, &releases->modules[index], faults, error);
    for (size_t i = 0; i < run->case_count; i++)
        esc_error_move(error, &faults[i]);
    free(folder);
    free(faults);
    return built;
}

static void fail_uncompiled(const struct esc_releases *releases, struct esc_run *run)
{
    for (size_t v = 0; v < run->variant_count; v++) {
        struct esc_variant *variant = &run->variants[v];
        if (variant->runtime == ESC_RUNTIME_GO && esc_releases_program(releases, variant) == NULL)
            esc_variant_fail(variant, ESC_STATUS_COMPILE, "its Go does not compile, see above");
    }
}

bool esc_releases_build(struct esc_releases *releases, struct esc_run *run, const char *cache,
                        struct esc_error *error)
{
    collect_units(releases, run);
    if (releases->unit_count == 0)
        return true;
    releases->modules = esc_calloc(run->go_count, sizeof *releases->modules);
    releases->count = run->go_count;
    for (size_t i = 0; i < run->go_count; i++)
        if (!build_one(releases, run, i, cache, error))
            return false;
    fail_uncompiled(releases, run);
    return true;
}

const char *esc_releases_program(const struct esc_releases *releases,
                                 const struct esc_variant *variant)
{
    size_t unit = find_unit(releases, variant);
    return unit < releases->unit_count ? releases->modules[variant->go].programs[unit] : NULL;
}

void esc_releases_free(struct esc_releases *releases)
{
    for (size_t i = 0; i < releases->count; i++)
        esc_go_module_free(&releases->modules[i]);
    free(releases->modules);
    free(releases->units);
    *releases = (struct esc_releases){0};
}
