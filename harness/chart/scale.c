/*
 * Choosing ranges and ticks. See scale.h for the contracts.
 */
#include "chart/scale.h"

#include "chart/style.h"
#include "words/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* CHARTS rule: log as soon as the values span more than this. */
static const double log_from = 20;

/* "10.0" as "10", "2.50" as "2.5": a tick is exact. */
static void drop_zeros(char *number)
{
    char *dot = strchr(number, '.');
    if (dot == NULL)
        return;
    size_t digits = strspn(dot + 1, "0123456789");
    size_t keep = digits;
    while (keep > 0 && dot[keep] == '0')
        keep--;
    char *rest = dot + 1 + digits;
    char *end = keep > 0 ? dot + 1 + keep : dot;
    memmove(end, rest, strlen(rest) + 1);
}

void esc_chart_ns_words(char *out, double ns)
{
    esc_units_ns_drawn(out, ns);
    drop_zeros(out);
    if (ns > 0 && ns < 0.01)
        snprintf(out, TIC_TEXT, "%g ns", ns);
}

void esc_chart_factor_words(char *out, double factor)
{
    char number[ESC_UNITS_TEXT];
    snprintf(out, TIC_TEXT, "%g×", factor);
    if (factor >= 1000)
        snprintf(out, TIC_TEXT, "%s×", esc_units_count(number, factor));
}

void esc_chart_number_words(char *out, double number)
{
    char text[ESC_UNITS_TEXT];
    if (number > 0 && number < 0.01)
        snprintf(out, TIC_TEXT, "%g", number);
    else
        snprintf(out, TIC_TEXT, "%s", esc_units_count(text, number));
}

void esc_chart_percent_words(char *out, double percent)
{
    snprintf(out, TIC_TEXT, "%g %%", percent);
}

static void add_tic(struct scale *scale, double at, tic_words *words)
{
    if (scale->tic_count == TICS_MOST || at < scale->low * 0.999999 || at > scale->high * 1.000001)
        return;
    struct tic *tic = &scale->tics[scale->tic_count++];
    tic->at = at;
    tic->text[0] = '\0';
    if (words != NULL)
        words(tic->text, at);
}

/* 1, 2 or 5 times a power of ten, so that at most `most` steps fit the range. */
static void add_linear_tics(struct scale *scale, double most, tic_words *words)
{
    double raw = (scale->high - scale->low) / fmax(most, 2);
    double power = pow(10, floor(log10(raw)));
    double step = raw <= power       ? power
                  : raw <= 2 * power ? 2 * power
                  : raw <= 5 * power ? 5 * power
                                     : 10 * power;
    for (double k = ceil(scale->low / step); k * step <= scale->high * 1.000001; k++)
        add_tic(scale, k * step, words);
}

/* Below this many decades powers of ten are too far apart to read by. */
static const double few_decades = 0.8;

/* Which of every `stride` decades are labelled: those of which more lie in the range, and of equals
 * the ones with 1. */
static int phase_of(const struct scale *scale, int stride)
{
    int best = 0;
    int best_count = -1;
    for (int phase = 0; phase < stride; phase++) {
        int count = 0;
        for (double k = ceil(log10(scale->low)); k <= floor(log10(scale->high)); k++)
            count += fmod(fabs(k - phase), stride) < 0.5;
        best = count > best_count ? phase : best;
        best_count = count > best_count ? count : best_count;
    }
    return best;
}

static void add_log_tics(struct scale *scale, double most, tic_words *words)
{
    static const double multiples[] = {1, 2, 5, 3, 4, 6, 7, 8, 9};
    double decades = log10(scale->high / scale->low);
    if (decades < few_decades) {
        add_linear_tics(scale, most, words);
        return;
    }
    int stride = (int)fmax(1, ceil(decades / fmax(most, 2)));
    int phase = phase_of(scale, stride);
    size_t labelled = decades < 2.2 ? 3 : 1;
    for (double decade = floor(log10(scale->low)); decade <= log10(scale->high); decade++) {
        bool skip = fmod(fabs(decade - phase), stride) > 0.5;
        for (size_t k = 0; k < sizeof multiples / sizeof *multiples; k++) {
            if (k > 0 && stride > 1)
                break;
            add_tic(scale, multiples[k] * pow(10, decade), k < labelled && !skip ? words : NULL);
        }
    }
}

static bool is_decade(double value)
{
    double power = log10(value);
    return fabs(power - nearbyint(power)) < 1e-9;
}

/* Ticks closer than `spacing` px to one that keeps its words lose theirs; whole powers of ten keep
 * them before others do. */
static void thin_words(struct scale *scale, double spacing)
{
    bool kept[TICS_MOST] = {false};
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < scale->tic_count; i++) {
            double place = esc_chart_place(scale, scale->tics[i].at);
            bool free =
                scale->tics[i].text[0] != '\0' && is_decade(scale->tics[i].at) == (pass == 0);
            for (size_t k = 0; k < scale->tic_count && free; k++)
                free =
                    !kept[k] || fabs(esc_chart_place(scale, scale->tics[k].at) - place) >= spacing;
            kept[i] = kept[i] || free;
        }
    for (size_t i = 0; i < scale->tic_count; i++)
        if (!kept[i])
            scale->tics[i].text[0] = '\0';
}

struct scale esc_chart_scale(const double *values, size_t count, double from, double to,
                             bool force_log, double spacing, tic_words *words)
{
    double least = INFINITY; /* positive */
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i]))
            continue;
        least = values[i] > 0 ? fmin(least, values[i]) : least;
        most = fmax(most, values[i]);
    }
    struct scale scale = {.from = from, .to = to};
    double room = fabs(to - from) / spacing;
    scale.log = most > 0 && (force_log || most / least > log_from);
    if (!scale.log) {
        scale.high = most > 0 ? most * 1.1 : 1;
        add_linear_tics(&scale, room, words);
        return scale;
    }
    double margin = pow(fmax(most / least, 1.5), 0.06);
    scale.low = least / margin;
    scale.high = most * margin;
    add_log_tics(&scale, room, words);
    thin_words(&scale, spacing);
    return scale;
}

double esc_chart_place(const struct scale *scale, double value)
{
    double share = scale->log
                       ? log(fmax(value, scale->low) / scale->low) / log(scale->high / scale->low)
                       : (value - scale->low) / (scale->high - scale->low);
    return scale->from + fmin(fmax(share, 0), 1) * (scale->to - scale->from);
}

double esc_chart_tic_width(const struct scale *scale, double size)
{
    double widest = 0;
    for (size_t i = 0; i < scale->tic_count; i++)
        widest = fmax(widest, esc_chart_width(scale->tics[i].text, size, false));
    return widest;
}
