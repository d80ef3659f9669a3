/*
 * What the terminal can do, decided once from the environment. See report.h for the contracts.
 */
#include "report/report.h"

#include "base/screen.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0';
}

static bool is_word(const char *name, const char *word)
{
    const char *value = getenv(name);
    return value != NULL && strcmp(value, word) == 0;
}

/* no-color.org: any non-empty NO_COLOR switches off. bixense.com/clicolors: CLICOLOR_FORCE other
 * than 0 switches on even in a pipe; CLICOLOR=0 switches off. */
static bool colour_of(bool tty)
{
    if (is_set("NO_COLOR"))
        return false;
    if (is_set("CLICOLOR_FORCE") && !is_word("CLICOLOR_FORCE", "0"))
        return true;
    return tty && !is_word("CLICOLOR", "0");
}

struct esc_terminal esc_terminal_of(FILE *out)
{
    int file = fileno(out);
    bool tty = file >= 0 && isatty(file) == 1 && !is_word("TERM", "dumb");
    return (struct esc_terminal){
        .columns = esc_screen_columns(file),
        .tty = tty,
        .lines = !tty,
        .colour = colour_of(tty),
        .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
    };
}
