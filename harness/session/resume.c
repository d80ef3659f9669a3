/*
 * Going on with an interrupted run. See resume.h for the contracts.
 */
#include "session/resume.h"

#include "base/memory.h"

#include <dirent.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_file(const char *folder, const char *name)
{
    char *path = esc_format("%s/%s", folder, name);
    bool exists = access(path, R_OK) == 0;
    free(path);
    return exists;
}

/* Rounds are missing, or the results are: the disk was full when they were to be written, or nobody
 * got as far. What the journal holds is not asked here. */
static bool is_unfinished(const char *folder)
{
    if (!has_file(folder, "journal.tsv"))
        return false;
    struct esc_run run = {0};
    struct esc_error unheard = {0};
    bool finished = esc_emit_read(folder, &run, &unheard) && run.rounds_done >= run.rounds;
    esc_error_free(&unheard);
    esc_run_free(&run);
    return !finished;
}

/* Run ids begin with their date and time, so the greatest name is the newest. NULL: none. */
static char *newest_unfinished(const char *results)
{
    struct dirent **entries = NULL;
    int count = scandir(results, &entries, NULL, alphasort);
    char *found = NULL;
    for (int i = count - 1; i >= 0; i--) {
        char *folder = esc_format("%s/%s", results, entries[i]->d_name);
        bool candidate = found == NULL && entries[i]->d_name[0] != '.' &&
                         strcmp(entries[i]->d_name, "latest") != 0;
        if (candidate && is_unfinished(folder))
            found = esc_strdup(folder);
        free(folder);
        free(entries[i]);
    }
    free(entries);
    return found;
}

static char *find_folder(const char *results, const char *name, struct esc_error *error)
{
    char *folder = NULL;
    if (name != NULL)
        return access(name, F_OK) == 0 ? esc_strdup(name) : esc_format("%s/%s", results, name);
    folder = newest_unfinished(results);
    if (folder == NULL)
        esc_error_add(error, results, 0, "there is no unfinished run to resume");
    return folder;
}

static void copy_options(struct esc_workbench_options *options, const struct esc_run *old)
{
    const bool gos_given = options->go_count > 0;
    for (size_t i = 0; i < options->name_count; i++)
        free(options->names[i]);
    options->name_count = 0;
    free(options->match);
    free(options->tag);
    free(options->skip);
    free(options->point);
    options->match = options->tag = options->skip = NULL; /* the cases are named */
    options->point = esc_strdup(old->point);
    for (size_t i = 0; i < old->case_count; i++) {
        options->names = esc_grow(options->names, &options->name_count, sizeof *options->names);
        options->names[i] = esc_strdup(old->cases[i].path);
    }
    memcpy(options->runtimes, old->runtimes, sizeof options->runtimes);
    for (size_t i = 0; i < old->go_count && !gos_given; i++)
        esc_workbench_add_gos(options, old->gos[i].command);
    options->preset = old->preset;
    options->gogc = old->gogc;
    options->cpu = old->machine.pinned_cpu;
}

static bool same_plan(const struct esc_run *a, const struct esc_run *b)
{
    if (a->variant_count != b->variant_count)
        return false;
    for (size_t v = 0; v < a->variant_count; v++)
        if (strcmp(a->variants[v].name, b->variants[v].name) != 0)
            return false;
    return true;
}

static void move_variant(struct esc_variant *to, const struct esc_variant *from)
{
    to->iterations = from->iterations;
    to->allocs_per_op = from->allocs_per_op;
    to->bytes_per_op = from->bytes_per_op;
    to->requested_bytes_per_op = from->requested_bytes_per_op;
    to->tally = from->tally;
    if (from->status != ESC_STATUS_OK)
        esc_variant_fail(to, from->status, "%s", from->message == NULL ? "" : from->message);
}

/* Everything but cases and variants, which were loaded and planned again. */
static void move_run(struct esc_run *to, struct esc_run *from)
{
    for (size_t v = 0; v < to->variant_count; v++)
        move_variant(&to->variants[v], &from->variants[v]);
    struct esc_run whole = *from;
    whole.gos = to->gos;
    whole.go_count = to->go_count;
    whole.cases = to->cases;
    whole.case_count = to->case_count;
    whole.variants = to->variants;
    whole.variant_count = to->variant_count;
    struct esc_run rest = {.point = to->point,
                           .gos = from->gos,
                           .go_count = from->go_count,
                           .cases = from->cases,
                           .case_count = from->case_count,
                           .variants = from->variants,
                           .variant_count = from->variant_count};
    *to = whole;
    *from = rest;
}

