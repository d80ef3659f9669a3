/*
 * Grades and an exercise's prose. See grade.h for the contracts.
 */
#include "report/grade.h"

#include "base/memory.h"
#include "report/ink.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_WIDTH = 12 }; /* of "diagnostics" */

/* Each line of it below the other. */
static void print_details(const char *detail, const struct esc_terminal *terminal, FILE *out)
{
    char *copy = esc_strdup(detail);
    char *rest = NULL;
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        esc_ink_wrap(out, terminal, INK_PLAIN, "          ", line);
    free(copy);
}

static void print_check(const char *name, const struct esc_check *check,
                        const struct esc_terminal *terminal, FILE *out)
{
    bool passed = check->state == ESC_CHECK_PASSED;
    if (check->state == ESC_CHECK_NOT_ASKED)
        return;
    esc_ink_pad(out, terminal, passed ? INK_REMEDY : INK_FAILED, passed ? "  ok" : "  FAILED", 10,
                false);
    bool more = passed && check->detail != NULL;
    esc_ink_pad(out, terminal, INK_PLAIN, name, more ? NAME_WIDTH : 0, false);
    if (more)
        esc_ink_put(out, terminal, INK_PLAIN, check->detail);
    fputc('\n', out);
    if (!passed && check->detail != NULL)
        print_details(check->detail, terminal, out);
}

void esc_report_grade(const struct esc_grade *grade, const struct esc_terminal *terminal, FILE *out)
{
    for (size_t k = 0; k < ESC_CHECKS; k++)
        print_check(esc_check_name((enum esc_check_kind)k), &grade->checks[k], terminal, out);
}

static void print_paragraph(char *text, const struct esc_terminal *terminal, FILE *out)
{
    bool code = strncmp(text, "    ", 4) == 0;
    if (code) {
        fprintf(out, "%s\n", text);
        return;
    }
    for (char *at = text; (at = strchr(at, '\n')) != NULL;)
        *at = ' ';
    esc_ink_wrap(out, terminal, INK_PLAIN, "", text);
}

void esc_report_prose(const char *text, const struct esc_terminal *terminal, FILE *out)
{
    char *copy = esc_strdup(text);
    char *at = copy + strspn(copy, "\n");
    for (char *end; *at != '\0'; at = end) {
        char *gap = strstr(at, "\n\n");
        end = gap != NULL ? gap + strspn(gap, "\n") : at + strlen(at);
        size_t length = gap != NULL ? (size_t)(gap - at) : strlen(at);
        while (length > 0 && at[length - 1] == '\n')
            length--;
        char *paragraph = strndup(at, length);
        if (at > copy + strspn(copy, "\n"))
            fputc('\n', out);
        print_paragraph(paragraph, terminal, out);
        free(paragraph);
    }
    free(copy);
}
