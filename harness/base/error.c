/*
 * The list of located messages that stages hand up instead of printing.
 * See error.h for the contracts.
 */
#include "base/error.h"

#include "base/memory.h"
#include "base/screen.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static char *format_list(const char *format, va_list arguments)
{
    char *text = NULL;
    if (vasprintf(&text, format, arguments) < 0)
        return esc_strdup("(a message that could not be formatted)");
    return text;
}

bool esc_error_add(struct esc_error *error, const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = format_list(format, arguments);
    va_end(arguments);
    error->messages = esc_grow(error->messages, &error->count, sizeof *error->messages);
    error->messages[error->count - 1] =
        (struct esc_message){.file = esc_strdup(file), .line = line, .text = text};
    return false;
}

void esc_error_hint(struct esc_error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error->messages[error->count - 1].hint = format_list(format, arguments);
    va_end(arguments);
}

void esc_error_show(struct esc_error *error, struct esc_excerpt *excerpt)
{
    error->messages[error->count - 1].excerpt = *excerpt;
    *excerpt = (struct esc_excerpt){0};
}

void esc_error_move(struct esc_error *to, struct esc_error *from)
{
    for (size_t i = 0; i < from->count; i++) {
        to->messages = esc_grow(to->messages, &to->count, sizeof *to->messages);
        to->messages[to->count - 1] = from->messages[i];
    }
    free(from->messages);
    *from = (struct esc_error){0};
}

static void free_message(struct esc_message *message)
{
    free(message->file);
    free(message->text);
    free(message->hint);
    esc_excerpt_free(&message->excerpt);
}

/* Whether `b` has to stand before `a`. */
static bool is_after(const struct esc_message *a, const struct esc_message *b)
{
    if (a->line != b->line || a->line > 0)
        return a->line > b->line;
    return strcmp(a->text, b->text) > 0;
}

/* By merging, so that messages of one line stay in their order; `spare` has room for half. */
static void sort_messages(struct esc_message *messages, size_t count, struct esc_message *spare)
{
    if (count < 2)
        return;
    size_t half = count / 2;
    sort_messages(messages, half, spare);
    sort_messages(messages + half, count - half, spare);
    memcpy(spare, messages, half * sizeof *spare);
    size_t left = 0;
    size_t right = half;
    for (size_t i = 0; left < half; i++)
        messages[i] = right < count && is_after(&spare[left], &messages[right]) ? messages[right++]
                                                                                : spare[left++];
}

static bool is_same(const struct esc_message *a, const struct esc_message *b)
{
    return a->line == b->line && (a->line > 0 || strcmp(a->text, b->text) == 0);
}

size_t esc_error_condense(struct esc_error *error, size_t most)
{
    struct esc_message *spare = esc_calloc(error->count / 2 + 1, sizeof *spare);
    size_t kept = 0;
    sort_messages(error->messages, error->count, spare);
    free(spare);
    for (size_t i = 0; i < error->count; i++) {
        if (kept > 0 && is_same(&error->messages[kept - 1], &error->messages[i]))
            free_message(&error->messages[i]);
        else
            error->messages[kept++] = error->messages[i];
    }
    error->count = kept < most ? kept : most;
    for (size_t i = error->count; i < kept; i++)
        free_message(&error->messages[i]);
    return kept - error->count;
}

static void print_place(const struct esc_message *message, FILE *out)
{
    char *file = esc_utf8_visible(message->file);
    const struct esc_excerpt *excerpt = &message->excerpt;
    int column = excerpt->number == message->line ? esc_excerpt_column(excerpt) : 0;
    if (file == NULL)
        fputs("escapement: ", out);
    else if (message->line == 0)
        fprintf(out, "%s: ", file);
    else if (column == 0)
        fprintf(out, "%s:%d: ", file, message->line);
    else
        fprintf(out, "%s:%d:%d: ", file, message->line, column);
    free(file);
}

void esc_error_print(const struct esc_error *error, FILE *out)
{
    int columns = esc_screen_columns(fileno(out));
    for (size_t i = 0; i < error->count; i++) {
        char *text = esc_utf8_visible(error->messages[i].text);
        char *hint = esc_utf8_visible(error->messages[i].hint);
        print_place(&error->messages[i], out);
        fprintf(out, "error: %s\n", text);
        if (error->messages[i].excerpt.number > 0)
            esc_excerpt_print(&error->messages[i].excerpt, columns, out);
        if (hint != NULL)
            fprintf(out, "    hint: %s\n", hint);
        free(hint);
        free(text);
    }
}

void esc_error_free(struct esc_error *error)
{
    for (size_t i = 0; i < error->count; i++)
        free_message(&error->messages[i]);
    free(error->messages);
    *error = (struct esc_error){0};
}
