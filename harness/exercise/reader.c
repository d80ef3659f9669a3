/*
 * Reading a task's text. See rules.h for the contracts.
 */
#include "exercise/rules.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct esc_reader esc_reader_open(const struct esc_task *task, struct esc_error *error)
{
    return (struct esc_reader){
        .task = task, .error = error, .from = task->text, .at = task->text, .line = 1};
}

size_t esc_reader_next(struct esc_reader *reader, const char **token)
{
    const char *begin = reader->at + strspn(reader->at, " \t\r\n\f\v");
    for (const char *at = reader->from; at < begin; at++)
        reader->line += *at == '\n';
    reader->from = *token = begin;
    reader->at = *begin != '\0' ? esc_scan_one(begin, reader->task->language) : begin;
    if (*begin != '\0' && strchr("([{", *begin) != NULL)
        reader->depth++;
    if (*begin != '\0' && strchr(")]}", *begin) != NULL)
        reader->depth--;
    return (size_t)(reader->at - begin);
}

bool esc_token_is(const char *token, size_t length, const char *word)
{
    return strlen(word) == length && strncmp(token, word, length) == 0;
}

void esc_reader_blame(const struct esc_reader *reader, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    esc_error_add(reader->error, reader->task->path, reader->line, "%s", text);
}

bool esc_token_among(const char *token, size_t length, const char *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (esc_token_is(token, length, words[k]))
            return true;
    return false;
}

/* The words of a line up to the first of `ends`, parted by single blanks. Caller frees. */
static char *squeeze(const char *text, const char *ends)
{
    size_t length = strcspn(text, ends);
    char *out = esc_calloc(length + 1, 1);
    size_t count = 0;
    for (size_t k = 0; k < length; k++) {
        bool blank = isspace((unsigned char)text[k]);
        if (!blank)
            out[count++] = text[k];
        else if (count > 0 && out[count - 1] != ' ')
            out[count++] = ' ';
    }
    out[count > 0 && out[count - 1] == ' ' ? count - 1 : count] = '\0';
    return out;
}

/* Lines inside of functions are indented. */
static bool has_line(const char *text, const char *wanted, const char *ends)
{
    bool found = false;
    while (!found && *text != '\0') {
        size_t length = strcspn(text, "\n");
        char *line = squeeze(text, ends);
        found = !isspace((unsigned char)*text) && strcmp(line, wanted) == 0;
        free(line);
        text += length + (text[length] == '\n');
    }
    return found;
}

static bool declares(const struct esc_task *task, const char *declaration, const char *ends)
{
    char *wanted = squeeze(declaration, ends);
    bool found = has_line(task->start, wanted, ends) || has_line(task->solution, wanted, ends);
    free(wanted);
    return found;
}

bool esc_task_declares(const struct esc_task *task, const char *declaration)
{
    return declares(task, declaration, "{;\n");
}

bool esc_task_has_line(const struct esc_task *task, const char *line)
{
    return declares(task, line, "\n");
}
