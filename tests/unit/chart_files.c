/* Charts as files: what is written, that it is the same twice, that text from a case never runs as
 * a command, and what happens when gnuplot is missing or fails. Runs in the project's root. */
#include "chart/chart.h"
#include "chart/draw.h"
#include "words/rows.h"

#include "model_run.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- help ---- */

static char folder[] = "/tmp/esc-chart-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/esc-chart-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    char *command = esc_format("rm -rf '%s'", folder);
    int code = system(command);
    free(command);
    return code;
}

static char *path_of(const char *name)
{
    return esc_format("%s/%s", folder, name);
}

static bool exists(const char *name)
{
    char *path = path_of(name);
    bool found = access(path, F_OK) == 0;
    free(path);
    return found;
}

static char *read_all(const char *name)
{
    struct esc_error error = {0};
    struct esc_text text = {0};
    char *path = path_of(name);
    assert_true(esc_text_read(&text, path, &error));
    free(path);
    return esc_text_take(&text);
}

static struct esc_chart_options options_of(unsigned formats, const char *gnuplot)
{
    return (struct esc_chart_options){.preset = ESC_CHART_SCREEN,
                                      .theme = ESC_CHART_DARK,
                                      .formats = formats,
                                      .all = true,
                                      .folder = folder,
                                      .plots = "plots",
                                      .gnuplot = gnuplot};
}

static void need_gnuplot(void)
{
    if (!esc_chart_can_draw("gnuplot"))
        skip();
}

static size_t draw(const struct esc_run *run, unsigned formats)
{
    struct esc_error error = {0};
    size_t drawn = 0;
    struct esc_chart_options options = options_of(formats, "gnuplot");
    bool good = esc_chart(run, &options, &drawn, &error);
    esc_error_print(&error, stdout);
    assert_true(good);
    assert_int_equal(error.count, 0);
    return drawn;
}

static size_t count_files(const char *suffix)
{
    size_t count = 0;
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        const char *end = strrchr(entry->d_name, '.');
        count += end != NULL && strcmp(end, suffix) == 0;
    }
    closedir(directory);
    return count;
}

static void write_script(const char *name, const char *text)
{
    char *path = path_of(name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(path, 0755), 0);
    free(path);
}

/* ---- tests ---- */

static void each_chart_has_its_files(void **state)
{
    (void)state;
    need_gnuplot();
    struct esc_run run = model_run(model_cases, 1);
    size_t drawn = draw(&run, ESC_CHART_SVG | ESC_CHART_PNG | ESC_CHART_PDF);
    assert_int_equal(drawn, 5); /* one of each kind */
    static const char *const suffixes[] = {".svg", ".png", ".pdf", ".gp", ".tsv", ".txt"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        assert_int_equal(count_files(suffixes[i]), drawn);
    assert_int_equal(count_files(".tmp") + count_files(".log") + count_files(".new"), 0);
    char *svg = read_all("pairs.svg");
    assert_non_null(strstr(svg, "role=\"img\""));
    assert_non_null(strstr(svg, "<title>The heap side takes "));
    assert_null(strstr(svg, "Gnuplot</title>"));
    assert_non_null(strstr(svg, "'DejaVu Sans'&#44; sans-serif"));
    assert_non_null(strstr(svg, "#111418"));
    free(svg);
    char *tsv = read_all("pairs.tsv");
    assert_non_null(strstr(tsv, "case\tpoint\tstack_ns"));
    assert_non_null(strstr(tsv, "pointer-return\tsize:64\t"));
    free(tsv);
    esc_run_free(&run);
}

static size_t count_named(const char *prefix)
{
    size_t count = 0;
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        const char *end = strrchr(entry->d_name, '.');
        count += end != NULL && strcmp(end, ".svg") == 0 &&
                 strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
    }
    closedir(directory);
    return count;
}

/* A run of many cases draws a timeline and a distribution of one of them, unless all are asked for.
 */
