/* Every text of every chart lies on the canvas and touches no other text, in all presets, with few
 * and many cases, short and very long names. */
#include "chart/kinds.h"

#include "model_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct placed {
    char text[512];
    double left, right, top, bottom; /* px */
};

/* What `set label` says, see chart/sheet.c. */
static bool parse_label(const char *line, const struct style *style, struct placed *out)
{
    static const char head[] = "set label '";
    if (strncmp(line, head, sizeof head - 1) != 0)
        return false;
    const char *at = line + sizeof head - 1;
    size_t length = 0;
    while (*at != '\0' && *at != '\'') {
        assert_true(length + 1 < sizeof out->text);
        out->text[length++] = *at++;
    }
    out->text[length] = '\0';
    double x, y, px;
    char align[8], face[8];
    assert_int_equal(sscanf(at, "' at screen %lf,%lf %7s noenhanced front font %5[a-z](%lf)", &x,
                            &y, align, face, &px),
                     5);
    bool bold = strcmp(face, "bold") == 0;
    double width = esc_chart_width(out->text, px, bold);
    double height = 0.8 * px; /* from descender to capital, without the air around a line */
    double share = strcmp(align, "left") == 0 ? 0 : strcmp(align, "right") == 0 ? 1 : 0.5;
    bool up = strstr(at, "rotate by 90") != NULL;
    x *= style->width;
    y = (1 - y) * style->height;
    out->left = up ? x - height / 2 : x - share * width;
    out->right = out->left + (up ? height : width);
    out->top = up ? y - width / 2 : y - height / 2;
    out->bottom = out->top + (up ? width : height);
    return true;
}

static bool overlap(const struct placed *one, const struct placed *other)
{
    return one->left < other->right && other->left < one->right && one->top < other->bottom &&
           other->top < one->bottom;
}

static void check_sheet(const struct sheet *sheet)
{
    struct placed *texts = NULL;
    size_t count = 0;
    char *copy = esc_strdup(sheet->labels.bytes);
    char *rest = copy;
    for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
        struct placed text;
        if (!parse_label(line, sheet->style, &text))
            continue;
        texts = esc_grow(texts, &count, sizeof *texts);
        texts[count - 1] = text;
    }
    assert_true(count >= 3);
    for (size_t i = 0; i < count; i++) {
        const struct placed *text = &texts[i];
        if (text->left < 0 || text->top < 0 || text->right > sheet->style->width ||
            text->bottom > sheet->style->height)
            fail_msg("%s (%s): \"%s\" leaves the canvas", sheet->name, sheet->style->preset,
                     text->text);
        for (size_t k = 0; k < i; k++)
            if (overlap(text, &texts[k]))
                fail_msg("%s (%s): \"%s\" touches \"%s\"", sheet->name, sheet->style->preset,
                         text->text, texts[k].text);
    }
    free(texts);
    free(copy);
}

static size_t check_run(const struct esc_run *run)
{
    static void (*const kinds[])(const struct esc_run *, const struct style *, struct sheets *) = {
        esc_chart_pairs, esc_chart_scaling, esc_chart_pressure, esc_chart_timeline,
        esc_chart_distribution};
    size_t checked = 0;
    for (int preset = 0; preset < 3; preset++) {
        struct style style = esc_chart_style((enum esc_chart_preset)preset, ESC_CHART_LIGHT);
        struct sheets sheets = {0};
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            kinds[k](run, &style, &sheets);
        for (size_t i = 0; i < sheets.count; i++) {
            check_sheet(&sheets.sheets[i]);
            esc_chart_sheet_free(&sheets.sheets[i]);
        }
        checked += sheets.count;
        free(sheets.sheets);
    }
    return checked;
}

static void the_model(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    assert_true(check_run(&run) > 3 * 10);
    esc_run_free(&run);
}

static void one_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < MODEL_CASES; i++) {
        struct esc_run run = model_run(&model_cases[i], 1);
        assert_true(check_run(&run) >= 3);
        esc_run_free(&run);
    }
}

/* Names of all lengths; sides that lie on each other; large factors. */
static void many_cases(void **state)
{
    (void)state;
    struct model_case models[24];
    char names[24][128];
    for (size_t i = 0; i < 24; i++) {
        models[i] = model_cases[i % (MODEL_CASES - 1)];
        memset(names[i], 'm', sizeof names[i]);
        snprintf(names[i] + 4 * i, 16, "-%zu", i);
        models[i].name = names[i];
        models[i].title = i % 2 == 0 ? names[i] : "A title with a few words in it";
        models[i].noise = 0.02 * (double)(1 + i % 8);
        for (size_t p = 0; p < models[i].count && i % 3 == 0; p++)
            models[i].points[p].heap_ns = models[i].points[p].stack_ns * (1 + 0.02 * (double)i);
    }
    struct esc_run run = model_run(models, 24);
    assert_true(check_run(&run) > 3 * 50);
    esc_run_free(&run);
}

static void with_failures(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    for (size_t v = 0; v < run.variant_count; v += 3)
        model_fail(&run, v, (enum esc_status)(1 + v % 10), "a sentence about what happened");
    assert_true(check_run(&run) >= 3);
    for (size_t v = 0; v < run.variant_count; v++)
        model_fail(&run, v, ESC_STATUS_COMPILE, "its C does not compile");
    assert_int_equal(check_run(&run), 3); /* the empty pairs chart, in three presets */
    esc_run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model),
        cmocka_unit_test(one_case),
        cmocka_unit_test(many_cases),
        cmocka_unit_test(with_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
