/*
 * Asking go, or reading what it said. See why.h for the contracts.
 */
#include "session/why.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "golang/golang.h"
#include "session/go_words.h"
#include "session/own_escapes.h"
#include "session/why_log.h"
#include "why/source.h"
#include "why/why.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LARGEST_SOURCE = 16 << 20, MOST_TOLD = 1200 };

/* ---- what was asked for --------------------------------------------------------------------- */

/* Where go is to run, and on what. */
struct question {
    char *folder, *package;
    bool is_file;
};

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

/* go would take it for a package's path, and ask for a go.mod. A path that begins with a domain may
 * be one: github.com/nats-io/nats.go. */
static bool names_no_file(const char *path)
{
    const char *slash = strchr(path, '/');
    const char *dot = strchr(path, '.');
    const bool domain = slash != NULL && dot != NULL && dot > path && dot < slash;
    return esc_ends(path, ".go") && !domain && !is_file(path) && !is_folder(path);
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return esc_strdup(".");
    return slash == path ? esc_strdup("/") : strndup(path, (size_t)(slash - path));
}

/* FOLDER/FILE, or FILE where that is the same. Caller frees. */
static char *joined(const char *folder, const char *file)
{
    file += esc_starts(file, "./") ? strlen("./") : 0;
    return strcmp(folder, ".") == 0 || file[0] == '/'
               ? esc_strdup(file)
               : esc_format("%s%s%s", folder, esc_ends(folder, "/") ? "" : "/", file);
}

/* "dir/..." is "./..." there: go knows modules by the folder it runs in. */
static struct question question_of(const char *what)
{
    if (is_file(what))
        return (struct question){folder_of(what), esc_strdup(esc_base_name(what)), true};
    if (is_folder(what))
        return (struct question){esc_strdup(what), esc_strdup("."), false};
    if (esc_ends(what, "/...") && what[0] != '/') {
        char *folder = folder_of(what);
        if (is_folder(folder))
            return (struct question){folder, esc_strdup("./..."), false};
        free(folder);
    }
    return (struct question){esc_strdup("."), esc_strdup(what), false};
}

static void free_question(struct question *question)
{
    free(question->folder);
    free(question->package);
}

/* ---- reading -------------------------------------------------------------------------------- */

static void take(void *to, const char *bytes, size_t length)
{
    esc_m2_take(to, bytes, length);
}

/* The package may be in other files as well; `only` keeps to the one that was asked for. What fails
 * is told in go build's words. */
static bool build(struct esc_why *why, const struct esc_go *go, const char *folder,
                  const char *package, int *code, struct esc_error *error)
{
    bool ran = true;
    *code = -1;
    for (int links = 0; links < 2 && ran && *code != 0; links++) {
        esc_escapes_free(&why->escapes);
        struct esc_m2_reader *reader = esc_m2_begin(&why->escapes);
        ran = esc_go_explain(go, folder, package, why->overlay, links != 0, take, reader, code,
                             error);
        esc_m2_end(reader);
    }
    return ran;
}

static bool did_not_build(const char *told, int code, struct esc_error *error)
{
    esc_error_add(error, NULL, 0, "go build ended with %d:\n%.*s", code, MOST_TOLD, told);
    esc_error_hint(error,
                   "what does not compile has no escapes; a package needs a go.mod: "
                   "`go mod init NAME`");
    return false;
}

static const char *text_of(const struct esc_why *why)
{
    const char *text = why->escapes.strange_text.bytes;
    return text != NULL ? text : "";
}

static bool ask(struct esc_why *why, const char *what, const struct esc_go *go, int *exit,
                char **folder, struct esc_error *error)
{
    if (names_no_file(what)) {
        *exit = ESC_EXIT_USAGE;
        return esc_error_add(error, what, 0, "there is no such file");
    }
    struct question question = question_of(what);
    int code = 0;
    *exit = ESC_EXIT_ENVIRONMENT;
    bool good = build(why, go, question.folder, question.package, &code, error);
    char *told = esc_text_take(&why->escapes.strange_text);
    /* Alone it lacks what other files of its package declare, if it is in one. */
    if (good && code != 0 && question.is_file) {
        int again = 0;
        good = build(why, go, question.folder, ".", &again, error);
        code = again == 0 ? 0 : code;
        if (again != 0 && strstr(text_of(why), "go.mod file not found") == NULL) {
            free(told);
            told = esc_strdup(text_of(why));
        }
    }
    if (question.is_file)
        why->only = joined(question.folder, question.package);
    if (good && code != 0) {
        *exit = ESC_EXIT_CASE_FAILED;
        good = did_not_build(told, code, error);
    }
    free(told);
    *folder = esc_strdup(question.folder);
    free_question(&question);
    return good;
}

