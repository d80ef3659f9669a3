/*
 * The choice of cases by their tags. See tags.h for the contracts.
 */
#include "session/tags.h"

#include "base/memory.h"
#include "base/text.h"
#include "load/load.h"
#include "load/nearest.h"

#include <stdlib.h>
#include <string.h>

struct esc_tags {
    struct esc_loader *loader; /* NULL: nothing is asked for */
    char **wanted;
    size_t wanted_count;
    char **seen; /* each once */
    size_t seen_count;
};

static bool is_in(char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

struct esc_tags *esc_tags_open(const char *list)
{
    struct esc_tags *tags = esc_calloc(1, sizeof *tags);
    if (list == NULL)
        return tags;
    tags->loader = esc_loader_open();
    char *copy = esc_strdup(list);
    char *rest = copy;
    for (char *word = strsep(&rest, ", "); word != NULL; word = strsep(&rest, ", ")) {
        if (*word == '\0')
            continue;
        tags->wanted = esc_grow(tags->wanted, &tags->wanted_count, sizeof *tags->wanted);
        tags->wanted[tags->wanted_count - 1] = esc_strdup(word);
    }
    free(copy);
    return tags;
}

void esc_tags_close(struct esc_tags *tags)
{
    if (tags == NULL)
        return;
    for (size_t i = 0; i < tags->wanted_count; i++)
        free(tags->wanted[i]);
    for (size_t i = 0; i < tags->seen_count; i++)
        free(tags->seen[i]);
    esc_loader_close(tags->loader);
    free(tags->wanted);
    free(tags->seen);
    free(tags);
}

static void see(struct esc_tags *tags, const char *tag)
{
    if (is_in(tags->seen, tags->seen_count, tag))
        return;
    tags->seen = esc_grow(tags->seen, &tags->seen_count, sizeof *tags->seen);
    tags->seen[tags->seen_count - 1] = esc_strdup(tag);
}

bool esc_tags_hold(struct esc_tags *tags, const char *folder, const char *name)
{
    if (tags->loader == NULL)
        return true;
    struct esc_error later = {0}; /* told when the case is loaded to be measured */
    struct esc_case bench_case = {0};
    char *path = esc_format("%s/%s.lua", folder, name);
    bool holds = !esc_loader_case(tags->loader, path, &bench_case, &later);
    for (size_t i = 0; i < bench_case.tag_count; i++) {
        holds = holds || is_in(tags->wanted, tags->wanted_count, bench_case.tags[i]);
        see(tags, bench_case.tags[i]);
    }
    free(path);
    esc_case_free(&bench_case);
    esc_error_free(&later);
    return holds;
}

static void refuse(const struct esc_tags *tags, const char *folder, const char *word,
                   struct esc_error *error)
{
    struct esc_nearest nearest = {.typed = word};
    struct esc_text all = {0};
    for (size_t i = 0; i < tags->seen_count; i++) {
        esc_nearest_offer(&nearest, tags->seen[i]);
        esc_text_addf(&all, "%s%s", i > 0 ? ", " : "", tags->seen[i]);
    }
    esc_error_add(error, NULL, 0, "no case in %s has the tag \"%s\"", folder, word);
    if (nearest.name != NULL)
        esc_error_hint(error, "did you mean %s?", nearest.name);
    else
        esc_error_hint(error, "there are %s", all.length > 0 ? all.bytes : "none");
    esc_text_free(&all);
}

bool esc_tags_known(const struct esc_tags *tags, const char *folder, struct esc_error *error)
{
    bool known = true;
    for (size_t i = 0; i < tags->wanted_count; i++) {
        if (is_in(tags->seen, tags->seen_count, tags->wanted[i]))
            continue;
        refuse(tags, folder, tags->wanted[i], error);
        known = false;
    }
    return known;
}
