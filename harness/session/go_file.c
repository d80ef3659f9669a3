/*
 * See go_file.h for the contracts.
 */
#include "session/go_file.h"

#include "base/text.h"
#include "gosyntax/parse.h"

#include <string.h>

/* As go build names a file: ./x.go in the folder where it runs. */
static const char *shown_path(struct esc_arena *arena, const char *path)
{
    while (strncmp(path, "./", 2) == 0)
        path += 1 + strspn(path + 1, "/");
    if (strchr(path, '/') != NULL)
        return path;
    char *shown = esc_arena_take(arena, strlen(path) + 3, 1);
    memcpy(shown, "./", 2);
    memcpy(shown + 2, path, strlen(path));
    return shown;
}

void esc_go_source_begin(struct esc_go_source *source, enum esc_go_release release)
{
    source->world = esc_go_world_new(&source->syntax, release);
}

bool esc_go_source_take(struct esc_go_source *source, enum esc_go_release release,
                        const char *shown, const char *package, const char *bytes, size_t length,
                        struct esc_error *error)
{
    struct esc_go_file *file = esc_syntax_parse(&source->syntax, shown, bytes, length, error);
    if (file == NULL)
        return false;
    esc_go_source_begin(source, release);
    source->checked = esc_go_check(source->world, &file, 1, package, NULL, error);
    return source->checked != NULL;
}

bool esc_go_source_open(struct esc_go_source *source, enum esc_go_release release, const char *path,
                        struct esc_error *error)
{
    struct esc_text text = {0};
    const bool good = esc_text_read(&text, path, error) &&
                      esc_go_source_take(source, release, shown_path(&source->arena, path), "main",
                                         text.bytes, text.length, error);
    esc_text_free(&text);
    return good;
}

void esc_go_source_free(struct esc_go_source *source)
{
    esc_go_world_free(source->world);
    esc_arena_free(&source->arena);
    esc_syntax_free(&source->syntax);
    *source = (struct esc_go_source){0};
}
