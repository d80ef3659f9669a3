/*
 * Declarations by what stands around a name. See declared.h for the contracts.
 */
#include "words/declared.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

static size_t blanks(const char *text)
{
    return strspn(text, " \t");
}

bool esc_is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c < 0;
}

size_t esc_letters(const char *text)
{
    size_t k = 0;
    while (esc_is_letter(text[k]))
        k++;
    return k;
}

size_t esc_piece(const char *text)
{
    if (esc_starts(text, "//"))
        return strcspn(text, "\n");
    if (esc_starts(text, "/*")) {
        const char *end = strstr(text, "*/");
        return end != NULL ? (size_t)(end - text) + 2 : strlen(text);
    }
    if (strchr("\"`'", *text) == NULL)
        return 1;
    size_t k = 1;
    while (text[k] != '\0' && text[k] != *text)
        k += *text != '`' && text[k] == '\\' && text[k + 1] != '\0' ? 2 : 1;
    return text[k] != '\0' ? k + 1 : k;
}

/* What stands behind the names in "a, b int" or "a, b := f()"; *names: how many. */
const char *esc_behind_names(const char *text, size_t *names)
{
    *names = 0;
    for (;;) {
        text += esc_letters(text);
        ++*names;
        if (*text != ',' || esc_letters(text + 1 + blanks(text + 1)) == 0)
            break;
        text += 1 + blanks(text + 1);
    }
    return text + blanks(text);
}

bool esc_begins_type(const char *text)
{
    return (esc_is_letter(*text) && !isdigit((unsigned char)*text)) || *text == '[' ||
           (*text == '*' && text[1] != ' ') || esc_starts(text, "...") ||
           esc_starts(text, "<-chan");
}

bool esc_declares(const char *text, const char *start)
{
    static const char var[] = "var ";
    size_t names;
    const char *behind = esc_behind_names(text, &names);
    const size_t before = (size_t)(text - start);
    if (esc_starts(behind, "= "))
        return before >= strlen(var) && esc_starts(text - strlen(var), var);
    return esc_starts(behind, ":=") ||
           (behind > text && strchr(" \t", behind[-1]) != NULL && esc_begins_type(behind));
}

/* The place in the source, or NULL; *line: where its line begins. */
const char *esc_text_at(const struct esc_source_files *sources, struct esc_spot at,
                        const char **line)
{
    size_t length = 0;
    *line = esc_source_file_line(esc_source_files_find(sources, at.file), at.line, &length);
    const size_t column = (size_t)(at.column > 0 ? at.column - 1 : 0);
    return *line != NULL && at.column > 0 && column < length ? *line + column : NULL;
}
