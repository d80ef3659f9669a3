/*
 * Sources with marks. See why_parts.h.
 */
#include "base/memory.h"
#include "page/html.h"
#include "page/why_parts.h"
#include "words/cause.h"
#include "words/own_names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A program of so many lines is shown whole; of more only what is around the marks. Of so few files
 * none is folded. */
enum { WHOLE_LINES = 1500, AROUND = 3, OPEN_FILES = 3, OPEN_MARKS = 60 };

/* The escapes of one file, by line. */
struct marks {
    const struct esc_page_escape **list;
    size_t count;
};

/* ---- which ---------------------------------------------------------------------------------- */

static int compare_files(const struct esc_why_page *page, const struct esc_go_value *a,
                         const struct esc_go_value *b)
{
    const int shown =
        strcmp(esc_why_page_file(page, a->at.file), esc_why_page_file(page, b->at.file));
    return shown != 0 ? shown : strcmp(a->at.file, b->at.file);
}

static int compare_places(const void *a, const void *b, void *context)
{
    const struct esc_go_value *one = (*(const struct esc_page_escape *const *)a)->value;
    const struct esc_go_value *other = (*(const struct esc_page_escape *const *)b)->value;
    const int files = one->at.file == other->at.file ? 0 : compare_files(context, one, other);
    if (files != 0)
        return files;
    if (one->at.line != other->at.line)
        return one->at.line < other->at.line ? -1 : 1;
    if (one->at.column != other->at.column)
        return one->at.column < other->at.column ? -1 : 1;
    return (one > other) - (one < other);
}

static struct marks marks_of(const struct esc_why_page *page)
{
    struct marks marks = {esc_calloc(page->count + 1, sizeof(void *)), page->count};
    for (size_t k = 0; k < page->count; k++)
        marks.list[k] = &page->list[k];
    qsort_r(marks.list, marks.count, sizeof *marks.list, compare_places, (void *)page);
    return marks;
}

/* How many of them are of the first one's file. */
static size_t of_one_file(const struct esc_page_escape *const *list, size_t count)
{
    size_t same = 0;
    while (same < count && list[same]->value->at.file == list[0]->value->at.file)
        same++;
    return same;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (c & 0x80) != 0;
}

/* How much of the line is marked: the value's name where it stands there, a word, or a character.
 */
static size_t marked_length(const char *at, size_t left, const char *name)
{
    const size_t length = strlen(name);
    if (length <= left && strncmp(at, name, length) == 0)
        return length;
    size_t word = 0;
    while (word < left && is_letter(at[word]))
        word++;
    return word > 0 ? word : left > 0;
}

static void add_bytes(const char *bytes, size_t length, struct esc_text *out)
{
    char *text = strndup(bytes, length);
    esc_html_text(out, text);
    free(text);
}

/* A call's place is its parenthesis: the callee's name is marked with it. */
static size_t marked_start(const char *line, size_t at, size_t done)
{
    if (line[at] != '(')
        return at;
    while (at > done && (is_letter(line[at - 1]) || line[at - 1] == '.'))
        at--;
    return at;
}

/* The line with the places of its marks; they do not overlap in it. */
static void add_line(const struct esc_source_file *file, int number,
                     const struct esc_page_escape *const *marks, size_t count, struct esc_text *out)
{
    size_t length = 0;
    const char *line = esc_source_file_line(file, number, &length);
    size_t done = 0;
    esc_html(out, "<span class=\"n\">%d</span>", number);
    for (size_t k = 0; k < count && line != NULL; k++) {
        const int column = marks[k]->value->at.column;
        const size_t at = (size_t)(column > 0 ? column - 1 : 0);
        if (column == 0 || at < done || at >= length)
            continue;
        const size_t from = marked_start(line, at, done);
        const size_t end = at + marked_length(line + at, length - at, marks[k]->value->name);
        add_bytes(line + done, from - done, out);
        esc_html(out, "<mark>");
        add_bytes(line + from, end - from, out);
        esc_html(out, "</mark>");
        done = end;
    }
    if (line != NULL)
        add_bytes(line + done, length - done, out);
    esc_html(out, "\n");
}

static void add_mark(const struct esc_why_page *page, const struct esc_page_escape *escape,
                     struct esc_text *out)
{
    const char *because;
    const struct esc_go_value *value = escape->value;
    const char *answer = esc_why_page_answer(page, value, &because);
    char *name = esc_own_names(value->name);
    esc_html(out, "<details class=\"mark\" id=\"e%zu\"><summary><code>%s</code> leaves the stack",
             (size_t)(escape - page->list) + 1, name);
    free(name);
    if (value->function != NULL)
        esc_html(out, ", in <code>%s</code>", value->function);
    esc_html(out, ": %s. <span class=\"title\">Allocates? %s.%s%s</span></summary>\n",
             esc_cause_words(esc_cause_of(page->escapes, value))->title, answer,
             escape->in_loop ? " In a loop." : "", escape->share != NULL ? " In the profile." : "");
    esc_why_page_escape(page, escape, out);
    esc_html(out, "</details>\n");
}

/* ---- a file --------------------------------------------------------------------------------- */

