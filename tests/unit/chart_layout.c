/* Every text of every chart lies on the canvas and touches no other text, in all presets, with few
 * and many cases, short and very long names. */
#include "chart/kinds.h"
#include "chart/layout.h"

#include "model_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "compared_run.h"

struct placed {
    char text[512];
    double left, right, top, bottom; /* px */
    double px;                       /* height of its font */
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
    out->px = px;
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

/* The texts of a sheet; free them. */
static struct placed *texts_of(const struct sheet *sheet, size_t *count)
{
    struct placed *texts = NULL;
    *count = 0;
    char *copy = esc_strdup(sheet->labels.bytes);
    char *rest = copy;
    for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
        struct placed text;
        if (!parse_label(line, sheet->style, &text))
            continue;
        texts = esc_grow(texts, count, sizeof *texts);
        texts[*count - 1] = text;
    }
    free(copy);
    return texts;
}

static void check_sheet(const struct sheet *sheet)
{
    size_t count;
    struct placed *texts = texts_of(sheet, &count);
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

static void with_real_go(void **state)
{
    (void)state;
    for (size_t releases = 1; releases <= 2; releases++)
        for (int alone = 0; alone < 2; alone++) {
            struct esc_run run = model_run_with(model_cases, MODEL_CASES, releases, alone == 1);
            assert_true(check_run(&run) > 3 * 10);
            for (size_t v = 0; v < run.variant_count; v += 3)
                model_fail(&run, v, ESC_STATUS_SIGNAL, "a sentence");
            assert_true(check_run(&run) >= 3);
            esc_run_free(&run);
        }
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

static size_t check_comparison(const struct esc_run *a, const struct esc_run *b)
{
    size_t checked = 0;
    struct esc_comparison comparison = esc_compare(a, b, -1, false);
    for (int preset = 0; preset < 3; preset++) {
        struct style style = esc_chart_style((enum esc_chart_preset)preset, ESC_CHART_LIGHT);
        struct sheets sheets = {0};
        esc_chart_changes(&comparison, &style, &sheets);
        for (size_t i = 0; i < sheets.count; i++) {
            check_sheet(&sheets.sheets[i]);
            esc_chart_sheet_free(&sheets.sheets[i]);
        }
        checked += sheets.count;
        free(sheets.sheets);
    }
    esc_comparison_free(&comparison);
    return checked;
}

/* Times, factors, both; with one row that changed a lot and one without figures. */
static void two_runs(void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        struct esc_run a = compared_run(MODEL_CASES, "20261121-142501-normal", 1, 0.03);
        struct esc_run b = compared_run(MODEL_CASES, "20261122-142501-normal", 2, 0.03);
        compared_scale(&b, "pointer-return/heap/size:64", 300);
        esc_variant_fail(&b.variants[3], ESC_STATUS_SIGNAL, "crashed");
        b.machine.cpus += kind == 1;
        b.cases[0].text_hash += kind == 2;
        esc_stats(&b);
        assert_true(check_comparison(&a, &b) >= (kind == 2 ? 6 : 3));
        esc_run_free(&b);
        esc_run_free(&a);
    }
}

/* ---- the layout alone: declared figures of every size ---- */

static struct figure rows_of(size_t count, size_t lanes, bool long_names)
{
    struct figure figure = {.beside = true, .lanes = lanes, .words_head = "heap ÷ stack"};
    struct panel *panel = esc_figure_panel(&figure, 1);
    panel->x.words = esc_chart_ns_words;
    panel->x.spacing = 4.2;
    figure.foot = esc_strdup("time per operation");
    for (size_t lane = 0; lane < lanes; lane++) {
        struct series *series = esc_figure_series(panel, FORM_DOT | FORM_INTERVAL, "stack");
        series->lane = lane;
        series->label = esc_strdup(lane == 0 ? "stack" : "another side");
        series->label_at = LABEL_OVER;
        for (size_t i = 0; i < count; i++)
            esc_figure_point(series, pow(10, (double)(i % 9)), (double)i, 0.001, 1e10);
    }
    struct series *named = esc_figure_series(panel, FORM_DOT, "remedy");
    named->words_at = WORDS_NAMED;
    for (size_t i = 0; i < count; i++) {
        struct figure_row *row = esc_figure_row(&figure);
        row->name = long_names ? esc_format("%0200zu", i) : esc_format("%zu", i);
        row->detail =
            esc_strdup(long_names ? "a detail that is longer than any column, for it says "
                                    "everything there is to say and then says it again"
                                  : "");
        for (size_t k = 0; k < ROW_WORDS; k++)
            row->words[k] =
                esc_strdup(long_names ? "1000000000.0× slower than anybody would think" : "1.0×");
        for (size_t k = 0; k < 6; k++)
            esc_figure_point(named, pow(10, (double)k), (double)i, NAN, NAN)->words =
                esc_strdup(long_names ? "a remedy with a name as long as a sentence" : "r");
    }
    return figure;
}

/* Lines of which `count` end at the same height. */
static struct figure lines_of(size_t count, double least, double most)
{
    struct figure figure = {.beside = false};
    for (size_t p = 0; p < 2; p++) {
        struct panel *panel = esc_figure_panel(&figure, p == 0 ? 0.7 : 0.3);
        panel->x.words = esc_chart_number_words;
        panel->x.spacing = 4;
        panel->y = (struct axis){.title = "a title that is longer than its panel is high, surely",
                                 .colour = "muted",
                                 .words = esc_chart_ns_words,
                                 .spacing = 1.6};
        for (size_t i = 0; i < (p == 0 ? count : 1); i++) {
            struct series *series = esc_figure_series(panel, FORM_LINE, "other");
            series->label_size = i % 2 == 0 ? TEXT_BODY : TEXT_SMALL;
            series->label =
                p == 0 ? esc_format("line %zu with a long name behind it, %zu", i, i) : NULL;
            for (size_t k = 0; k < 40; k++)
                esc_figure_point(series, (double)k, k % 2 == 0 ? least : most, NAN, NAN)->words =
                    p == 0 ? NULL : esc_strdup("12 %");
            series->words_at = WORDS_ABOVE;
        }
    }
    figure.foot = esc_strdup("what the axis shows");
    return figure;
}

static void check_figure(struct figure *figure, size_t first, size_t count)
{
    struct esc_run run = model_run(model_cases, 1);
    for (int preset = 0; preset < 3; preset++) {
        struct style style = esc_chart_style((enum esc_chart_preset)preset, ESC_CHART_LIGHT);
        struct sheet sheet = esc_chart_sheet(&run, &style, "figure", "A title", "A second line");
        esc_layout(&sheet, figure, first, count);
        check_sheet(&sheet);
        esc_chart_sheet_free(&sheet);
    }
    esc_figure_free(figure);
    esc_run_free(&run);
}

static void one_and_sixty_rows(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 9, 60};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
        for (size_t lanes = 1; lanes <= 3; lanes++)
            for (int names = 0; names < 2; names++) {
                struct figure figure = rows_of(counts[k], lanes, names == 1);
                check_figure(&figure, 0, counts[k]);
            }
}

