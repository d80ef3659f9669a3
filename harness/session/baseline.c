/*
 * Naming runs. See baseline.h for the contracts.
 */
#include "session/baseline.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/emit.h"
#include "session/run_folder.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char results_name[] = "results.json";

bool esc_baseline_is_name(const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length > 100 || !isalnum((unsigned char)name[0]))
        return false;
    for (const char *at = name; *at != '\0'; at++)
        if (!isalnum((unsigned char)*at) && strchr("._-", *at) == NULL)
            return false;
    return true;
}

bool esc_baseline_save(const struct esc_run *run, const char *results, const char *name,
                       struct esc_error *error)
{
    struct esc_text text = {0};
    char *folder = esc_format("%s/baselines/%s", results, name);
    char *from = esc_format("%s/%s", run->folder, results_name);
    char *to = esc_format("%s/%s", folder, results_name);
    bool good = esc_text_read(&text, from, error) && esc_make_folder(folder, error) &&
                esc_text_write(to, text.bytes, text.length, error);
    esc_text_free(&text);
    free(to);
    free(from);
    free(folder);
    return good;
}

/* The file of results that is meant; NULL: there is nothing of that name. Caller frees. */
static char *find(const char *name, const char *results)
{
    struct stat status;
    char *path = esc_run_folder(results, name);
    if (stat(path, &status) == 0 && !S_ISDIR(status.st_mode))
        return path;
    char *file = stat(path, &status) == 0 ? esc_format("%s/%s", path, results_name) : NULL;
    free(path);
    return file;
}

/* "main, before-pool"; "" where none was saved. Caller frees. */
static char *list_baselines(const char *results)
{
    struct esc_text text = {0};
    struct dirent **entries = NULL;
    char *folder = esc_format("%s/baselines", results);
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (esc_baseline_is_name(entries[i]->d_name))
            esc_text_addf(&text, "%s%s", text.length > 0 ? ", " : "", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    free(folder);
    return esc_text_take(&text);
}

static bool refuse(const char *name, const char *results, struct esc_error *error)
{
    char *saved = list_baselines(results);
    esc_error_add(error, name, 0,
                  "is neither a run's folder nor a results.json, nor a run or a baseline in %s",
                  results);
    if (*saved != '\0')
        esc_error_hint(error, "baselines there: %s", saved);
    else if (esc_baseline_is_name(name))
        esc_error_hint(error, "`make bench SAVE=%s` saves a run as a baseline", name);
    free(saved);
    return false;
}

bool esc_baseline_read(const char *name, const char *results, struct esc_run *run,
                       struct esc_error *error)
{
    char *path = find(name, results);
    bool good = path != NULL ? esc_emit_read_file(path, run, error) : refuse(name, results, error);
    free(path);
    return good;
}
