/*
 * Reading files of /proc and /sys below a root, fields and CPU lists in them.
 * See internal.h for the contracts.
 */
#include "machine/internal.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *below(const char *root, const char *path)
{
    return esc_format("%s%s", root, path);
}

static void trim_end(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        text[--length] = '\0';
}

static char *read_whole(const char *path)
{
    struct esc_text text = {0};
    struct esc_error error = {0};
    bool found = esc_text_read(&text, path, &error);
    esc_error_free(&error);
    char *bytes = esc_text_take(&text);
    trim_end(bytes);
    if (found && *bytes != '\0')
        return bytes;
    free(bytes);
    return NULL;
}

char *esc_machine_read(const char *root, const char *path_format, ...)
{
    va_list arguments;
    va_start(arguments, path_format);
    char path[512];
    int length = vsnprintf(path, sizeof path, path_format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof path)
        return NULL;
    char *whole = below(root, path);
    char *text = read_whole(whole);
    free(whole);
    return text;
}

bool esc_machine_exists(const char *root, const char *path)
{
    char *whole = below(root, path);
    bool exists = access(whole, F_OK) == 0;
    free(whole);
    return exists;
}

bool esc_machine_read_long(const char *root, const char *path, long *number)
{
    char *text = esc_machine_read(root, "%s", path);
    if (text == NULL)
        return false;
    char *end;
    errno = 0;
    long read = strtol(text, &end, 10);
    bool whole = errno == 0 && end != text && *end == '\0';
    free(text);
    if (whole)
        *number = read;
    return whole;
}

/* Where the value starts in a line that starts with `key` and a separator; NULL: another line. */
static const char *value_in_line(const char *line, const char *key)
{
    size_t length = strlen(key);
    if (strncmp(line, key, length) != 0)
        return NULL;
    const char *value = line + length + strspn(line + length, " \t");
    if (*value != ':' && *value != '=')
        return NULL;
    return value + 1 + strspn(value + 1, " \t");
}

char *esc_machine_field(const char *text, const char *key)
{
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        const char *value = value_in_line(line, key);
        if (value == NULL)
            continue;
        char *field = esc_format("%.*s", (int)strcspn(value, "\n"), value);
        trim_end(field);
        return field;
    }
    return NULL;
}

/* One "4" or "0-3" at *text, which moves behind it; false when malformed or out of range. */
static bool add_range(const char **text, cpu_set_t *set)
{
    if (!isdigit((unsigned char)**text))
        return false;
    char *end;
    unsigned long first = strtoul(*text, &end, 10);
    unsigned long last = first;
    if (*end == '-') {
        if (!isdigit((unsigned char)end[1]))
            return false;
        last = strtoul(end + 1, &end, 10);
    }
    if (last < first || last >= CPU_SETSIZE)
        return false;
    for (unsigned long cpu = first; cpu <= last; cpu++)
        CPU_SET(cpu, set);
    *text = end;
    return true;
}

bool esc_cpu_list(const char *text, cpu_set_t *set)
{
    CPU_ZERO(set);
    if (text == NULL)
        return false;
    bool good = add_range(&text, set);
    while (good && *text == ',') {
        text++;
        good = add_range(&text, set);
    }
    if (good && *text == '\0')
        return true;
    CPU_ZERO(set);
    return false;
}

cpu_set_t esc_machine_allowed(const char *root)
{
    cpu_set_t set;
    char *status = esc_machine_read(root, "/proc/self/status");
    char *list = esc_machine_field(status, "Cpus_allowed_list");
    bool found = esc_cpu_list(list, &set);
    free(list);
    free(status);
    if (!found && *root == '\0' && sched_getaffinity(0, sizeof set, &set) != 0)
        CPU_ZERO(&set);
    return set;
}

int esc_last_cpu(const cpu_set_t *set)
{
    for (int cpu = CPU_SETSIZE - 1; cpu >= 0; cpu--)
        if (CPU_ISSET((size_t)cpu, set))
            return cpu;
    return -1;
}