/* A page of many: rows of other pages are not drawn, but the axis and the columns are theirs. */
static void a_page_shows_its_rows_alone(void **state)
{
    (void)state;
    struct style style = esc_chart_style(ESC_CHART_SCREEN, ESC_CHART_LIGHT);
    struct esc_run run = model_run(model_cases, 1);
    struct figure figure = rows_of(20, 1, false);
    struct sheet sheet = esc_chart_sheet(&run, &style, "figure", "A title", "");
    esc_layout(&sheet, &figure, 6, 7);
    assert_null(strstr(sheet.labels.bytes, "'5'"));
    assert_non_null(strstr(sheet.labels.bytes, "'6'"));
    assert_non_null(strstr(sheet.labels.bytes, "'12'"));
    assert_null(strstr(sheet.labels.bytes, "'13'"));
    esc_chart_sheet_free(&sheet);
    esc_figure_free(&figure);
    esc_run_free(&run);
}

static void lines_and_extreme_values(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 3, 24, SERIES_MOST};
    static const double ranges[][2] = {{1, 1}, {0.001, 1e10}, {1e-9, 1e-9}, {5, 6}, {1e15, 1e16}};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
        for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++) {
            struct figure figure = lines_of(counts[k], ranges[r][0], ranges[r][1]);
            check_figure(&figure, 0, 0);
        }
}

static bool has_text(const struct sheet *sheet, const char *text)
{
    char *label = esc_format("set label '%s'", text);
    bool found = strstr(sheet->labels.bytes, label) != NULL;
    free(label);
    return found;
}

/* Lines that end at one height: each keeps its name. */
static void names_are_pushed_apart(void **state)
{
    (void)state;
    struct style style = esc_chart_style(ESC_CHART_SCREEN, ESC_CHART_LIGHT);
    struct esc_run run = model_run(model_cases, 1);
    struct figure figure = lines_of(8, 5, 6);
    for (size_t i = 0; i < 8; i++) {
        free(figure.panel[0].series[i].label);
        figure.panel[0].series[i].label = esc_format("line %zu", i);
    }
    struct sheet sheet = esc_chart_sheet(&run, &style, "figure", "A title", "");
    esc_layout(&sheet, &figure, 0, 0);
    for (size_t i = 0; i < 8; i++)
        assert_true(has_text(&sheet, figure.panel[0].series[i].label));
    esc_chart_sheet_free(&sheet);
    esc_figure_free(&figure);
    esc_run_free(&run);
}

