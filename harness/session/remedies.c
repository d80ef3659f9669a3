/*
 * Asking the compiler about remedies. See remedies.h for the contract.
 */
#include "session/remedies.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "emit/overlay.h"
#include "why/remedy.h"
#include "words/allocates.h"

#include <stdlib.h>
#include <string.h>

/* A folder with the changed file, by the same name, and the list that tells go of it. */
struct copy {
    char *folder, *file, *overlay;
};

static bool write_copy(const struct esc_source_file *file, const char *text, struct copy *copy,
                       struct esc_error *error)
{
    char *original = realpath(file->shown, NULL);
    copy->folder = original != NULL ? esc_temporary_folder(error) : NULL;
    bool good = copy->folder != NULL;
    if (good) {
        copy->file = esc_format("%s/%s", copy->folder, esc_base_name(file->shown));
        copy->overlay = esc_format("%s/overlay.json", copy->folder);
        good = esc_text_write(copy->file, text, strlen(text), error) &&
               esc_overlay_write(copy->overlay, original, copy->file, error);
    }
    free(original);
    return good;
}

static void remove_copy(struct copy *copy)
{
    if (copy->folder != NULL)
        esc_remove_folder(copy->folder);
    free(copy->folder);
    free(copy->file);
    free(copy->overlay);
}

static bool takes_block(const struct esc_why *why, const struct esc_go_value *value)
{
    const char *because;
    return esc_go_value_leaves(value) &&
           esc_allocates_of(&why->escapes, &why->sources, value, &because) != ESC_ALLOCATES_NO;
}

static size_t blocks_of(const struct esc_why *why)
{
    size_t count = 0;
    for (size_t k = 0; k < why->escapes.value_count; k++)
        count += takes_block(why, &why->escapes.values[k]);
    return count;
}

/* Whether a value of the changed line or of the value's own takes a block still, in that file. */
static bool is_still_there(const struct esc_why *why, const char *file, int line, int column,
                           int other)
{
    for (size_t k = 0; k < why->escapes.value_count; k++) {
        const struct esc_go_value *value = &why->escapes.values[k];
        const bool here = (value->at.line == line && value->at.column == column) ||
                          (other != line && value->at.line == other);
        if (here && takes_block(why, value) &&
            strcmp(esc_base_name(value->at.file), esc_base_name(file)) == 0)
            return true;
    }
    return false;
}

/* Whether that was said of the line before the change. */
static bool was_there(const struct esc_why *before, struct esc_spot at, const char *name,
                      const char *changed)
{
    for (size_t k = 0; k < before->escapes.value_count; k++) {
        const struct esc_go_value *value = &before->escapes.values[k];
        if (value->at.line == at.line && strcmp(value->name, name) == 0 &&
            strcmp(name, changed) != 0 &&
            strcmp(esc_base_name(value->at.file), esc_base_name(at.file)) == 0)
            return true;
    }
    return false;
}

/* What is said of the line now, in the compiler's words, that was not said before; "no longer"
 * where it is not told of. */
static char *said_now(const struct esc_why *why, const struct esc_why *before, const char *file,
                      struct esc_spot at, const char *name)
{
    for (size_t k = 0; k < why->escapes.value_count; k++) {
        const struct esc_go_value *value = &why->escapes.values[k];
        const char *because;
        /* A variable that is put into an interface may have its call's place, a constant its own.
         */
        if (value->at.line != at.line ||
            (value->at.column != at.column && value->fate == ESC_FATE_STAYS) ||
            strcmp(esc_base_name(value->at.file), esc_base_name(file)) != 0 ||
            was_there(before, at, value->name, name))
            continue;
        if (value->fate == ESC_FATE_STAYS)
            return esc_format("says \"%s does not escape\"", value->name);
        if (esc_go_value_leaves(value) &&
            esc_allocates_of(&why->escapes, &why->sources, value, &because) == ESC_ALLOCATES_NO)
            return esc_format("says \"%s escapes to heap\", and that takes no block: %s",
                              value->name, because);
    }
    return esc_strdup("no longer says that it leaves the stack");
}

static char *words_of(const struct esc_why *before, const struct esc_why *after,
                      const struct esc_remedy *remedy, const struct esc_go_value *value)
{
    if (blocks_of(after) >= blocks_of(before) ||
        is_still_there(after, value->at.file, value->at.line, value->at.column, remedy->line))
        return NULL;
    char *said = said_now(after, before, value->at.file, value->at, value->name);
    char *words = esc_format("checked: %s the compiler %s", remedy->shown, said);
    free(said);
    return words;
}

char *esc_remedy_try(const struct esc_why *why, const struct esc_go_value *value, const char *what,
                     const char *go, size_t *tried, struct esc_remedy *remedy)
{
    const struct esc_source_file *file = esc_source_files_find(&why->sources, value->at.file);
    if (why->version == NULL || !esc_remedy_find(&why->escapes, file, value, remedy))
        return NULL;
    struct esc_error ignored = {0}; /* what does not compile is no remedy, and no error of ours */
    struct esc_why after = {0};
    struct copy copy = {0};
    char *words = NULL;
    int code;
    if (write_copy(file, remedy->text, &copy, &ignored)) {
        after.overlay = copy.overlay;
        ++*tried;
        if (esc_why_ask(&after, what, go, &code, &ignored))
            words = words_of(why, &after, remedy, value);
    }
    remove_copy(&copy);
    esc_why_free(&after);
    esc_error_free(&ignored);
    if (words == NULL)
        esc_remedy_free(remedy);
    return words;
}

char *esc_remedy_checked(const struct esc_why *why, const struct esc_go_value *value,
                         const char *what, const char *go, size_t *tried)
{
    struct esc_remedy remedy = {0};
    char *words = esc_remedy_try(why, value, what, go, tried, &remedy);
    esc_remedy_free(&remedy);
    return words;
}
