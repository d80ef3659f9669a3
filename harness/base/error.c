/*
 * The list of located messages that stages hand up instead of printing.
 * See error.h for the contracts.
 */
#include "base/error.h"

#include "base/memory.h"

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

void esc_error_move(struct esc_error *to, struct esc_error *from)
{
    for (size_t i = 0; i < from->count; i++) {
        to->messages = esc_grow(to->messages, &to->count, sizeof *to->messages);
        to->messages[to->count - 1] = from->messages[i];
    }
    free(from->messages);
    *from = (struct esc_error){0};
}

static void print_place(const struct esc_message *message, FILE *out)
{
    if (message->file == NULL)
        fputs("escapement: ", out);
    else if (message->line == 0)
        fprintf(out, "%s: ", message->file);
    else
        fprintf(out, "%s:%d: ", message->file, message->line);
}

void esc_error_print(const struct esc_error *error, FILE *out)
{
    for (size_t i = 0; i < error->count; i++) {
        print_place(&error->messages[i], out);
        fprintf(out, "error: %s\n", error->messages[i].text);
        if (error->messages[i].hint != NULL)
            fprintf(out, "    hint: %s\n", error->messages[i].hint);
    }
}

void esc_error_free(struct esc_error *error)
{
    for (size_t i = 0; i < error->count; i++) {
        free(error->messages[i].file);
        free(error->messages[i].text);
        free(error->messages[i].hint);
    }
    free(error->messages);
    *error = (struct esc_error){0};
}
