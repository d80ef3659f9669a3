/* What the environment says about the terminal, and the progress line that only a tty gets. */
#include "report/report.h"

#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmocka.h>

static int forget_environment(void **state)
{
    (void)state;
    static const char *const names[] = {"NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    setenv("TERM", "xterm-256color", 1);
    setlocale(LC_ALL, "C.UTF-8");
    return 0;
}

/* The slave side of a fresh terminal; the master is left open until the process ends. */
static FILE *open_tty(unsigned short columns)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        return NULL;
    FILE *tty = fopen(ptsname(master), "r+");
    if (tty != NULL)
        ioctl(fileno(tty), TIOCSWINSZ, &(struct winsize){.ws_col = columns, .ws_row = 24});
    return tty;
}

static void a_pipe_is_plain(void **state)
{
    (void)state;
    FILE *out = tmpfile();
    struct esc_terminal terminal = esc_terminal_of(out);
    assert_int_equal(terminal.columns, 80);
    assert_false(terminal.tty);
    assert_false(terminal.colour);
    assert_true(terminal.utf8);
    setenv("CLICOLOR_FORCE", "1", 1);
    assert_true(esc_terminal_of(out).colour);
    setenv("CLICOLOR_FORCE", "0", 1);
    assert_false(esc_terminal_of(out).colour);
    setenv("CLICOLOR_FORCE", "1", 1);
    setenv("NO_COLOR", "1", 1);
    assert_false(esc_terminal_of(out).colour);
    setenv("COLUMNS", "132", 1);
    assert_int_equal(esc_terminal_of(out).columns, 132);
    setenv("COLUMNS", "many", 1);
    assert_int_equal(esc_terminal_of(out).columns, 80);
    setlocale(LC_ALL, "C");
    assert_false(esc_terminal_of(out).utf8);
    fclose(out);
}

static void a_tty_has_colour_and_width(void **state)
{
    (void)state;
    FILE *tty = open_tty(97);
    if (tty == NULL)
        skip();
    struct esc_terminal terminal = esc_terminal_of(tty);
    assert_true(terminal.tty);
    assert_true(terminal.colour);
    assert_int_equal(terminal.columns, 97);
    setenv("CLICOLOR", "0", 1);
    assert_false(esc_terminal_of(tty).colour);
    unsetenv("CLICOLOR");
    setenv("NO_COLOR", "", 1); /* empty counts as unset (no-color.org) */
    assert_true(esc_terminal_of(tty).colour);
    setenv("TERM", "dumb", 1);
    assert_false(esc_terminal_of(tty).colour);
    assert_false(esc_terminal_of(tty).tty);
    fclose(tty);
}

static char *progress(struct esc_terminal terminal, const char *what, size_t done, size_t total,
                      double elapsed_s)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    esc_report_progress(&terminal, out, what, done, total, elapsed_s);
    fclose(out);
    char *copy = strdup(text);
    free(text);
    assert_non_null(copy);
    return copy;
}

static void progress_is_for_ttys(void **state)
{
    (void)state;
    char *text = progress((struct esc_terminal){.columns = 80}, "measuring", 1, 10, 1);
    assert_string_equal(text, "");
    free(text);
    text = progress((struct esc_terminal){.columns = 80, .tty = true}, "measuring", 30, 120, 10);
    assert_non_null(strstr(text, "30/120"));
    assert_non_null(strstr(text, "0:30 left")); /* 90 more at 3 a second */
    assert_non_null(strstr(text, "#####..............."));
    assert_non_null(strstr(text, "measuring"));
    free(text);
}

/* Without a tty: after ten seconds, and ten after that; a phase that begins later starts over. */
static void a_log_gets_a_line_every_ten_seconds(void **state)
{
    (void)state;
    static const struct {
        double elapsed_s;
        const char *wanted;
    } steps[] = {{1, ""},   {9.9, ""}, {10.4, "measuring: 30/120  0:31 left\n"},
                 {11, ""},  {20, ""},  {21, "measuring: 30/120  1:03 left\n"},
                 {0.5, ""}, {9, ""},   {10, "measuring: 30/120  0:30 left\n"}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        char *text = progress((struct esc_terminal){.columns = 80, .lines = true}, "measuring", 30,
                              120, steps[i].elapsed_s);
        assert_string_equal(text, steps[i].wanted);
        free(text);
    }
    char *text = progress((struct esc_terminal){.columns = 80}, "measuring", 30, 120, 50);
    assert_string_equal(text, ""); /* silent */
    free(text);
}

static void progress_never_wraps(void **state)
{
    (void)state;
    for (int columns = 40; columns < 120; columns += 7) {
        struct esc_terminal terminal = {.columns = columns, .tty = true};
        char *text = progress(terminal,
                              "a very long description of what is being measured at this moment, "
                              "and a line\nbreak, and then some more of it until it cannot fit",
                              3, 1000000, 5);
        const char *end = strstr(text, "\033[K");
        assert_non_null(end);
        assert_int_equal(*text, '\r');
        assert_null(strchr(text, '\n'));
        assert_true(end - text - 1 <= columns - 1);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_pipe_is_plain, forget_environment),
        cmocka_unit_test_setup(a_tty_has_colour_and_width, forget_environment),
        cmocka_unit_test_setup(progress_is_for_ttys, forget_environment),
        cmocka_unit_test_setup(a_log_gets_a_line_every_ten_seconds, forget_environment),
        cmocka_unit_test_setup(progress_never_wraps, forget_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