/* What a factor may depend on. Half a run from one machine and half from another is no run. */
static const struct {
    const char *what;
    size_t offset;
} facts[] = {
    {"processor", offsetof(struct esc_machine, cpu)},
    {"kernel", offsetof(struct esc_machine, kernel)},
    {"compiler", offsetof(struct esc_machine, compiler)},
    {"flags", offsetof(struct esc_machine, flags)},
    {"escapement", offsetof(struct esc_machine, version)},
    {"revision of escapement", offsetof(struct esc_machine, revision)},
};

static const char *fact_of(const struct esc_machine *machine, size_t offset)
{
    const char *text;
    memcpy(&text, (const char *)machine + offset, sizeof text);
    return text != NULL ? text : "";
}

static bool differs(const char *folder, const char *what, const char *then, const char *now,
                    struct esc_error *error)
{
    if (strcmp(then, now) == 0)
        return false;
    esc_error_add(error, folder, 0, "another %s: this run began with \"%s\", now it is \"%s\"",
                  what, then, now);
    esc_error_hint(error, "start a new run: make bench");
    return true;
}

static bool same_machine(const struct esc_workbench *bench, const struct esc_machine *then,
                         const char *folder, struct esc_error *error)
{
    struct esc_machine now = {0};
    esc_workbench_probe(bench, &now);
    bool same = true;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        same = !differs(folder, facts[i].what, fact_of(then, facts[i].offset),
                        fact_of(&now, facts[i].offset), error) &&
               same;
    char *cpus_then = esc_format("%d", then->cpus);
    char *cpus_now = esc_format("%d", now.cpus);
    same = !differs(folder, "number of CPUs", cpus_then, cpus_now, error) && same;
    free(cpus_then);
    free(cpus_now);
    esc_machine_free(&now);
    return same;
}

/* One after the other, for rows with another release's name are other rows. */
static bool same_gos(const struct esc_run *now, const struct esc_run *then, const char *folder,
                     struct esc_error *error)
{
    char *numbers[] = {esc_format("%zu", then->go_count), esc_format("%zu", now->go_count)};
    bool same = !differs(folder, "number of Go releases", numbers[0], numbers[1], error);
    for (size_t i = 0; i < then->go_count && same; i++)
        same =
            !differs(folder, "release of Go", then->gos[i].version, now->gos[i].version, error) &&
            !differs(folder, "target of Go", then->gos[i].target, now->gos[i].target, error);
    free(numbers[0]);
    free(numbers[1]);
    return same;
}

static bool open_folder(struct esc_workbench *bench, const char *folder,
                        struct esc_journal **journal, char **note, struct esc_error *error)
{
    struct esc_run old = {0};
    *journal = esc_journal_resume(folder, &old, error);
    bool good = *journal != NULL;
    if (good) {
        copy_options(&bench->options, &old);
        good = esc_workbench_open(bench, error);
    }
    good = good && same_gos(&bench->run, &old, folder, error);
    if (good && !same_plan(&bench->run, &old)) {
        esc_error_add(error, folder, 0, "the cases give other variants than this run has");
        esc_error_hint(error, "start a new run: make bench");
        good = false;
    }
    good = good && same_machine(bench, &old.machine, folder, error) &&
           esc_journal_cut(*journal, note, error);
    if (good)
        move_run(&bench->run, &old);
    if (!good) {
        esc_journal_close(*journal);
        *journal = NULL;
    }
    esc_run_free(&old);
    return good;
}

bool esc_resume_open(struct esc_workbench *bench, const char *results, const char *name,
                     struct esc_journal **journal, char **note, struct esc_error *error)
{
    struct esc_folders folders = {0};
    if (!esc_folders_find(&folders, error))
        return false;
    char *folder = find_folder(results != NULL ? results : folders.results, name, error);
    bool good = folder != NULL && open_folder(bench, folder, journal, note, error);
    free(folder);
    esc_folders_free(&folders);
    return good;
}
