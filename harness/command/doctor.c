/*
 * doctor: the machine, and what about it affects figures. Only reads; each remedy is for the user
 * to run.
 */
#include "base/error.h"
#include "base/memory.h"
#include "build/build.h"
#include "command/command.h"
#include "machine/compiler.h"
#include "machine/probe.h"
#include "report/report.h"
#include "session/options.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATE_WIDTH = 9, NAME_WIDTH = 18, OPT_ROOT = 0x100 };

/* SGR colours, by state; the word says the same. */
static const char *const colours[] = {"32", "33", "2"};

static void print_state(const struct esc_terminal *terminal, enum esc_finding_state state)
{
    const char *word = esc_finding_word(state);
    int blanks = STATE_WIDTH - (int)strlen(word);
    if (terminal->colour)
        printf("\033[%sm%s\033[0m%*s", colours[state], word, blanks, "");
    else
        printf("%s%*s", word, blanks, "");
}

/* How many bytes of `text` go into `width` columns: up to the last blank that fits, or else up to
 * the first blank. UTF-8 bytes that only continue a character take no column. */
static size_t line_length(const char *text, int width)
{
    size_t fits = 0;
    int columns = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (text[i] == ' ' && (columns <= width || fits == 0))
            fits = i;
        columns += ((unsigned char)text[i] & 0xc0) != 0x80;
        if (columns > width && fits > 0)
            return fits;
    }
    return strlen(text);
}

/* Wraps at blanks; every line but the first is indented, which the first already is. */
static void print_wrapped(const struct esc_terminal *terminal, int indent, const char *text)
{
    for (;;) {
        size_t length = line_length(text, terminal->columns - indent);
        printf("%.*s\n", (int)length, text);
        text += length + strspn(text + length, " ");
        if (*text == '\0')
            return;
        printf("%*s", indent, "");
    }
}

static void print_finding(const struct esc_terminal *terminal, const struct esc_finding *finding)
{
    print_state(terminal, finding->state);
    printf("%-*s", NAME_WIDTH, finding->name);
    print_wrapped(terminal, STATE_WIDTH + NAME_WIDTH, finding->value);
    if (finding->state == ESC_FINDING_OK)
        return;
    printf("%*s", STATE_WIDTH, "");
    print_wrapped(terminal, STATE_WIDTH, finding->effect);
    if (finding->remedy[0] == '\0')
        return;
    printf("%*s-> ", STATE_WIDTH, "");
    print_wrapped(terminal, STATE_WIDTH + 3, finding->remedy);
}

static void print_fact(const struct esc_terminal *terminal, const char *name, const char *value)
{
    printf("%-*s", STATE_WIDTH, name);
    print_wrapped(terminal, STATE_WIDTH, value);
}

static void print_facts(const struct esc_terminal *terminal, const struct esc_machine *machine)
{
    char *cpu = machine->mhz > 0 ? esc_format("%s, %.0f MHz", machine->cpu, machine->mhz)
                                 : esc_strdup(machine->cpu);
    char *os = esc_format("%s, %s", machine->os, machine->kernel);
    char *version = esc_format("escapement %s (%s)", machine->version, machine->revision);
    print_fact(terminal, "host", machine->host);
    print_fact(terminal, "cpu", cpu);
    print_fact(terminal, "system", os);
    print_fact(terminal, "compiler", machine->compiler);
    print_fact(terminal, "flags", machine->flags);
    print_fact(terminal, "version", version);
    free(cpu);
    free(os);
    free(version);
}

static void print_machine(const struct esc_terminal *terminal, const struct esc_machine *machine)
{
    size_t counts[3] = {0};
    print_facts(terminal, machine);
    printf("\n");
    for (size_t i = 0; i < machine->finding_count; i++) {
        print_finding(terminal, &machine->findings[i]);
        counts[machine->findings[i].state]++;
    }
    char *sum =
        esc_format("%zu ok, %zu warn, %zu unknown. Nothing was changed.", counts[ESC_FINDING_OK],
                   counts[ESC_FINDING_WARN], counts[ESC_FINDING_UNKNOWN]);
    printf("\n");
    print_wrapped(terminal, 0, sum);
    free(sum);
    print_wrapped(terminal, 0, "What each line means: docs/measuring-machine.md");
}

static const struct argp_option option_table[] = {
    {"root", OPT_ROOT, "FOLDER", OPTION_HIDDEN, "read /proc and /sys below FOLDER", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    const char **root = state->input;
    if (key != OPT_ROOT)
        return ARGP_ERR_UNKNOWN;
    *root = argument;
    return 0;
}

int esc_command_doctor(int argc, char **argv)
{
    static const struct argp argp = {
        .options = option_table,
        .parser = parse_option,
        .doc = "Shows what about this machine affects figures. Reads only, changes nothing.",
    };
    const char *root = "";
    if (!esc_options_parse(&argp, argc, argv, &root))
        return ESC_EXIT_USAGE;
    const char *command = getenv("CC");
    char *compiler = esc_compiler_version(command != NULL && *command != '\0' ? command : "cc");
    struct esc_machine machine;
    esc_machine_probe(root, compiler, esc_build_flags(), &machine);
    struct esc_terminal terminal = esc_terminal_of(stdout);
    print_machine(&terminal, &machine);
    esc_machine_free(&machine);
    free(compiler);
    return ESC_EXIT_OK;
}
