/*
 * The page: what others wrote is text in it, whatever it is; what is not there is said; charts lose
 * bytes and nothing that is seen.
 */
#include "model_run.h"
#include "page/html.h"
#include "page/page.h"
#include "page/parts.h"
#include "stats/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static char *escaped(const char *text)
{
    struct esc_text out = {0};
    esc_html_text(&out, text);
    return esc_text_take(&out);
}

static void assert_escaped(const char *text, const char *wanted)
{
    char *out = escaped(text);
    assert_string_equal(out, wanted);
    free(out);
}

/* HTML 5.2, 8.3 "Serialising HTML fragments", both quotes besides. */
static void markup_is_text(void **state)
{
    (void)state;
    assert_escaped("a < b & \"c\" > 'd'", "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
    assert_escaped("]]><script>", "]]&gt;&lt;script&gt;");
    assert_escaped("two\nlines\tand a tab", "two\nlines\tand a tab");
    assert_escaped("µ × ·", "µ × ·");
    assert_escaped("", "");
}

/* XML 1.0, production 2: no control characters, no U+FFFE and U+FFFF. */
static void what_xml_has_not_is_spelled(void **state)
{
    (void)state;
    assert_escaped("\x1b[2J", "\\x1B[2J");
    assert_escaped("\xff", "\\xFF");
    assert_escaped(
        "a\xEF\xBF\xBE"
        "b\xEF\xBF\xBF",
        "a\\u{FFFE}b\\u{FFFF}");
    assert_escaped("\u202Eevil", "\\u{202E}evil");
}

static void templates_escape_what_is_put_in(void **state)
{
    (void)state;
    struct esc_text out = {0};
    esc_html(&out, "<a href=\"#%s\">%s</a> %d %zu %u %.3g %%", "x\"y", "<b>", -3, (size_t)7, 8u,
             2.0 / 3);
    assert_string_equal(out.bytes, "<a href=\"#x&quot;y\">&lt;b&gt;</a> -3 7 8 0.667 %");
    esc_text_free(&out);
    const char *volatile nothing = NULL;
    esc_html(&out, "[%s]", nothing);
    assert_string_equal(out.bytes, "[]");
    esc_text_free(&out);
}

/* The test vectors of RFC 4648, section 10. */
static void base64_is_that_of_the_rfc(void **state)
{
    (void)state;
    static const char *const vectors[][2] = {{"", ""},
                                             {"f", "Zg=="},
                                             {"fo", "Zm8="},
                                             {"foo", "Zm9v"},
                                             {"foob", "Zm9vYg=="},
                                             {"fooba", "Zm9vYmE="},
                                             {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        struct esc_text out = {0};
        esc_html_base64(&out, vectors[i][0], strlen(vectors[i][0]));
        assert_string_equal(out.bytes != NULL ? out.bytes : "", vectors[i][1]);
        esc_text_free(&out);
    }
}

static void paragraphs_are_parted_by_empty_lines(void **state)
{
    (void)state;
    struct esc_text out = {0};
    esc_html_paragraphs(&out, "one\nline\n\ntwo < three\n");
    assert_string_equal(out.bytes, "<p>one\nline</p>\n<p>two &lt; three\n</p>\n");
    esc_text_free(&out);
}

static char *slimmed(const char *svg)
{
    struct esc_text out = {0};
    esc_page_slim(svg, &out);
    return esc_text_take(&out);
}

/* Marks that others refer to stay with what these are made of. */
static void a_chart_keeps_the_marks_it_uses(void **state)
{
    (void)state;
    char *out = slimmed(
        "<svg role=\"img\">\n<defs>\n"
        "\t<path id='p-gpPt0' d='M-1,0 h2'/>\n"
        "\t<circle id='p-gpPt5' r='1'/>\n"
        "\t<use xlink:href='#p-gpPt5' id='p-gpPt6' fill='currentColor'/>\n"
        "\t<circle id='p-gpPt56' r='1'/>\n"
        "\t<filter id='p-textbox' x='0'>\n\t  <feFlood/>\n\t</filter>\n"
        "</defs>\n<use xlink:href='#p-gpPt6' color='red'/>\n</svg>\n");
    assert_string_equal(out,
                        "<svg role=\"img\"><defs><circle id='p-gpPt5' r='1'/>"
                        "<use href='#p-gpPt5' id='p-gpPt6' fill='currentColor'/></defs>"
                        "<use href='#p-gpPt6' color='red'/></svg>");
    free(out);
}

static void a_chart_loses_what_is_not_seen(void **state)
{
    (void)state;
    char *out = slimmed(
        "<svg><title>Finding</title><desc>two\nlines</desc>\n"
        "<g id=\"p-gnuplot_plot_1\" ><title>Finding</title>\n"
        "<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"0.70\" "
        "stroke-linecap=\"butt\" stroke-linejoin=\"miter\">\n"
        "\t<path stroke='var(--esc-muted, rgb( 85,  91,  97))'  d='M99.51,399.13 L94.00,399.10\n"
        "\t\t M1.25,2.50 h2 '/>\t<g transform=\"translate(1.25,2)\">\n\t\t<text></text>\n\t</g>\n"
        "\t<g><text> 5.25 and <tspan>more</tspan></text></g></g></g></svg>\n");
    assert_string_equal(out,
                        "<svg><title>Finding</title><desc>two\nlines</desc><g>"
                        "<g class=\"d\" stroke-width=\"0.7\">"
                        "<path stroke='var(--esc-muted)' d='M99.5,399.1L94,399.1M1.2,2.5 h2'/>"
                        "<g><text> 5.25 and <tspan>more</tspan></text></g></g></g></svg>");
    free(out);
}

/* Of axes and grid, which gnuplot draws line by line; not across what lies between. */
static void lines_of_one_look_are_one_path(void **state)
{
    (void)state;
    char *out = slimmed(
        "<svg><g a=\"1\">\n\t<path b='1'  d='M1,2 L3,4  '/></g>\n"
        "<g a=\"2\">\n\t<path b='1'  d='M5,6 L7,8  '/>\t"
        "<g transform=\"translate(1,2)\">\n\t\t<text></text>\n\t</g>\n</g>\n"
        "<g a=\"1\">\n\t<path b='1'  d='M9,1 L9,2  '/></g>\n"
        "<g transform=\"translate(1.25,2.00)\"><text>x</text></g>"
        "<g a=\"1\">\n\t<path b='1'  d='M3,3 L3,4  '/></g></svg>");
    assert_string_equal(out,
                        "<svg><g a=\"1\"><path b='1' d='M1,2L3,4M9,1L9,2'/></g>"
                        "<g a=\"2\"><path b='1' d='M5,6L7,8'/></g>"
                        "<text transform=\"translate(1.2,2)\">x</text>"
                        "<g a=\"1\"><path b='1' d='M3,3L3,4'/></g></svg>");
    free(out);
}

/* ---- the whole ---- */

static char *page_of(struct esc_page *page)
{
    struct esc_text out = {0};
    page->light = "--esc-bg: #ffffff;";
    page->dark = "--esc-bg: #111418;";
    esc_page(page, &out);
    return esc_text_take(&out);
}

static size_t occurrences(const char *text, const char *wanted)
{
    size_t count = 0;
    for (; (text = strstr(text, wanted)) != NULL; text++)
        count++;
    return count;
}

static void every_case_is_there_with_its_address(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    struct esc_page_lesson *lessons = esc_calloc(run.case_count, sizeof *lessons);
    struct esc_page page = {.run = &run, .lessons = lessons};
    char *html = page_of(&page);
    for (size_t i = 0; i < run.case_count; i++) {
        char *link = esc_format("<li><a href=\"#%s\">", run.cases[i].name);
        char *id = esc_format(" id=\"%s\"", run.cases[i].name);
        assert_int_equal(occurrences(html, link), 1);
        assert_int_equal(occurrences(html, id), 1);
        free(link);
        free(id);
    }
    assert_int_equal(occurrences(html, "<details class=\"case\">"), run.case_count);
    assert_int_equal(occurrences(html, "<h1>"), 1);
    free(html);
    free(lessons);
    esc_run_free(&run);
}

static void replace(char **text, const char *with)
{
    free(*text);
    *text = esc_strdup(with);
}

/* A results.json may come from anybody. */
static void hostile_names_are_text(void **state)
{
    (void)state;
    static const char evil[] = "</summary><script>alert(1)</script>\" onload='x' \u202E";
    struct esc_run run = model_run(model_cases, 2);
    struct esc_page_lesson lessons[2] = {{0}};
    struct esc_page page = {.run = &run, .lessons = lessons};
    replace(&run.cases[0].name, evil);
    replace(&run.cases[0].title, evil);
    replace(&run.cases[0].question, evil);
    replace(&run.cases[1].name, "the_table");
    replace(&run.id, evil);
    replace(&run.machine.cpu, evil);
    replace(&run.variants[0].label, evil);
    run.variants[1].status = ESC_STATUS_ERROR;
    run.variants[1].message = esc_strdup(evil);
    char *html = page_of(&page);
    assert_int_equal(occurrences(html, "<script>"), 1);
    assert_int_equal(occurrences(html, "alert(1)"), occurrences(html, "&lt;script&gt;alert(1)"));
    assert_null(strstr(html, "\u202E"));
    assert_null(strstr(html, "onload='"));
    assert_non_null(strstr(html, "<div class=\"body\" id=\"case_1\">"));
    assert_int_equal(occurrences(html, " id=\"the_table\""), 1); /* the page's own */
    assert_non_null(strstr(html, "<div class=\"body\" id=\"case_2\">"));
    free(html);
    esc_run_free(&run);
}

static void a_chart_stands_with_its_case(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 3);
    struct esc_page_lesson lessons[3] = {{0}};
    struct esc_page_chart charts[] = {{(char *)"pairs", (char *)"<svg>all</svg>"},
                                      {(char *)"pairs-2", (char *)"<svg>more</svg>"},
                                      {(char *)"scaling-map", (char *)"<svg>map</svg>"},
                                      {(char *)"scaling-map-insert", (char *)"<svg>insert</svg>"},
                                      {(char *)"scaling-map-size-8", (char *)"<svg>eight</svg>"}};
    struct esc_page page = {.run = &run, .lessons = lessons, .charts = charts, .chart_count = 5};
    struct esc_text out = {0};
    replace(&run.cases[0].name, "map");
    replace(&run.cases[1].name, "map-insert");
    assert_int_equal(esc_page_charts(&page, "scaling", 0, &out), 2);
    assert_non_null(strstr(out.bytes, "<svg>map</svg>"));
    assert_non_null(strstr(out.bytes, "<svg>eight</svg>"));
    esc_text_free(&out);
    assert_int_equal(esc_page_charts(&page, "scaling", 1, &out), 1);
    assert_non_null(strstr(out.bytes, "<svg>insert</svg>"));
    esc_text_free(&out);
    assert_int_equal(esc_page_charts(&page, "pairs", ESC_PICK_NONE, &out), 2);
    esc_text_free(&out);
    esc_run_free(&run);
}

/* What is not there is told, where it would have been. */
static void what_is_missing_is_said(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    struct esc_page_lesson lesson = {.missing = "no source: gone",
                                     .code_missing = "no machine code: gone"};
    struct esc_page page = {.run = &run,
                            .lessons = &lesson,
                            .charts_missing = "no charts: gone",
                            .samples_missing = "no samples: gone",
                            .file_words = "no file: gone"};
    char *html = page_of(&page);
    assert_int_equal(occurrences(html, "no source: gone"), 1);
    assert_int_equal(occurrences(html, "no machine code: gone"), 1);
    assert_int_equal(occurrences(html, "no charts: gone"), 2); /* of all, and of the case */
    assert_int_equal(occurrences(html, "no samples: gone"), 1);
    assert_int_equal(occurrences(html, "no file: gone"), 1);
    assert_null(strstr(html, "href=\"data:"));
    free(html);
    page.file_beside = "results.json";
    html = page_of(&page);
    assert_non_null(strstr(html, "<a class=\"file\" href=\"results.json\">results.json</a>"));
    free(html);
    page.file = "foobar";
    page.file_length = 6;
    page.file_name = "results.json.gz";
    page.file_type = "application/gzip";
    html = page_of(&page);
    assert_non_null(strstr(html,
                           "<a class=\"file\" download=\"results.json.gz\" "
                           "href=\"data:application/gzip;base64,Zm9vYmFy\">"));
    free(html);
    esc_run_free(&run);
}

/* Diagnostics under the line they are about, expected ones where nobody was asked. */
static void diagnostics_stand_under_their_lines(void **state)
{
    (void)state;
    char *escapes[] = {(char *)"moved to heap: t"};
    struct esc_strategy strategies[] = {
        {.name = (char *)"stack", .go = {(char *)"  var t int\n  use(&t)\n", 10}},
        {.name = (char *)"heap",
         .place = ESC_PLACE_HEAP,
         .go = {(char *)"var t int // <heap>\nreturn &t\n", 20},
         .escapes = escapes,
         .escape_count = 1}};
    struct esc_case source = {
        .name = (char *)"x", .strategies = strategies, .strategy_count = 2, .point_count = 1};
    struct esc_diagnostic list[] = {
        {0, 0, 20, 5, (char *)"t escapes to heap:", false, false},
        {0, 0, 20, 5, (char *)"  flow: ~r0 = &t:", false, false},
        {0, 0, 20, 5, (char *)"    from &t (address-of) at x.go:3:9", false, false},
        {0, 1, 20, 5, (char *)"of another point", false, false},
        {1, 0, 20, 5, (char *)"of another case", false, false}};
    struct esc_diagnostics diagnostics = {list, 5};
    struct esc_page_lesson lesson = {.source = &source};
    struct esc_text out = {0};
    esc_page_code(&lesson, &out);
    assert_non_null(strstr(out.bytes, "<span class=\"n\">10</span>var t int\n"));
    assert_non_null(strstr(out.bytes, "<span class=\"n\">20</span>var t int // &lt;heap&gt;\n"));
    assert_non_null(strstr(out.bytes, "<span class=\"says heap\">&gt; moved to heap: t</span>"));
    esc_text_free(&out);
    lesson.diagnostics = &diagnostics;
    lesson.release = "go1.19.8";
    esc_page_code(&lesson, &out);
    assert_non_null(strstr(out.bytes,
                           "&lt;heap&gt;\n<span class=\"says heap\">&gt; t escapes to heap: "
                           "from &amp;t (address-of)</span>\n"));
    assert_null(strstr(out.bytes, "another"));
    assert_null(strstr(out.bytes, "moved to heap"));
    esc_text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_is_text),
        cmocka_unit_test(what_xml_has_not_is_spelled),
        cmocka_unit_test(templates_escape_what_is_put_in),
        cmocka_unit_test(base64_is_that_of_the_rfc),
        cmocka_unit_test(paragraphs_are_parted_by_empty_lines),
        cmocka_unit_test(a_chart_keeps_the_marks_it_uses),
        cmocka_unit_test(a_chart_loses_what_is_not_seen),
        cmocka_unit_test(lines_of_one_look_are_one_path),
        cmocka_unit_test(every_case_is_there_with_its_address),
        cmocka_unit_test(hostile_names_are_text),
        cmocka_unit_test(a_chart_stands_with_its_case),
        cmocka_unit_test(what_is_missing_is_said),
        cmocka_unit_test(diagnostics_stand_under_their_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
