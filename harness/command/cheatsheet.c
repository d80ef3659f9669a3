/*
 * cheatsheet: why values escape, what the compiler says, what it costs and what to do, as one page
 * to be printed, made of the cases and of what was measured last.
 */
#include "page/cheatsheet.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "command/command.h"
#include "load/load.h"
#include "session/browser.h"
#include "session/options.h"
#include "session/run_folder.h"
#include "session/run_page.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options {
    const char *run;
    const char *cases; /* names, separated by commas; NULL: all */
    const char *out;
    bool no_pdf;
};

enum { OPT_OUT = 0x100, OPT_NO_PDF };
static const struct argp_option option_table[] = {
    {"run", 'r', "RUN", 0,
     "whose figures are the prices: a run's folder, its id, or a baseline (default: "
     "results/latest, if there is one)",
     0},
    {"case", 'c', "LIST", 0, "cases by name, separated by commas (default: all but controls)", 0},
    {"out", OPT_OUT, "FILE", 0, "where to put the page (default: results/cheatsheet.html)", 0},
    {"no-pdf", OPT_NO_PDF, NULL, 0, "do not print it as a PDF", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'r':
        options->run = argument;
        return 0;
    case 'c':
        options->cases = argument;
        return 0;
    case OPT_OUT:
        options->out = argument;
        return 0;
    case OPT_NO_PDF:
        options->no_pdf = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- material ---- */

struct material {
    struct esc_folders folders;
    struct esc_case *cases;
    size_t count;
    struct esc_run run;
    bool measured; /* there is a run */
};

static bool add_case(struct material *material, struct esc_loader *loader, const char *name,
                     struct esc_error *error)
{
    struct esc_case bench_case = {0};
    char *path = esc_load_find(material->folders.cases, name, error);
    bool loaded = path != NULL && esc_loader_case(loader, path, &bench_case, error);
    free(path);
    if (!loaded)
        return false;
    material->cases = esc_grow(material->cases, &material->count, sizeof *material->cases);
    material->cases[material->count - 1] = bench_case;
    return true;
}

static bool load_named(struct material *material, struct esc_loader *loader, const char *list,
                       struct esc_error *error)
{
    bool good = true;
    char *copy = esc_strdup(list);
    char *rest = NULL;
    for (char *name = strtok_r(copy, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
        good = add_case(material, loader, name, error) && good;
    free(copy);
    return good;
}

static bool load_all(struct material *material, struct esc_loader *loader, struct esc_error *error)
{
    size_t count = 0;
    bool good = true;
    char **names = esc_load_list(material->folders.cases, &count, error);
    for (size_t i = 0; i < count; i++) {
        good = add_case(material, loader, names[i], error) && good;
        free(names[i]);
    }
    free(names);
    return good && error->count == 0;
}

static bool load_cases(struct material *material, const char *list, struct esc_error *error)
{
    struct esc_loader *loader = esc_loader_open();
    bool good = list != NULL ? load_named(material, loader, list, error)
                             : load_all(material, loader, error);
    esc_loader_close(loader);
    return good;
}

/* Before the first run there is none, and no fault in that. */
static bool read_run(struct material *material, const char *name, struct esc_error *error)
{
    char *folder = esc_run_folder(material->folders.results, name);
    bool none = name == NULL && !esc_has_file(folder, "results.json");
    material->measured =
        !none && esc_run_page_read(folder, &material->folders, &material->run, error);
    free(folder);
    return none || material->measured;
}

static void release(struct material *material)
{
    for (size_t i = 0; i < material->count; i++)
        esc_case_free(&material->cases[i]);
    free(material->cases);
    esc_run_free(&material->run);
    esc_folders_free(&material->folders);
}

/* ---- the page ---- */

/* FILE.html has FILE.pdf beside it. Caller frees. */
static char *pdf_of(const char *html)
{
    size_t length = strlen(html) - (esc_ends(html, ".html") ? strlen(".html") : 0);
    return esc_format("%.*s.pdf", (int)length, html);
}

static bool print_pdf(const char *html, struct esc_error *error)
{
    size_t pages = 0;
    const char *browser = esc_browser_find();
    if (browser == NULL) {
        printf(
            "no PDF: there is no chromium here; any browser prints the page on one side of A4 "
            "(margins: default, scale: 100 %%)\n");
        return true;
    }
    char *pdf = pdf_of(html);
    bool good = esc_browser_print(browser, html, pdf, &pages, error);
    if (good && pages != 1) {
        good = esc_error_add(error, pdf, 0, "takes %zu pages and not one, in the fonts of %s",
                             pages, browser);
        esc_error_hint(error,
                       "fonts-dejavu-core has the fonts it is made for; CASE=a,b chooses "
                       "fewer cases");
    }
    if (good)
        printf("printed: %s\n", pdf);
    free(pdf);
    return good;
}

static int write_page(const struct material *material, const struct options *options,
                      struct esc_error *error)
{
    struct esc_text text = {0};
    const struct esc_cheatsheet sheet = {.cases = material->cases,
                                         .count = material->count,
                                         .run = material->measured ? &material->run : NULL};
    if (!esc_cheatsheet(&sheet, &text)) {
        esc_error_add(error, NULL, 0, "%zu cases have no room on one page", material->count);
        esc_error_hint(error, "CASE=a,b chooses some");
        return ESC_EXIT_USAGE;
    }
    char *usual = esc_format("%s/cheatsheet.html", material->folders.results);
    const char *path = options->out != NULL ? options->out : usual;
    bool good = (options->out != NULL || esc_make_folder(material->folders.results, error)) &&
                esc_text_write(path, text.bytes, text.length, error);
    if (good)
        printf("the page: %s\n", path);
    good = good && (options->no_pdf || print_pdf(path, error));
    free(usual);
    esc_text_free(&text);
    return good ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
}

static int make(const struct options *options, struct esc_error *error)
{
    struct material material = {0};
    int code = ESC_EXIT_ENVIRONMENT;
    if (esc_folders_find(&material.folders, error)) {
        code = ESC_EXIT_USAGE;
        if (load_cases(&material, options->cases, error))
            code = read_run(&material, options->run, error) ? write_page(&material, options, error)
                                                            : ESC_EXIT_ENVIRONMENT;
    }
    release(&material);
    return code;
}

int esc_command_cheatsheet(int argc, char **argv)
{
    static const struct argp argp = {
        option_table,
        parse_option,
        NULL,
        "Writes one page to be printed: why values escape, what the compiler says of it, what it "
        "cost in the last run, what to do.",
        NULL,
        NULL,
        NULL};
    struct options options = {0};
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    int code = make(&options, &error);
    fflush(stdout);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return code;
}
