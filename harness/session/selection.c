/*
 * The choice of cases. See selection.h for the contract.
 */
#include "session/selection.h"

#include "base/memory.h"
#include "base/text.h"
#include "load/file.h"
#include "load/load.h"
#include "load/nearest.h"
#include "session/tags.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

static bool compile(const char *option, const char *text, regex_t *pattern, struct esc_error *error)
{
    int code = regcomp(pattern, text, REG_EXTENDED | REG_NOSUB);
    if (code == 0)
        return true;
    char why[128];
    regerror(code, pattern, why, sizeof why);
    esc_error_add(error, NULL, 0, "%s takes a regular expression, not \"%s\": %s", option, text,
                  why);
    return false;
}

static bool matches(const regex_t *pattern, const char *name)
{
    return regexec(pattern, name, 0, NULL, 0) == 0;
}

static void add_name(struct esc_workbench_options *options, const char *name)
{
    options->names = esc_grow(options->names, &options->name_count, sizeof *options->names);
    options->names[options->name_count - 1] = esc_strdup(name);
}

/* What letters the pattern has, as one name: "^strng-" -> "strng-". Caller frees. */
static char *letters_of(const char *pattern)
{
    char *letters = esc_strdup(pattern);
    size_t length = 0;
    for (const char *at = pattern; *at != '\0'; at++)
        if (strchr("^$.*+?()[]{}|\\", *at) == NULL)
            letters[length++] = *at;
    letters[length] = '\0';
    return letters;
}

/* The nearest of a name's parts and of the whole: "strng" is one letter off "string-concat". */
static size_t distance_of(const char *letters, const char *name)
{
    size_t least = esc_edit_distance(letters, name);
    char *parts = esc_strdup(name);
    char *rest = parts;
    for (char *part = strsep(&rest, "-"); part != NULL; part = strsep(&rest, "-")) {
        size_t here = esc_edit_distance(letters, part);
        least = here < least ? here : least;
    }
    free(parts);
    return least;
}

/* "string-concat, string-key": those that are nearest, if they are near enough (nearest.h). */
static char *nearest_names(const char *letters, char **names, size_t count)
{
    struct esc_text found = {0};
    size_t most = (strlen(letters) + 2) / 3;
    size_t least = most + 1;
    for (size_t i = 0; i < count; i++) {
        size_t here = distance_of(letters, names[i]);
        least = here < least ? here : least;
    }
    for (size_t i = 0; i < count && least <= most; i++)
        if (distance_of(letters, names[i]) == least)
            esc_text_addf(&found, "%s%s", found.length > 0 ? ", " : "", names[i]);
    return found.length > 0 ? esc_text_take(&found) : NULL;
}

static void no_match(const struct esc_workbench_options *options, const char *folder, char **names,
                     size_t count, struct esc_error *error)
{
    char *letters = letters_of(options->match);
    char *nearest = nearest_names(letters, names, count);
    esc_error_add(error, NULL, 0, "no case in %s matches \"%s\"", folder, options->match);
    if (nearest != NULL)
        esc_error_hint(error, "did you mean %s?", nearest);
    else
        esc_error_hint(error, "make list shows all");
    free(nearest);
    free(letters);
}

/* Those of the folder that meet `match` and `tag`. What matches but has none of the tags is not
 * chosen, but a tag that none has is looked for in all. */
static void add_chosen(struct esc_workbench_options *options, const char *folder, char **names,
                       size_t count, const regex_t *pattern, struct esc_tags *tags)
{
    for (size_t i = 0; i < count; i++) {
        bool tagged = esc_tags_hold(tags, folder, names[i]);
        if (tagged && (options->match == NULL || matches(pattern, names[i])))
            add_name(options, names[i]);
    }
}

static void none_chosen(const struct esc_workbench_options *options, const char *folder,
                        char **names, size_t count, struct esc_error *error)
{
    if (count == 0)
        esc_error_add(error, folder, 0, "no case files in this folder");
    else if (options->tag == NULL)
        no_match(options, folder, names, count, error);
    else if (options->match == NULL)
        esc_error_add(error, NULL, 0, "--tag=%s names no tag", options->tag);
    else
        esc_error_add(error, NULL, 0, "no case in %s matches \"%s\" and has one of the tags %s",
                      folder, options->match, options->tag);
}

static bool add_matching(struct esc_workbench_options *options, const char *folder,
                         struct esc_error *error)
{
    regex_t pattern;
    if (options->match != NULL && !compile("--match", options->match, &pattern, error))
        return false;
    size_t before = options->name_count;
    size_t count = 0;
    char **names = esc_load_list(folder, &count, error);
    struct esc_tags *tags = esc_tags_open(options->tag);
    add_chosen(options, folder, names, count, &pattern, tags);
    bool known = esc_tags_known(tags, folder, error);
    bool any = options->name_count > before;
    if (names != NULL && known && !any)
        none_chosen(options, folder, names, count, error);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    esc_tags_close(tags);
    if (options->match != NULL)
        regfree(&pattern);
    return any && known;
}

static bool leave_out(struct esc_workbench_options *options, struct esc_error *error)
{
    regex_t pattern;
    if (!compile("--skip", options->skip, &pattern, error))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < options->name_count; i++) {
        char *name = esc_file_stem(options->names[i]);
        if (matches(&pattern, name))
            free(options->names[i]);
        else
            options->names[kept++] = options->names[i];
        free(name);
    }
    regfree(&pattern);
    options->name_count = kept;
    if (kept == 0)
        esc_error_add(error, NULL, 0, "--skip=%s leaves no case", options->skip);
    return kept > 0;
}

bool esc_selection(struct esc_workbench_options *options, const char *folder,
                   struct esc_error *error)
{
    bool chosen = options->match != NULL || options->tag != NULL;
    if ((chosen || options->name_count == 0) && !add_matching(options, folder, error))
        return false;
    return options->skip == NULL || leave_out(options, error);
}
