/*
 * escapement: what a memory escape costs, and why. This file finds the command; the files in
 * command/ join the stages. Reading order: command/bench.c, then noun/, then the stage of interest.
 */
#include "command/command.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/ulimits.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} commands[] = {
    {"bench", esc_command_bench, "measure cases, print the table, draw the charts"},
    {"compare", esc_command_compare, "what changed from one run to another, measuring nothing"},
    {"charts", esc_command_charts, "draw a finished run again, measuring nothing"},
    {"report", esc_command_report, "a finished run as one HTML page, measuring nothing"},
    {"cheatsheet", esc_command_cheatsheet, "causes, diagnostics, prices and remedies on one page"},
    {"list", esc_command_list, "what cases there are"},
    {"check", esc_command_check, "load, compile, checksum and count every case, no timing"},
    {"new", esc_command_new, "write a commented case file that already runs"},
    {"explain", esc_command_explain, "a case as a lesson: question, Go and C, figures, remedy"},
    {"exercise", esc_command_exercise, "tasks that grade themselves, in Go or in C"},
    {"disasm", esc_command_disasm, "both sides' machine code, allocator calls marked"},
    {"frame", esc_command_frame, "both sides' stack frames, read from their machine code"},
    {"verify", esc_command_verify, "the same pairs in real Go, beside ours"},
    {"why", esc_command_why, "any Go code: what leaves the stack, how, and what it means"},
    {"escape", esc_command_escape, "Go's escape analysis of a file, without a Go compiler"},
    {"doctor", esc_command_doctor, "the machine: what affects figures, and what to do"},
    {"marking", esc_command_marking, "tri-colour marking on twenty objects, step by step"},
    {"caches", esc_command_caches, "who serves allocations of each size: caches and the heap"},
    {"collect", esc_command_collect, "the runs of many machines side by side: one chart"},
    {"guess", esc_command_guess, "predict a case before its figures are shown"},
    {"profile", esc_command_profile, "a heap profile of a case, for go tool pprof"},
    {"calibrate", esc_command_calibrate, "how often the A/A control's interval holds 1"},
    {"migrate", esc_command_migrate, "rewrite case files of an older language into today's"},
    {"schema", esc_command_schema, "the case language, for editors and the docs"},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_usage(FILE *out)
{
    fputs("Usage: escapement COMMAND [OPTION...]\n\n", out);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\n`escapement COMMAND --help` lists the options of a command.\n", out);
}

/* For a shell's completion. */
static void list_commands(FILE *out)
{
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "%s\t%s\n", commands[i].name, commands[i].summary);
}

static int usage_error(const char *word)
{
    fprintf(stderr, "escapement: error: there is no command \"%s\"\n", word);
    print_usage(stderr);
    return ESC_EXIT_USAGE;
}

static int run_command(const struct command *command, int argc, char **argv)
{
    struct esc_error error = {0};
    if (!esc_ulimits_suffice(&error)) {
        esc_error_print(&error, stderr);
        esc_error_free(&error);
        return ESC_EXIT_ENVIRONMENT;
    }
    char *name = esc_format("escapement %s", command->name);
    argv[0] = name;
    int code = command->run(argc, argv);
    free(name);
    return code;
}

/* The other end of a pipe is closed: `| head` has seen enough. */
static bool reader_has_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

/* At the end of the process, argp's own exits included: output that did not arrive is an error. */
static void close_output(void)
{
    bool failed_before = ferror(stdout) != 0;
    errno = 0;
    if ((fflush(stdout) == 0 && !failed_before) || reader_has_gone())
        return;
    fprintf(stderr, "escapement: error: the output could not be written in full%s%s\n",
            errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
    _exit(ESC_EXIT_ENVIRONMENT);
}

int main(int argc, char **argv)
{
    atexit(close_output);
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* figures are written with a point everywhere */
    const char *word = argc > 1 ? argv[1] : "--help";
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0)
        return print_usage(stdout), ESC_EXIT_OK;
    if (strcmp(word, "--list-commands") == 0)
        return list_commands(stdout), ESC_EXIT_OK;
    if (strcmp(word, "--version") == 0)
        return printf("escapement %s %s\n", ESC_VERSION, ESC_REVISION), ESC_EXIT_OK;
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i].name, word) == 0)
            return run_command(&commands[i], argc - 1, argv + 1);
    return usage_error(word);
}
