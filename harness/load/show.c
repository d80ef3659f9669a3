/*
 * Lines of a case file below messages. See show.h for the contracts.
 */
#include "load/show.h"

#include <string.h>

void esc_show_bytes(struct esc_error *error, const struct esc_text *text, size_t from, size_t to)
{
    struct esc_excerpt excerpt = esc_excerpt_at(text->bytes, text->length, from, to);
    esc_error_show(error, &excerpt);
}

void esc_show_line(struct esc_error *error, const struct esc_text *text)
{
    const struct esc_message *message = &error->messages[error->count - 1];
    struct esc_excerpt excerpt = esc_excerpt_line(text->bytes, text->length, message->line);
    const char *quote = strpbrk(message->text, "'\"");
    const char *close = quote != NULL ? strchr(quote + 1, *quote) : NULL;
    if (excerpt.line != NULL && close != NULL)
        esc_excerpt_mark(&excerpt, quote + 1, (size_t)(close - quote) - 1);
    esc_error_show(error, &excerpt);
}
