/*
 * Scaling and rounding for people. See units.h for the contracts.
 */
#include "words/units.h"

#include "base/memory.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A scale: the size of each unit in base units, smallest first, and what is written behind it. */
struct unit {
    double size;
    const char *suffix;
};

static const struct unit time_units[] = {
    {1, " ns"}, {1e3, " us"}, {1e6, " ms"}, {1e9, " s"}, {0, ""}};
static const struct unit byte_units[] = {{1, " B"},        {0x1p10, " KiB"}, {0x1p20, " MiB"},
                                         {0x1p30, " GiB"}, {0x1p40, " TiB"}, {0, ""}};
static const struct unit count_units[] = {{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}, {0, ""}};

/* Three significant digits, at most two after the point. */
static int decimals_of(double value)
{
    if (value >= 99.95)
        return 0;
    return value >= 9.995 ? 1 : 2;
}

static double rounded(double value)
{
    double power = pow(10, decimals_of(value));
    return round(value * power) / power;
}

/* The largest unit in which the value reads at least 1; `next` units of one make one of the next.
 */
static const struct unit *unit_for(const struct unit *units, double value, double next)
{
    while (units[1].size > 0 && rounded(value / units->size) >= next)
        units++;
    return units;
}

static void drop_zeros(char *number)
{
    if (strchr(number, '.') == NULL)
        return;
    char *end = number + strlen(number);
    while (end[-1] == '0')
        end--;
    if (end[-1] == '.')
        end--;
    *end = '\0';
}

/* Which zeros behind the point say nothing: a measured 2.00 ns is three digits known, 64.0 B is
 * not. */
enum trim { TRIM_ZERO_ONLY, TRIM_WHOLE, TRIM_ALL };

static char *scaled(char *out, const struct unit *units, double value, double next, enum trim trim)
{
    double size = fabs(value);
    const struct unit *unit = unit_for(units, size, next);
    double shown = size / unit->size;
    const char *sign = value < 0 && rounded(shown) > 0 ? "-" : "";
    char number[24];
    if (size > 0 && rounded(shown) <= 0) {
        snprintf(out, ESC_UNITS_TEXT, "%s<0.01%s", value < 0 ? "-" : "", unit->suffix);
        return out;
    }
    snprintf(number, sizeof number, "%.*f", decimals_of(shown), shown);
    if (size <= 0 || trim == TRIM_ALL || (trim == TRIM_WHOLE && shown == floor(shown)))
        drop_zeros(number);
    snprintf(out, ESC_UNITS_TEXT, "%s%s%s", sign, number, unit->suffix);
    return out;
}

static char *unknown(char *out)
{
    strcpy(out, "-");
    return out;
}

char *esc_units_ns(char *out, double ns)
{
    return isfinite(ns) ? scaled(out, time_units, ns, 1000, TRIM_ZERO_ONLY) : unknown(out);
}

char *esc_units_ns_drawn(char *out, double ns)
{
    char *micro = strstr(esc_units_ns(out, ns), " us");
    if (micro != NULL)
        strcpy(micro, " µs");
    return out;
}

char *esc_units_bytes(char *out, double bytes)
{
    return isfinite(bytes) ? scaled(out, byte_units, bytes, 1024, TRIM_WHOLE) : unknown(out);
}

char *esc_units_count(char *out, double count)
{
    return isfinite(count) ? scaled(out, count_units, count, 1000, TRIM_ALL) : unknown(out);
}

char *esc_units_percent(char *out, double share)
{
    double percent = share * 100;
    if (!isfinite(percent))
        return unknown(out);
    if (percent > 0 && percent < 0.05)
        strcpy(out, "<0.1 %");
    else if (percent > 0 && percent < 0.95)
        snprintf(out, ESC_UNITS_TEXT, "%.1f %%", percent);
    else
        snprintf(out, ESC_UNITS_TEXT, "%.0f %%", percent);
    return out;
}

char *esc_units_factor(char *out, double factor)
{
    if (!isfinite(factor))
        return unknown(out);
    double step = factor >= 1 ? pow(10, floor(log10(factor)) - 2) : 1;
    if (factor > 0 && factor < 0.095)
        snprintf(out, ESC_UNITS_TEXT, "%.2g", factor);
    else if (factor < 1.995)
        snprintf(out, ESC_UNITS_TEXT, "%.2f", factor);
    else if (factor < 99.95)
        snprintf(out, ESC_UNITS_TEXT, "%.1f", factor);
    else
        snprintf(out, ESC_UNITS_TEXT, "%.0f", round(factor / step) * step);
    return out;
}