/* Of each line whether it is shown: all of them, or what is near to marks, without gaps of a line
 * or two. Caller frees. */
static bool *shown_lines(const struct esc_source_file *file,
                         const struct esc_page_escape *const *marks, size_t count, bool whole)
{
    const int last = (int)file->line_count;
    bool *shown = esc_calloc((size_t)last + 2, sizeof *shown);
    int end = 1; /* of what is shown so far, and a line more */
    for (size_t k = 0; k < count; k++) {
        const int line = marks[k]->value->at.line;
        const int from = line - AROUND <= end + 2 ? end : line - AROUND;
        for (int n = from; n <= line + AROUND && n <= last; n++)
            shown[n] = n > 0;
        end = line + AROUND + 1 > end ? line + AROUND + 1 : end;
    }
    for (int n = 1; n <= last; n++)
        shown[n] = shown[n] || whole || last - end < 2;
    return shown;
}

/* Opens or closes the lines' element. */
static void set_open(bool *open, bool wanted, struct esc_text *out)
{
    if (*open != wanted)
        esc_text_add(out, wanted ? "<pre tabindex=\"0\"><code>" : "</code></pre>\n");
    *open = wanted;
}

static size_t of_line(const struct esc_page_escape *const *marks, size_t count, int line)
{
    size_t same = 0;
    while (same < count && marks[same]->value->at.line <= line)
        same++;
    return same;
}

static void add_lines(const struct esc_why_page *page, const struct esc_source_file *file,
                      const struct esc_page_escape *const *marks, size_t count, const bool *shown,
                      struct esc_text *out)
{
    const int last = (int)file->line_count;
    size_t next = 0;
    bool open = false;
    for (int n = 1; n <= last; n++) {
        const size_t here = of_line(marks + next, count - next, n);
        if (!shown[n] && (n == 1 || shown[n - 1])) {
            set_open(&open, false, out);
            esc_html(out, "<p class=\"gap\">…</p>\n");
        }
        if (!shown[n])
            continue;
        set_open(&open, true, out);
        add_line(file, n, marks + next, here, out);
        set_open(&open, here == 0, out);
        for (size_t k = 0; k < here; k++)
            add_mark(page, marks[next + k], out);
        next += here;
    }
    set_open(&open, false, out);
    if (next < count)
        esc_html(out, "<p class=\"missing\">Behind the end of the source that is here:</p>\n");
    for (; next < count; next++)
        add_mark(page, marks[next], out);
}

static void add_without_source(const struct esc_why_page *page,
                               const struct esc_page_escape *const *marks, size_t count,
                               struct esc_text *out)
{
    esc_html(out, "<p class=\"missing\">Its source is not here.</p>\n");
    for (size_t k = 0; k < count; k++) {
        esc_html(out, "<p class=\"gap\">line %d</p>\n", marks[k]->value->at.line);
        add_mark(page, marks[k], out);
    }
}

/* A folded file stands in a noscript: a browser that runs the script takes it as one text, which it
 * reads once the page is open; without the script it is as any other. */
static void add_file(const struct esc_why_page *page, const struct esc_page_escape *const *marks,
                     size_t count, size_t number, bool open, bool whole, struct esc_text *out)
{
    const char *name = marks[0]->value->at.file;
    const struct esc_source_file *file = esc_source_files_find(page->sources, name);
    esc_html(out, "<details class=\"source\" id=\"f%zu\"", number);
    esc_text_add(out, open ? " open=\"open\">" : ">");
    esc_html(out,
             "<summary><strong>%s</strong> <span class=\"title\">%zu leave%s the "
             "stack</span></summary>\n",
             esc_why_page_file(page, name), count, count == 1 ? "s" : "");
    esc_text_add(out, open ? "<div class=\"code\">\n" : "<noscript><div class=\"code\">\n");
    if (file != NULL && file->text != NULL) {
        bool *shown = shown_lines(file, marks, count, whole);
        add_lines(page, file, marks, count, shown, out);
        free(shown);
    } else {
        add_without_source(page, marks, count, out);
    }
    esc_text_add(out, open ? "</div>\n</details>\n" : "</div></noscript>\n</details>\n");
}

static size_t lines_of_all(const struct esc_why_page *page, const struct marks *marks)
{
    size_t lines = 0;
    for (size_t k = 0; k < marks->count;) {
        const struct esc_source_file *file =
            esc_source_files_find(page->sources, marks->list[k]->value->at.file);
        lines += file != NULL ? file->line_count : 0;
        k += of_one_file(marks->list + k, marks->count - k);
    }
    return lines;
}

void esc_why_page_source(const struct esc_why_page *page, struct esc_text *out)
{
    struct marks marks = marks_of(page);
    const bool whole = lines_of_all(page, &marks) <= WHOLE_LINES;
    size_t number = 0;
    for (size_t k = 0; k < marks.count;) {
        const size_t count = of_one_file(marks.list + k, marks.count - k);
        const bool open = number < OPEN_FILES && marks.count <= OPEN_MARKS;
        add_file(page, marks.list + k, count, ++number, open, whole, out);
        k += count;
    }
    free(marks.list);
}
