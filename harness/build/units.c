/*
 * Which units a case has, and the compiler's and linker's command lines. See units.h.
 */
#include "build/units.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

/*
 * Why these, beyond the obvious:
 *   -fvisibility=hidden      own functions are called directly, and units may use the same names:
 *                            objcopy makes what is hidden local before the link
 *   -gdwarf-4                objdump 2.40 misreads gcc's DWARF 5 lines behind #line
 *   -falign-functions=64     equal code gets equal alignment, or the A/A control would differ
 *   -fno-stack-protector     Go has no canaries; some distributions switch them on, and they cost
 *                            the strategies with arrays on the stack only
 * And why not -fno-plt: a malloc/free pair takes 5.1 ns with and without, but clang then calls
 * through registers, and `call malloc@plt` is what a reader of the machine code looks for.
 */
static const char own_flags[] =
    "-O2 -std=gnu17 -gdwarf-4 -fPIC -fvisibility=hidden -falign-functions=64 "
    "-fno-stack-protector -D_GNU_SOURCE -Werror=return-type -Werror=implicit-function-declaration";

/* What counting libraries redirect into the counter (count.c defines each __wrap_ function). */
static const char *const wrapped[] = {
    "malloc",     "calloc",      "realloc",           "aligned_alloc", "posix_memalign",
    "memalign",   "GC_malloc",   "GC_malloc_atomic",  "GC_realloc",    "GC_memalign",
    "goheap_new", "goheap_make", "goheap_alloc_dirty"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *esc_build_flags(void)
{
    return own_flags;
}

static bool has_place(const struct esc_case *bench_case, enum esc_place place)
{
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        if (bench_case->strategies[k].place == place)
            return true;
    return false;
}

static void add_unit(struct esc_build_unit **units, size_t *count, size_t point,
                     enum esc_runtime_id id)
{
    *units = esc_grow(*units, count, sizeof **units);
    (*units)[*count - 1] = (struct esc_build_unit){.point = point, .runtime = id};
}

size_t esc_units_of(const struct esc_case *bench_case, bool quick, struct esc_build_unit **units)
{
    size_t count = 0;
    *units = NULL;
    for (size_t point = 0; point < bench_case->point_count; point++) {
        if (quick && !bench_case->points[point].quick)
            continue;
        if (has_place(bench_case, ESC_PLACE_STACK))
            add_unit(units, &count, point, ESC_RUNTIME_NONE);
        for (int id = 0; id < ESC_RUNTIMES && has_place(bench_case, ESC_PLACE_HEAP); id++)
            if (bench_case->runtimes[id] && esc_runtime_built((enum esc_runtime_id)id))
                add_unit(units, &count, point, (enum esc_runtime_id)id);
    }
    return count;
}

/* Takes over `word`; NULL ends the list. */
static void add_owned(struct esc_words *words, char *word)
{
    words->words = esc_grow(words->words, &words->count, sizeof *words->words);
    words->words[words->count - 1] = word;
}

static void add_word(struct esc_words *words, const char *word)
{
    add_owned(words, esc_strdup(word));
}

static bool add_split(struct esc_words *words, const char *text, struct esc_error *error)
{
    wordexp_t parts = {0};
    int reason = wordexp(text, &parts, WRDE_NOCMD);
    if (reason != 0) {
        if (reason == WRDE_NOSPACE)
            wordfree(&parts);
        return esc_error_add(error, NULL, 0, "cannot split into words as a shell would: %s", text);
    }
    for (size_t k = 0; k < parts.we_wordc; k++)
        add_word(words, parts.we_wordv[k]);
    wordfree(&parts);
    return true;
}

bool esc_words_split(const struct esc_build_options *options, struct esc_words *words,
                     struct esc_error *error)
{
    if (!add_split(words, options->compiler, error))
        return false;
    if (words->count == 0)
        return esc_error_add(error, NULL, 0, "the name of the C compiler is empty");
    if (options->checked)
        add_word(words, "-DESC_CHECKED");
    if (options->minor != 0)
        add_owned(words, esc_format("-DESC_GO=%d", options->minor));
    return add_split(words, own_flags, error) && add_split(words, options->flags, error);
}

void esc_words_free(struct esc_words *words)
{
    for (size_t k = 0; k < words->count; k++)
        free(words->words[k]);
    free(words->words);
    *words = (struct esc_words){0};
}

char *esc_unit_path(const char *folder, const struct esc_build_unit *unit, const char *ending)
{
    const char *runtime =
        unit->runtime == ESC_RUNTIME_NONE ? "none" : esc_runtime_name(unit->runtime);
    return esc_format("%s/%zu-%s%s", folder, unit->point, runtime, ending);
}

static struct esc_words copy_words(const struct esc_words *words)
{
    struct esc_words copy = {0};
    for (size_t k = 0; k < words->count; k++)
        add_word(&copy, words->words[k]);
    return copy;
}

char **esc_compile_command(const struct esc_words *words, const char *include, const char *source,
                           const struct esc_build_unit *unit, const char *object)
{
    struct esc_words command = copy_words(words);
    add_owned(&command, esc_format("-DESC_POINT=%zu", unit->point));
    add_owned(&command, esc_format("-DESC_RUNTIME_ID=%d", (int)unit->runtime));
    add_owned(&command, esc_format("-I%s", include));
    add_owned(&command, esc_format("-I%s/..", include));
    add_word(&command, "-c");
    add_word(&command, "-o");
    add_word(&command, object);
    add_word(&command, source);
    add_owned(&command, NULL);
    return command.words;
}

char **esc_localize_command(const char *object)
{
    struct esc_words command = {0};
    add_word(&command, "objcopy");
    add_word(&command, "--localize-hidden");
    add_word(&command, object);
    add_owned(&command, NULL);
    return command.words;
}

char **esc_link_command(const struct esc_words *words, char *const *objects, size_t count,
                        const char *counter, const char *library)
{
    struct esc_words command = copy_words(words);
    add_word(&command, "-shared");
    add_word(&command, "-o");
    add_word(&command, library);
    for (size_t k = 0; k < count; k++)
        add_word(&command, objects[k]);
    if (counter != NULL)
        add_word(&command, counter);
    for (size_t k = 0; counter != NULL && k < COUNT(wrapped); k++)
        add_owned(&command, esc_format("-Wl,--wrap=%s", wrapped[k]));
    add_word(&command, "-lm");
    add_owned(&command, NULL);
    return command.words;
}