static void details_are_drawn_for_one_case(void **state)
{
    (void)state;
    need_gnuplot();
    struct esc_run run = model_run(model_cases, 3);
    struct esc_error error = {0};
    size_t drawn = 0;
    struct esc_chart_options options = options_of(ESC_CHART_SVG, "gnuplot");
    options.all = false;
    assert_true(esc_chart(&run, &options, &drawn, &error));
    assert_int_equal(count_named("gc-timeline-"), 1);
    assert_int_equal(count_named("distribution-"), 1);
    options.all = true;
    assert_true(esc_chart(&run, &options, &drawn, &error));
    assert_int_equal(count_named("distribution-"), 3);
    esc_error_free(&error);
    esc_run_free(&run);
}

/* What an earlier drawing left goes; what is not ours stays, whatever its name. */
static void charts_of_an_earlier_drawing_go(void **state)
{
    (void)state;
    need_gnuplot();
    static const char *const others[] = {"mine.gp", "mine.svg", "pairs-9.svg", "notes.txt"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        write_script(others[i], "# mine\n");
    struct esc_run run = model_run(model_cases, 3);
    struct esc_error error = {0};
    size_t drawn = 0;
    struct esc_chart_options options = options_of(ESC_CHART_SVG, "gnuplot");
    assert_true(esc_chart(&run, &options, &drawn, &error));
    assert_int_equal(count_named("distribution-"), 3);
    options.all = false;
    assert_true(esc_chart(&run, &options, &drawn, &error));
    assert_int_equal(count_named("distribution-"), 1);
    assert_int_equal(count_files(".tsv"), drawn);
    assert_int_equal(count_files(".gp"), drawn + 1);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_true(exists(others[i]));
    esc_error_free(&error);
    esc_run_free(&run);
}

/* A strategy that is no remedy is no diamond beside the pairs, and muted over a parameter. */
static void only_remedies_are_drawn_as_such(void **state)
{
    (void)state;
    struct esc_run run = model_run(&model_cases[2], 1); /* interface-call: stack, heap, reused */
    struct esc_strategy *third = &run.cases[0].strategies[2];
    size_t count = 0;
    struct esc_row *rows = esc_rows_shown(&run, 100, &count);
    for (int remedy = 0; remedy < 2; remedy++) {
        third->remedy = remedy != 0;
        size_t remedies = 0;
        for (size_t i = 0; i < count; i++)
            for (size_t v = 0; v < run.variant_count; v++) {
                remedies += esc_row_is_remedy(&run, &rows[i], v);
                if (run.variants[v].strategy == 2)
                    assert_int_equal(esc_pick_role(&run, &run.variants[v]),
                                     remedy ? ESC_ROLE_REMEDY : ESC_ROLE_OTHER);
            }
        assert_int_equal(remedies > 0, remedy);
    }
    free(rows);
    esc_run_free(&run);
}

static void the_same_data_give_the_same_bytes(void **state)
{
    (void)state;
    need_gnuplot();
    static const char *const names[] = {"pairs.svg", "pairs.pdf", "pairs.gp", "pairs.tsv"};
    char *before[4];
    struct esc_run run = model_run(model_cases, 1);
    draw(&run, ESC_CHART_SVG | ESC_CHART_PDF);
    for (size_t i = 0; i < 4; i++)
        before[i] = read_all(names[i]);
    sleep(1); /* a PDF's time of creation has seconds */
    draw(&run, ESC_CHART_SVG | ESC_CHART_PDF);
    for (size_t i = 0; i < 4; i++) {
        char *after = read_all(names[i]);
        assert_string_equal(before[i], after);
        free(before[i]);
        free(after);
    }
    esc_run_free(&run);
}

/* Of n samples one is at or below the smallest: the curve rises there by 1/n, and to 1 at the last.
 */
static void a_curve_rises_by_one_sample_at_each(void **state)
{
    (void)state;
    need_gnuplot();
    struct esc_run run = model_run(model_cases, 1);
    draw(&run, ESC_CHART_SVG);
    char *svg = read_all("distribution-pointer-return.svg");
    char *group = strstr(svg, "gnuplot_plot_1\"");
    assert_non_null(group);
    char *path = strstr(group, " d='M");
    assert_non_null(path);
    double smallest, foot, first = 0, x, top = 0;
    assert_int_equal(sscanf(path, " d='M%lf,%lf", &smallest, &foot), 2);
    for (char *end = strchr(path + 4, '\''), *at = path; (at = strchr(at, 'L')) && at < end; at++) {
        assert_int_equal(sscanf(at, "L%lf,%lf", &x, &top), 2);
        first = x > smallest ? first : top;
    }
    assert_true(fabs((foot - first) / (foot - top) - 1.0 / run.rounds) < 0.001);
    free(svg);
    esc_run_free(&run);
}

static bool is_in(const char *name, const char *words)
{
    char *text = read_all(name);
    bool found = strstr(text, words) != NULL;
    free(text);
    return found;
}

/* Values on both sides of an edge would hide each other on a logarithmic axis. */
static void an_edge_is_drawn_in_equal_steps(void **state)
{
    (void)state;
    need_gnuplot();
    static const int64_t edge[] = {8191, 8192, 8193, 10000};
    struct esc_run run = model_run(model_cases, 1); /* sizes 8 B, 64 B, 512 B, 4 KiB */
    draw(&run, ESC_CHART_SVG);
    assert_true(is_in("scaling-pointer-return.svg", "log scale"));
    for (size_t k = 0; k < 4; k++)
        run.cases[0].params[0].values[k].number = edge[k];
    draw(&run, ESC_CHART_SVG);
    assert_true(is_in("scaling-pointer-return.svg", "in equal steps"));
    assert_false(is_in("scaling-pointer-return.svg", "log scale"));
    esc_run_free(&run);
}

/* One edge among many values is enough: its two marks would be one. */
static void one_edge_among_many_is_seen(void **state)
{
    (void)state;
    need_gnuplot();
    static const int64_t sizes[] = {8, 64, 1024, 32768, 32776, 262144, 1048576};
    struct model_case many = model_cases[0];
    many.count = sizeof sizes / sizeof *sizes;
    for (size_t k = 0; k < many.count; k++)
        many.points[k] = model_cases[0].points[k % 4];
    for (size_t k = 0; k < many.count; k++)
        many.points[k].value = sizes[k];
    struct esc_run run = model_run(&many, 1);
    draw(&run, ESC_CHART_SVG);
    assert_true(is_in("scaling-pointer-return.svg", "in equal steps"));
    run.cases[0].params[0].values[4].number = 131072;
    draw(&run, ESC_CHART_SVG);
    assert_true(is_in("scaling-pointer-return.svg", "log scale"));
    esc_run_free(&run);
}

static void a_control_alone_names_no_heap(void **state)
{
    (void)state;
    need_gnuplot();
    struct esc_run run = model_run(&model_cases[MODEL_CASES - 1], 1);
    draw(&run, ESC_CHART_SVG);
    assert_true(is_in("pairs.svg", "The control alone: the same code on both sides"));
    assert_false(is_in("pairs.svg", "0 of 0"));
    esc_run_free(&run);
}

static void a_script_runs_alone(void **state)
{
    (void)state;
    need_gnuplot();
    struct esc_run run = model_run(model_cases, 1);
    draw(&run, ESC_CHART_SVG);
    char *command = esc_format(
        "mkdir '%s/alone' && cp '%s/'*.gp '%s/alone' && cd '%s/alone' && "
        "for f in *.gp; do gnuplot \"$f\" || exit 1; done && "
        "test \"$(ls *.svg | wc -l)\" -eq \"$(ls *.gp | wc -l)\"",
        folder, folder, folder, folder);
    assert_int_equal(system(command), 0);
    free(command);
    esc_run_free(&run);
}

static void ids_are_unique_on_one_page(void **state)
{
    (void)state;
    struct esc_text one = {0};
    struct esc_text two = {0};
    static const char svg[] =
        "<svg \n viewBox=\"0 0 1 1\">\n<title>Gnuplot</title>\n"
        "<desc>Produced by GNUPLOT</desc>\n<g id=\"gnuplot_canvas\">"
        "<circle id='gpDot'/><use xlink:href='#gpDot'/>"
        "<g clip-path=\"url(#clip1)\"><text>id=\"x\" url(#y)</text></g></svg>";
    esc_text_add(&one, svg);
    esc_text_add(&two, svg);
    esc_chart_mend_svg(&one, "pairs", "a < b & c", "long\ntext", NULL);
    esc_chart_mend_svg(&two, "scaling-x", "t", "d", NULL);
    assert_non_null(strstr(one.bytes, "<title>a &lt; b &amp; c</title>"));
    assert_non_null(strstr(one.bytes, "<desc>long\ntext</desc>"));
    assert_non_null(strstr(one.bytes, "id=\"pairs-gnuplot_canvas\""));
    assert_non_null(strstr(one.bytes, "id='pairs-gpDot'"));
    assert_non_null(strstr(one.bytes, "xlink:href='#pairs-gpDot'"));
    assert_non_null(strstr(one.bytes, "url(#pairs-clip1)"));
    assert_non_null(strstr(one.bytes, "<text>id=\"x\" url(#y)</text>"));
    assert_non_null(strstr(two.bytes, "id='scaling-x-gpDot'"));
    esc_text_free(&one);
    esc_text_free(&two);
}

static const char *const colour_names[] = {"bg",    "ink",  "muted", "faint", "link",
                                           "stack", "heap", "gc",    "remedy"};

/* In a page the theme is the page's: no colour is left that its style does not set, nor a place
 * that only a file of its own has. Text that looks like a colour is text. */
static void a_page_sets_the_colours(void **state)
{
    (void)state;
    need_gnuplot();
    struct esc_run run = model_run(model_cases, 1);
    free(run.machine.cpu);
    run.machine.cpu = esc_strdup("rgb(31,35,40) #555b61");
    struct esc_chart_options options = options_of(ESC_CHART_SVG, "gnuplot");
    struct esc_error error = {0};
    size_t drawn = 0;
    options.theme = ESC_CHART_PAGE;
    assert_true(esc_chart(&run, &options, &drawn, &error));
    char *svg = read_all("pairs.svg");
    assert_memory_equal(svg, "<svg role=\"img\"", 15);
    assert_non_null(strstr(svg, "<title>The heap side takes "));
    assert_non_null(strstr(svg, " fill=\"var(--esc-bg, #fefefe)\""));
    assert_non_null(strstr(svg, ">rgb(31,35,40) #555b61"));
    assert_null(strstr(svg, "='rgb("));
    assert_null(strstr(svg, "=\"rgb("));
    free(svg);
    esc_run_free(&run);
    esc_error_free(&error);
}

static void a_page_asks_for_both_themes(void **state)
{
    (void)state;
    struct esc_error error = {0};
    struct esc_text light = {0};
    struct esc_text dark = {0};
    assert_true(esc_chart_colours(ESC_CHART_LIGHT, "plots", &light, &error));
    assert_true(esc_chart_colours(ESC_CHART_DARK, "plots", &dark, &error));
    for (size_t i = 0; i < sizeof colour_names / sizeof *colour_names; i++) {
        char *property = esc_format("--esc-%s: #", colour_names[i]);
        assert_non_null(strstr(light.bytes, property));
        assert_non_null(strstr(dark.bytes, property));
        free(property);
    }
    assert_non_null(strstr(light.bytes, "--esc-heap-text: #b84e00;"));
    assert_non_null(strstr(dark.bytes, "--esc-bg: #111418;"));
    assert_false(esc_chart_colours(ESC_CHART_DARK, folder, &dark, &error));
    assert_int_equal(error.count, 1);
    esc_text_free(&light);
    esc_text_free(&dark);
    esc_error_free(&error);
}

/* Every place where text of a case or of the machine gets into a picture. */
static void hostile_text_is_only_text(void **state)
{
    (void)state;
    need_gnuplot();
    static const char evil[] =
        "`touch pwned` ’it’’s’ \"; system('touch pwned') @evil {/Symbol a} "
        "C:\\new\\x \n set output 'pwned' # $(touch pwned) \xff\033]0;x\a %s";
    struct model_case models[2] = {model_cases[0], model_cases[2]};
    models[0].name = models[0].title = models[0].param = evil;
    models[1].title = models[1].remedy = evil;
    struct esc_run run = model_run(models, 2);
    free(run.machine.cpu);
    free(run.machine.flags);
    free(run.id);
    run.machine.cpu = esc_strdup(evil);
    run.machine.flags = esc_strdup("-O2 `touch pwned` -m'");
    run.id = esc_strdup(evil);
    assert_true(draw(&run, ESC_CHART_SVG | ESC_CHART_PNG) >= 5);
    assert_false(exists("pwned"));
    assert_int_not_equal(access("pwned", F_OK), 0);
    char *svg = read_all("distribution-interface-call.svg");
    assert_non_null(strstr(svg, "`touch pwned` ’it’’s’"));
    assert_non_null(strstr(svg, "C:\\new\\x set output"));
    free(svg);
    esc_run_free(&run);
}

static void without_gnuplot_one_line_says_so(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    struct esc_error error = {0};
    size_t drawn = 7;
    struct esc_chart_options options = options_of(ESC_CHART_SVG, "no-such-gnuplot");
    assert_false(esc_chart(&run, &options, &drawn, &error));
    assert_int_equal(drawn, 0);
    assert_int_equal(error.count, 1);
    assert_non_null(strstr(error.messages[0].text, "no-such-gnuplot"));
    assert_non_null(strstr(error.messages[0].hint, "gnuplot-nox"));
    esc_error_free(&error);
    esc_run_free(&run);
}

static void check_failing(const char *script, const char *wanted)
{
    write_script("bad-gnuplot", script);
    struct esc_run run = model_run(model_cases, 1);
    struct esc_error error = {0};
    size_t drawn = 7;
    char *program = path_of("bad-gnuplot");
    struct esc_chart_options options = options_of(ESC_CHART_SVG, program);
    assert_false(esc_chart(&run, &options, &drawn, &error));
    assert_int_equal(drawn, 0);
    assert_int_equal(error.count, 5);
    for (size_t i = 0; i < error.count; i++)
        assert_non_null(strstr(error.messages[i].text, wanted));
    assert_int_equal(count_files(".svg") + count_files(".tmp") + count_files(".log"), 0);
    assert_int_equal(count_files(".gp"), 5);
    free(program);
    esc_error_free(&error);
    esc_run_free(&run);
}

/* A gnuplot that draws what it is told but pairs, beside whatever that stands. */
static void one_broken_picture_costs_itself_alone(void **state)
{
    (void)state;
    write_script("bad-gnuplot",
                 "#!/bin/sh\n"
                 "for word; do case $word in\n"
                 "pairs.gp) echo 'line 7: broken' >&2; exit 1 ;;\n"
                 "*.gp) printf '<svg %300s>' x >${word%.gp}.svg.tmp ;;\n"
                 "esac; done\n");
    struct esc_run run = model_run(model_cases, 1);
    struct esc_error error = {0};
    size_t drawn = 7;
    char *program = path_of("bad-gnuplot");
    struct esc_chart_options options = options_of(ESC_CHART_SVG, program);
    assert_false(esc_chart(&run, &options, &drawn, &error));
    assert_int_equal(drawn, 4);
    assert_int_equal(error.count, 1);
    assert_non_null(strstr(error.messages[0].file, "pairs.svg"));
    assert_non_null(strstr(error.messages[0].text, "line 7: broken"));
    assert_int_equal(count_files(".svg"), 4);
    assert_int_equal(count_files(".tmp") + count_files(".log"), 0);
    free(program);
    esc_error_free(&error);
    esc_run_free(&run);
}

static void a_failing_gnuplot_leaves_nothing_half_written(void **state)
{
    (void)state;
    check_failing(
        "#!/bin/sh\necho '<svg ' >${3%.gp}.svg.tmp\n"
        "echo 'line 3: bad' >&2\nexit 1\n",
        "line 3: bad");
    check_failing(
        "#!/bin/sh\nfor word; do case $word in *.gp) : >${word%.gp}.svg.tmp ;; esac; done\n",
        "empty");
    check_failing("#!/bin/sh\nkill -9 $$\n", "signal 9");
}

/* Draws with a program that is given as a script; its limit is `limit_s`. */
static size_t draw_by(const char *script, double limit_s, struct esc_error *error)
{
    write_script("slow-gnuplot", script);
    struct esc_run run = model_run(model_cases, 1);
    size_t drawn = 0;
    char *program = path_of("slow-gnuplot");
    struct esc_chart_options options = options_of(ESC_CHART_SVG, program);
    options.time_limit_s = limit_s;
    assert_false(esc_chart(&run, &options, &drawn, error));
    free(program);
    esc_run_free(&run);
    return drawn;
}

static void one_picture_that_hangs_costs_one_chart(void **state)
{
    (void)state;
    struct esc_error error = {0};
    size_t drawn = draw_by(
        "#!/bin/sh\n"
        "for word; do case $word in\n"
        "pairs.gp) sleep 3600 ;;\n"
        "*.gp) printf '<svg %300s' '>' >${word%.gp}.svg.tmp ;;\n"
        "esac; done\n",
        5, &error);
    assert_int_equal(drawn, 4);
    assert_int_equal(error.count, 1);
    assert_non_null(strstr(error.messages[0].file, "/pairs.svg"));
    assert_string_equal(error.messages[0].text, "gnuplot still ran at the time limit of 5 s");
    assert_non_null(strstr(error.messages[0].hint, "pairs.gp"));
    esc_error_free(&error);
}

/* Not all five wait for their limit, and what they started is gone: it would hold the pipe open. */
static void a_gnuplot_that_always_hangs_is_given_up(void **state)
{
    (void)state;
    struct esc_error error = {0};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(
        draw_by("#!/bin/sh\n(setsid sleep 3600 &)\ntrap '' TERM ALRM\nsleep 3600\n", 1, &error), 0);
    assert_int_equal(error.count, 3);
    assert_string_equal(error.messages[2].text,
                        "gnuplot does not end: 3 more pictures are not drawn");
    char byte;
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 0);
    close(ends[0]);
    esc_error_free(&error);
}