/* A name of one line stands at the height of its row's marks. */
static void a_name_stands_beside_its_marks(void **state)
{
    (void)state;
    struct style style = esc_chart_style(ESC_CHART_SCREEN, ESC_CHART_LIGHT);
    struct esc_run run = model_run(model_cases, 1);
    struct figure figure = rows_of(1, 1, false);
    free(figure.rows[0].name);
    figure.rows[0].name = esc_strdup("the name");
    struct sheet sheet = esc_chart_sheet(&run, &style, "figure", "A title", "");
    esc_layout(&sheet, &figure, 0, 1);
    size_t count;
    double top, bottom, from;
    struct placed *texts = texts_of(&sheet, &count);
    const char *margins = strstr(sheet.plot.bytes, "set tmargin at screen ");
    assert_int_equal(
        sscanf(margins, "set tmargin at screen %lf; set bmargin at screen %lf", &top, &bottom), 2);
    const char *range = strstr(sheet.plot.bytes, "set yrange [");
    assert_int_equal(sscanf(range, "set yrange [%lf:0]", &from), 1);
    double middle = style.height * (1 - top + (top - bottom) * 0.5 / from);
    for (size_t k = 0; k < count; k++)
        if (strcmp(texts[k].text, "the name") == 0)
            assert_true(fabs((texts[k].top + texts[k].bottom) / 2 - middle) < 0.1);
    assert_true(has_text(&sheet, "the name"));
    free(texts);
    esc_chart_sheet_free(&sheet);
    esc_figure_free(&figure);
    esc_run_free(&run);
}

static void check_sizes(const struct esc_run *run, const struct style *style)
{
    struct sheets sheets = {0};
    esc_chart_pairs(run, style, &sheets);
    esc_chart_scaling(run, style, &sheets);
    esc_chart_pressure(run, style, &sheets);
    esc_chart_timeline(run, style, &sheets);
    esc_chart_distribution(run, style, &sheets);
    for (size_t i = 0; i < sheets.count; i++) {
        size_t count;
        struct placed *texts = texts_of(&sheets.sheets[i], &count);
        for (size_t k = 0; k < count; k++)
            if (texts[k].px * 1080 / style->height < 28)
                fail_msg("%s: \"%s\" has %g px", sheets.sheets[i].name, texts[k].text, texts[k].px);
        free(texts);
        esc_chart_sheet_free(&sheets.sheets[i]);
    }
    free(sheets.sheets);
}

/* Where a row has no room for all its lines, some are left out: none shrinks out of sight. */
static void a_line_without_room_is_left_out(void **state)
{
    (void)state;
    struct style style = esc_chart_style(ESC_CHART_PROJECTOR, ESC_CHART_LIGHT);
    struct esc_run run = model_run(model_cases, 1);
    struct figure figure = rows_of(9, 1, true);
    struct sheet sheet = esc_chart_sheet(&run, &style, "figure", "A title", "");
    esc_layout(&sheet, &figure, 0, 9);
    size_t count;
    struct placed *texts = texts_of(&sheet, &count);
    for (size_t k = 0; k < count; k++)
        assert_true(texts[k].px > style.least - 0.01);
    free(texts);
    esc_chart_sheet_free(&sheet);
    esc_figure_free(&figure);
    esc_run_free(&run);
}

/* The least that is read from the back of a room: 28 px where the picture has 1080 lines. */
static void a_projected_text_is_read_from_the_back(void **state)
{
    (void)state;
    struct style style = esc_chart_style(ESC_CHART_PROJECTOR, ESC_CHART_LIGHT);
    for (int text = 0; text < TEXTS; text++)
        assert_true(esc_chart_px(&style, (enum text)text) * 1080 / style.height >= 28);
    for (size_t releases = 0; releases <= 2; releases++) {
        struct esc_run run = model_run_with(model_cases, MODEL_CASES, releases, false);
        check_sizes(&run, &style);
        esc_run_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model),
        cmocka_unit_test(one_case),
        cmocka_unit_test(many_cases),
        cmocka_unit_test(with_failures),
        cmocka_unit_test(with_real_go),
        cmocka_unit_test(two_runs),
        cmocka_unit_test(one_and_sixty_rows),
        cmocka_unit_test(a_page_shows_its_rows_alone),
        cmocka_unit_test(lines_and_extreme_values),
        cmocka_unit_test(names_are_pushed_apart),
        cmocka_unit_test(a_name_stands_beside_its_marks),
        cmocka_unit_test(a_line_without_room_is_left_out),
        cmocka_unit_test(a_projected_text_is_read_from_the_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
