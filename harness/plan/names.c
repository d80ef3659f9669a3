/*
 * Names of variants. See names.h for the contracts.
 */
#include "plan/names.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>

char *esc_name_label(const char *strategy, const char *served)
{
    return served == NULL ? esc_strdup(strategy) : esc_format("%s@%s", strategy, served);
}

/* One part of a name: no white space, no control characters, none of the separators. */
static void add_word(struct esc_text *name, const char *word)
{
    for (; *word != '\0'; word++) {
        unsigned char letter = (unsigned char)*word;
        bool breaks = letter <= ' ' || letter == 0x7f || strchr("/:=", letter) != NULL;
        esc_text_add_bytes(name, breaks ? "_" : word, 1);
    }
}

static void add_params(struct esc_text *name, const struct esc_case *bench_case,
                       const struct esc_point *point, const char *equals)
{
    for (size_t k = 0; k < bench_case->param_count; k++) {
        esc_text_add(name, "/");
        add_word(name, bench_case->params[k].name);
        esc_text_add(name, equals);
        add_word(name, bench_case->params[k].values[point->values[k]].text);
    }
}

char *esc_name_json(const struct esc_case *bench_case, const struct esc_point *point,
                    const char *label)
{
    struct esc_text name = {0};
    add_word(&name, bench_case->name);
    esc_text_add(&name, "/");
    add_word(&name, label);
    add_params(&name, bench_case, point, ":");
    return esc_text_take(&name);
}

/* "pointer-return" -> "PointerReturn". */
static void add_camel_case(struct esc_text *name, const char *kebab)
{
    bool start = true;
    for (; *kebab != '\0'; kebab++) {
        if (isalnum((unsigned char)*kebab)) {
            char letter = (char)(start ? toupper((unsigned char)*kebab) : *kebab);
            esc_text_add_bytes(name, &letter, 1);
        }
        start = !isalnum((unsigned char)*kebab);
    }
}

/* "…/place=pool-2" -> "…/place=pool_2". */
static void hide_cpu_suffix(char *name)
{
    size_t end = strlen(name);
    size_t digits = 0;
    while (digits < end && isdigit((unsigned char)name[end - 1 - digits]))
        digits++;
    if (digits > 0 && digits < end && name[end - 1 - digits] == '-')
        name[end - 1 - digits] = '_';
}

char *esc_name_go(const struct esc_case *bench_case, const struct esc_point *point,
                  const char *label)
{
    struct esc_text name = {0};
    esc_text_add(&name, "Benchmark");
    add_camel_case(&name, bench_case->name);
    add_params(&name, bench_case, point, "=");
    esc_text_add(&name, "/place=");
    add_word(&name, label);
    char *whole = esc_text_take(&name);
    hide_cpu_suffix(whole);
    return whole;
}