static void nothing_measured_gives_a_picture_that_says_so(void **state)
{
    (void)state;
    need_gnuplot();
    struct esc_run run = model_run(model_cases, 1);
    for (size_t v = 0; v < run.variant_count; v++)
        model_fail(&run, v, ESC_STATUS_COMPILE, "its C does not compile");
    assert_int_equal(draw(&run, ESC_CHART_SVG), 1);
    char *svg = read_all("pairs.svg");
    assert_non_null(strstr(svg, "Nothing was measured"));
    assert_non_null(strstr(svg, "No case of this run has figures"));
    free(svg);
    esc_run_free(&run);
}

/* As a file of somebody else may have it. */
static void cases_of_one_name_have_files_of_their_own(void **state)
{
    (void)state;
    need_gnuplot();
    struct esc_run run = model_run(model_cases, 3);
    for (size_t i = 1; i < 3; i++) {
        free(run.cases[i].name);
        run.cases[i].name = esc_strdup(run.cases[0].name);
    }
    size_t drawn = draw(&run, ESC_CHART_SVG);
    assert_int_equal(count_files(".svg"), drawn);
    assert_int_equal(count_named("distribution-pointer-return"), 3);
    assert_true(exists("distribution-pointer-return-3.svg"));
    esc_run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_chart_has_its_files, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(details_are_drawn_for_one_case, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(charts_of_an_earlier_drawing_go, make_folder,
                                        remove_folder),
        cmocka_unit_test(only_remedies_are_drawn_as_such),
        cmocka_unit_test_setup_teardown(the_same_data_give_the_same_bytes, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_curve_rises_by_one_sample_at_each, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(one_edge_among_many_is_seen, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(an_edge_is_drawn_in_equal_steps, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_control_alone_names_no_heap, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_script_runs_alone, make_folder, remove_folder),
        cmocka_unit_test(ids_are_unique_on_one_page),
        cmocka_unit_test_setup_teardown(cases_of_one_name_have_files_of_their_own, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_page_sets_the_colours, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_page_asks_for_both_themes, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(hostile_text_is_only_text, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(without_gnuplot_one_line_says_so, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(one_broken_picture_costs_itself_alone, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_failing_gnuplot_leaves_nothing_half_written, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(one_picture_that_hangs_costs_one_chart, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_gnuplot_that_always_hangs_is_given_up, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(nothing_measured_gives_a_picture_that_says_so, make_folder,
                                        remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