/* What is left of the stream behind the block, which is of its beginning. */
static bool read_rest(FILE *in, const char *block, size_t length, struct esc_text *text)
{
    esc_text_add_bytes(text, block, length);
    char more[65536];
    while ((length = fread(more, 1, sizeof more, in)) > 0)
        esc_text_add_bytes(text, more, length);
    return ferror(in) == 0;
}

static bool read_stream(struct esc_why *why, struct esc_why_log *log, const char *name, FILE *in,
                        struct esc_error *error)
{
    char block[65536];
    size_t length = fread(block, 1, sizeof block, in);
    int reason;
    if (esc_why_log_begins(block, length)) {
        struct esc_text text = {0};
        const bool read = read_rest(in, block, length, &text);
        reason = read ? 0 : errno;
        if (read)
            esc_why_log_take(log, &why->escapes, text.bytes, text.length, name);
        esc_text_free(&text);
    } else {
        struct esc_m2_reader *reader = esc_m2_begin(&why->escapes);
        for (; length > 0; length = fread(block, 1, sizeof block, in))
            esc_m2_take(reader, block, length);
        reason = ferror(in) != 0 ? errno : 0;
        esc_m2_end(reader);
    }
    if (reason != 0)
        return esc_error_add(error, name, 0, "cannot read: %s", strerror(reason));
    return log->reader != NULL || esc_m2_check(&why->escapes, name, error);
}

static bool read_text(struct esc_why *why, struct esc_why_log *log, const char *what, int *exit,
                      struct esc_error *error)
{
    *exit = ESC_EXIT_USAGE;
    if (strcmp(what, "-") == 0)
        return read_stream(why, log, "standard input", stdin, error);
    if (is_folder(what))
        return esc_why_log_read(log, &why->escapes, what, error);
    FILE *in = fopen(what, "re");
    if (in == NULL)
        return esc_error_add(error, what, 0, "cannot read: %s", strerror(errno));
    const bool good = read_stream(why, log, what, in, error);
    fclose(in);
    return good;
}

/* ---- source --------------------------------------------------------------------------------- */

/* The text of a Go file, or NULL: it is gone, too large, or no file at all, such as a device that a
 * strange text names. */
