/*
 * The page of escapes. See why_page.h for the contract.
 */
#include "session/why_page.h"

#include "base/memory.h"
#include "base/path.h"
#include "chart/chart.h"
#include "chart/flow.h"
#include "page/why.h"
#include "session/folders.h"
#include "session/page_charts.h"
#include "why/source.h"
#include "words/allocates.h"
#include "words/escapes.h"
#include "words/size.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A value that leaves, with what it is ranked by. */
struct ranked {
    struct esc_page_escape escape;
    int64_t profile_bytes, bytes; /* < 0: unknown */
    int place;                    /* in the list by place */
    enum esc_allocates allocates;
};

struct material {
    struct esc_why_page page;
    struct ranked *ranked;
    struct esc_page_escape *list;
    size_t count;
    struct esc_flow_layout *layouts; /* of the first ESC_WHY_FLOWS of the list */
    size_t drawn;
    struct esc_text colours[2];
    char *doubts, *folder;
};

/* ---- order ---------------------------------------------------------------------------------- */

static int by(double a, double b)
{
    return (a < b) - (a > b);
}

/* What a profile says counts first; without one: what takes a block for certain, in loops, what
 * costs more, what is larger. */
static int compare(const void *a, const void *b)
{
    static const int certain[] = {
        [ESC_ALLOCATES_YES] = 2, [ESC_ALLOCATES_DEPENDS] = 1, [ESC_ALLOCATES_NO] = 0};
    const struct ranked *one = a, *other = b;
    const int orders[] = {by((double)one->profile_bytes, (double)other->profile_bytes),
                          by(certain[one->allocates] > 0, certain[other->allocates] > 0),
                          by(one->escape.in_loop, other->escape.in_loop),
                          by(certain[one->allocates], certain[other->allocates]),
                          by(one->escape.price_ns, other->escape.price_ns),
                          by((double)one->bytes, (double)other->bytes)};
    for (size_t k = 0; k < sizeof orders / sizeof *orders; k++)
        if (orders[k] != 0)
            return orders[k];
    return one->place - other->place;
}

static struct ranked rank(struct esc_why_view *view, const struct esc_go_value *value)
{
    const struct esc_why *why = &view->why;
    const char *because;
    struct ranked ranked = {.escape = {.value = value, .price_ns = -1}, .profile_bytes = -1};
    const struct esc_cost cost = esc_why_beside_cost(&view->beside, value, &ranked.bytes);
    ranked.allocates = esc_allocates_of(&why->escapes, &why->sources, value, &because);
    if (cost.cases > 0 && cost.sized)
        ranked.escape.price_ns = cost.at[0].ns;
    if (view->beside.ranks != NULL)
        ranked.profile_bytes = view->beside.ranks[value - why->escapes.values].bytes;
    const struct esc_source_file *file = esc_source_files_find(&why->sources, value->at.file);
    ranked.escape.in_loop =
        file != NULL && file->text != NULL && esc_why_in_loop(&why->escapes, file, value->at);
    return ranked;
}

/* Texts are asked for in the order of the list: remedies are tried for the first few alone. */
static void gather(struct material *material, struct esc_why_view *view)
{
    size_t count;
    const struct esc_go_value **values = esc_why_view_sorted(view, &count);
    material->ranked = esc_calloc(count + 1, sizeof *material->ranked);
    for (size_t k = 0; k < count; k++) {
        if (!esc_go_value_leaves(values[k]))
            continue;
        material->ranked[material->count] = rank(view, values[k]);
        material->ranked[material->count].place = (int)k;
        material->count++;
    }
    qsort(material->ranked, material->count, sizeof *material->ranked, compare);
    material->list = esc_calloc(material->count + 1, sizeof *material->list);
    for (size_t k = 0; k < material->count; k++) {
        struct esc_page_escape *escape = &material->list[k];
        *escape = material->ranked[k].escape;
        escape->price = esc_why_beside_price(&view->beside, escape->value);
        escape->share = esc_why_beside_share(&view->beside, escape->value);
        escape->remedy = esc_why_beside_remedy(&view->beside, escape->value);
    }
    material->page.list = material->list;
    material->page.count = material->count;
    free(values);
}

/* ---- drawings ------------------------------------------------------------------------------- */

/* What cannot be drawn leaves a page with the ways in words. */
static void draw(struct material *material, const struct esc_escapes *escapes)
{
    const size_t count = material->count < ESC_WHY_FLOWS ? material->count : ESC_WHY_FLOWS;
    if (!esc_flow_can()) {
        material->page.flows =
            "The ways are not drawn: graphviz's dot, which lays them out, is not installed here.";
        return;
    }
    struct esc_error ignored = {0};
    char *folder = esc_temporary_folder(&ignored);
    const struct esc_go_value **values = esc_calloc(count + 1, sizeof *values);
    material->layouts = esc_calloc(count + 1, sizeof *material->layouts);
    material->drawn = count;
    for (size_t k = 0; k < count; k++)
        values[k] = material->list[k].value;
    if (folder == NULL ||
        !esc_flow_lay_out(escapes, values, count, folder, material->layouts, &ignored))
        material->page.flows = "Ways are missing as drawings: graphviz's dot failed.";
    else if (count < material->count)
        material->page.flows = "The ways of the first 200 are drawn; all are told in words.";
    for (size_t k = 0; k < count; k++)
        material->list[k].flow = &material->layouts[k];
    if (folder != NULL)
        esc_remove_folder(folder);
    free(values);
    free(folder);
    esc_error_free(&ignored);
}