char *esc_units_verdict(char *out, size_t size, double factor, double low, double high,
                        const char *sign)
{
    char number[ESC_UNITS_TEXT];
    if (low <= 1 && high >= 1)
        snprintf(out, size, "not resolved");
    else if (factor >= 1)
        snprintf(out, size, "%s%s slower", esc_units_factor(number, factor), sign);
    else
        snprintf(out, size, "%s%s faster", esc_units_factor(number, 1 / factor), sign);
    return out;
}

void esc_units_add_factors(struct esc_text *text, double low, double high)
{
    char from[ESC_UNITS_TEXT];
    char to[ESC_UNITS_TEXT];
    esc_units_factor(from, low);
    esc_units_factor(to, high);
    if (strcmp(from, to) != 0)
        esc_text_addf(text, "%s× to ", from);
    esc_text_addf(text, "%s×", to);
}

char *esc_units_interval(char *out, size_t size, double low, double high)
{
    bool faster = high < 1;
    char from[ESC_UNITS_TEXT];
    char to[ESC_UNITS_TEXT];
    esc_units_factor(from, faster ? 1 / high : low);
    esc_units_factor(to, faster ? 1 / low : high);
    snprintf(out, size, "[%s, %s]", from, to);
    return out;
}

/* Units that a label may begin with, before " of " and what is measured in them. */
static const char *const label_units[] = {"B", "KiB", "MiB", "GiB", "ns", "us", "ms", "s"};

/* The unit at the label's beginning, or NULL; `*rest` is what is measured in it. */
static const char *label_unit(const struct esc_param *param, const char **rest)
{
    static const char of[] = " of ";
    *rest = param->label;
    const char *end = strstr(param->label, of);
    for (size_t i = 0; end != NULL && i < sizeof label_units / sizeof *label_units; i++) {
        size_t length = strlen(label_units[i]);
        if ((size_t)(end - param->label) != length ||
            strncmp(param->label, label_units[i], length) != 0)
            continue;
        *rest = end + sizeof of - 1;
        return label_units[i];
    }
    return NULL;
}

char *esc_units_value(const struct esc_param *param, size_t index)
{
    const struct esc_value *value = &param->values[index];
    char text[ESC_UNITS_TEXT];
    const char *rest;
    if (value->is_word)
        return esc_strdup(value->text);
    if (param->unit == ESC_UNIT_BYTES)
        return esc_strdup(esc_units_bytes(text, (double)value->number));
    const char *unit = label_unit(param, &rest);
    return esc_format("%s%s%s", value->text, unit != NULL ? " " : "", unit != NULL ? unit : "");
}

/* A noun that can stand behind a number: no commentary, no article. */
static bool is_counted(const struct esc_param *param)
{
    return param->unit == ESC_UNIT_COUNT && strpbrk(param->label, ",(:") == NULL &&
           strncmp(param->label, "the ", 4) != 0;
}

char *esc_units_noun(const struct esc_param *param, size_t index)
{
    const char *rest;
    char *value = esc_units_value(param, index);
    char *noun;
    if (param->values[index].is_word || (param->unit != ESC_UNIT_BYTES && !is_counted(param)))
        noun = esc_format("%s %s", param->name, value);
    else if (param->unit == ESC_UNIT_BYTES)
        noun = esc_format("%s %s", param->label, value);
    else if (label_unit(param, &rest) != NULL)
        noun = esc_format("%s of %s", value, rest);
    else {
        /* "1 thread" */
        size_t length = strlen(param->label);
        bool one = param->values[index].number == 1 && length > 1 &&
                   param->label[length - 1] == 's' && strchr(param->label, ' ') == NULL;
        noun = esc_format("%s %.*s", value, (int)(length - one), param->label);
    }
    free(value);
    return noun;
}

char *esc_units_subject(const struct esc_param *param)
{
    const char *rest;
    if (param->unit == ESC_UNIT_COUNT && !is_counted(param))
        return esc_strdup(param->name);
    label_unit(param, &rest);
    return esc_strdup(rest);
}

char *esc_units_point(const struct esc_case *bench_case, const struct esc_point *point)
{
    struct esc_text words = {0};
    for (size_t k = 0; k < bench_case->param_count; k++) {
        char *value = esc_units_value(&bench_case->params[k], point->values[k]);
        esc_text_addf(&words, "%s%s %s", k > 0 ? ", " : "", bench_case->params[k].name, value);
        free(value);
    }
    return esc_text_take(&words);
}