static char *read_source(const char *path)
{
    struct stat status;
    struct esc_text text = {0};
    struct esc_error error = {0};
    if (!esc_ends(path, ".go") || stat(path, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size > LARGEST_SOURCE)
        return NULL;
    const bool good = esc_text_read(&text, path, &error);
    esc_error_free(&error);
    if (good)
        return esc_text_take(&text);
    esc_text_free(&text);
    return NULL;
}

/* Of the standard library the compiler says "net/http/server.go": it is in the folder that ends
 * so, where go was asked in there, or below GOROOT/src. */
static char *path_of(const char *folder, const char *root, const char *file)
{
    char *path = joined(folder, file);
    const char *name = esc_base_name(file);
    if (name == file || is_file(path))
        return path;
    char *whole = realpath(folder, NULL);
    char *end = esc_format("/%.*s", (int)(name - file - 1), file);
    char *other = NULL;
    if (whole != NULL && esc_ends(whole, end))
        other = joined(folder, name);
    else if (root != NULL)
        other = esc_format("%s/src/%s", root, file);
    free(end);
    free(whole);
    if (other == NULL || !is_file(other)) {
        free(other);
        return path;
    }
    free(path);
    return other;
}

static void add_source(struct esc_why *why, const char *folder, const char *root, const char *file)
{
    if (file[0] == '\0' || file[0] == '<' || esc_source_files_find(&why->sources, file) != NULL)
        return;
    char *path = path_of(folder, root, file);
    esc_source_files_add(&why->sources, file, path, read_source(path));
    free(path);
}

static void add_sources(struct esc_why *why, struct esc_why_log *log, const char *folder,
                        const char *root)
{
    const struct esc_escapes *escapes = &why->escapes;
    for (size_t k = 0; k < log->file_count; k++)
        add_source(why, folder, root, log->files[k]);
    if (log->reader != NULL)
        esc_why_log_end(log, &why->sources);
    for (size_t k = 0; k < escapes->function_count; k++)
        add_source(why, folder, root, escapes->functions[k].at.file);
    for (size_t k = 0; k < escapes->value_count; k++)
        add_source(why, folder, root, escapes->values[k].at.file);
    for (size_t k = 0; k < why->sources.count; k++) {
        esc_why_declarations(&why->escapes, &why->sources.list[k]);
        esc_why_place(&why->escapes, &why->sources.list[k]);
    }
}

/* There is no go: our own analysis, of one file. */
static bool ask_own(struct esc_why *why, const char *what, int *exit, struct esc_error *error)
{
    *exit = ESC_EXIT_USAGE;
    if (!esc_ends(what, ".go")) {
        *exit = ESC_EXIT_ENVIRONMENT;
        esc_error_add(error, NULL, 0, "there is no go here, and of %s its files are not known",
                      what);
        esc_error_hint(error, "one file is analysed without a go: make why FILE=main.go");
        return false;
    }
    if (!is_file(what))
        return esc_error_add(error, what, 0, "there is no such file");
    struct esc_m2_reader *reader = esc_m2_begin(&why->escapes);
    const bool good = esc_own_explain(what, take, reader, error);
    esc_m2_end(reader);
    why->own = true;
    why->only = joined(".", what);
    why->version = esc_strdup(esc_own_version);
    return good;
}

bool esc_why_ask(struct esc_why *why, const char *what, const char *go_command, int *exit,
                 struct esc_error *error)
{
    char *folder = NULL;
    char *root = NULL;
    struct esc_why_log log = {0};
    bool good;
    if (strcmp(what, "-") == 0 || (is_file(what) && !esc_ends(what, ".go")) ||
        (is_folder(what) && esc_why_log_is(what))) {
        good = read_text(why, &log, what, exit, error);
        why->version = log.release != NULL ? esc_strdup(log.release) : NULL;
        folder = esc_strdup(".");
    } else if (why->may_own && esc_own_is_asked(go_command)) {
        good = ask_own(why, what, exit, error);
        folder = esc_strdup(".");
    } else {
        struct esc_go go = {0};
        *exit = ESC_EXIT_ENVIRONMENT;
        good = esc_go_named(go_command, &go, error) && ask(why, what, &go, exit, &folder, error);
        why->version = esc_strdup(go.version);
        root = good ? esc_go_root(&go) : NULL;
        esc_go_free(&go);
    }
    if (good)
        add_sources(why, &log, folder, root);
    if (why->escapes.ways_alone)
        esc_log_tags(&why->escapes, &why->sources);
    esc_why_log_free(&log);
    free(root);
    free(folder);
    return good;
}

bool esc_why_is_asked(const struct esc_why *why, const char *file)
{
    const struct esc_source_file *source = esc_source_files_find(&why->sources, file);
    return why->only == NULL || (source != NULL && strcmp(why->only, source->shown) == 0);
}

bool esc_why_is_shown(const struct esc_why *why, const struct esc_go_value *value)
{
    return value->at.file[0] != '<' && value->at.file[0] != '\0' &&
           esc_why_is_asked(why, value->at.file);
}

size_t esc_why_changed(const struct esc_why *why)
{
    size_t count = 0;
    for (size_t k = 0; k < why->escapes.value_count; k++) {
        const struct esc_go_value *value = &why->escapes.values[k];
        const struct esc_source_file *file = esc_source_files_find(&why->sources, value->at.file);
        if (value->fate != ESC_FATE_MOVED || file == NULL || file->text == NULL ||
            value->at.column == 0 || strchr(value->name, '.') != NULL ||
            strchr("~#", value->name[0]) != NULL ||
            esc_escapes_inlined_at(&why->escapes, value->at) != NULL)
            continue;
        size_t length;
        const char *line = esc_source_file_line(file, value->at.line, &length);
        const size_t column = (size_t)value->at.column - 1;
        count += line == NULL || column > length || !esc_starts(line + column, value->name);
    }
    return count;
}

void esc_why_free(struct esc_why *why)
{
    esc_escapes_free(&why->escapes);
    esc_source_files_free(&why->sources);
    free(why->version);
    free(why->only);
    *why = (struct esc_why){0};
}