/* Without the themes' files a page has the browser's own colours. */
static void read_colours(struct material *material, const struct esc_folders *folders)
{
    static const enum esc_chart_theme themes[] = {ESC_CHART_LIGHT, ESC_CHART_DARK};
    const char **const declarations[] = {&material->page.light, &material->page.dark};
    for (size_t k = 0; k < 2; k++) {
        struct esc_error ignored = {0};
        const bool read =
            esc_chart_colours(themes[k], folders->plots, &material->colours[k], &ignored);
        *declarations[k] = read ? material->colours[k].bytes : "";
        esc_error_free(&ignored);
    }
}

/* The folder, with a slash, that all shown files lie below; "" where there is none. Caller frees.
 */
static char *folder_of(const struct material *material, const struct esc_source_files *sources)
{
    const char *common = NULL;
    size_t length = 0;
    for (size_t k = 0; k < material->count; k++) {
        const char *name = material->list[k].value->at.file;
        const struct esc_source_file *file = esc_source_files_find(sources, name);
        const char *shown = file != NULL ? file->shown : name;
        if (common == NULL) {
            common = shown;
            length = strlen(shown);
        }
        while (length > 0 && (strncmp(common, shown, length) != 0 || common[length - 1] != '/'))
            length--;
    }
    return strndup(common != NULL ? common : "", length);
}

/* ---- the file ------------------------------------------------------------------------------- */

/* "net/http" -> "net-http", "dir/main.go" -> "main", "." and "./..." -> the folder's name. Caller
 * frees. */
static char *name_of(const char *what)
{
    char *whole = NULL;
    struct esc_text name = {0};
    if (what[0] == '.' && what[strspn(what, "./")] == '\0')
        whole = realpath(esc_starts(what, "../") || strcmp(what, "..") == 0 ? ".." : ".", NULL);
    const char *from =
        whole != NULL || esc_ends(what, ".go") ? esc_base_name(whole != NULL ? whole : what) : what;
    size_t length = strlen(from) - (esc_ends(from, ".go") ? strlen(".go") : 0);
    for (size_t k = 0; k < length; k++)
        if (isalnum((unsigned char)from[k]) || strchr("_.-", from[k]) != NULL)
            esc_text_add_bytes(&name, from[k] == '.' && name.length == 0 ? "" : &from[k],
                               from[k] != '.' || name.length > 0);
        else if (name.length > 0 && name.bytes[name.length - 1] != '-')
            esc_text_add(&name, "-");
    if (name.length == 0 || strcmp(what, "-") == 0) {
        esc_text_free(&name);
        esc_text_add(&name, "text");
    }
    free(whole);
    return esc_text_take(&name);
}

static char *path_of(const struct esc_folders *folders, const char *what, struct esc_error *error)
{
    char *folder = esc_format("%s/why", folders->results);
    char *name = name_of(what);
    char *path = esc_make_folder(folder, error) ? esc_format("%s/%s.html", folder, name) : NULL;
    free(name);
    free(folder);
    return path;
}

static void release(struct material *material)
{
    for (size_t k = 0; k < material->count; k++) {
        free((char *)material->list[k].price);
        free((char *)material->list[k].remedy);
        free((char *)material->list[k].share);
    }
    for (size_t k = 0; k < material->drawn; k++)
        esc_flow_layout_free(&material->layouts[k]);
    free(material->layouts);
    free(material->list);
    free(material->ranked);
    free(material->doubts);
    free(material->folder);
    esc_text_free(&material->colours[0]);
    esc_text_free(&material->colours[1]);
}

bool esc_why_page_write(struct esc_why_view *view, const char *what, const char *prices,
                        const char *path, char **written, struct esc_error *error)
{
    struct esc_folders folders = {0};
    struct esc_text text = {0};
    struct material material = {
        .doubts = esc_why_doubts(&view->why.escapes, esc_why_changed(&view->why))};
    *written = NULL;
    bool good = esc_folders_find(&folders, error);
    if (good) {
        material.page.what = what;
        material.page.go = view->why.version;
        material.page.escapes = &view->why.escapes;
        material.page.sources = &view->why.sources;
        material.page.doubts = material.doubts;
        material.page.prices = prices;
        material.page.profiled = view->beside.ranks != NULL;
        material.page.order =
            view->beside.ranks != NULL
                ? "By the bytes that their lines allocated, in the profile."
                : "First what takes a block from the heap, or may, and stands in a loop; then what "
                  "costs more. How often a line runs only a profile knows (--memprofile).";
        read_colours(&material, &folders);
        gather(&material, view);
        draw(&material, &view->why.escapes);
        material.folder = folder_of(&material, &view->why.sources);
        material.page.folder = material.folder;
        esc_why_page(&material.page, &text);
        *written = path != NULL ? esc_strdup(path) : path_of(&folders, what, error);
        good = *written != NULL && esc_text_write(*written, text.bytes, text.length, error);
    }
    release(&material);
    esc_text_free(&text);
    esc_folders_free(&folders);
    return good;
}
