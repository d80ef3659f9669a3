/*
 * Shared options. See options.h for the contracts.
 */
#include "session/options.h"

#include "base/error.h"
#include "base/memory.h"
#include "load/nearest.h"
#include "machine/probe.h"
#include "session/workbench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_TIME_LIMIT = 0x200, OPT_MEMORY_LIMIT, OPT_CPU, OPT_GOGC, OPT_GO, OPT_SKIP, OPT_TAG };

static const struct argp_option option_table[] = {
    {"case", 'c', "LIST", 0, "cases by name or path, separated by commas (default: all)", 0},
    {"match", 'm', "REGEX", 0, "cases whose name it matches (POSIX extended)", 0},
    {"tag", OPT_TAG, "LIST", 0, "cases that have one of these tags; with --match, both", 0},
    {"skip", OPT_SKIP, "REGEX", 0, "leave these out", 0},
    {"preset", 'p', "NAME", 0, "quick, normal (default) or thorough", 0},
    {"runtime", 'r', "LIST", 0,
     "runtimes of the heap side: goheap, boehm, malloc (default: these), goheap@1.27, and go, which "
     "runs the Go of both sides",
     0},
    {"go", OPT_GO, "LIST", 0,
     "release of the Go model: 1.19 (default), 1.27 or both; commands of real Go to run (default: "
     "go)",
     0},
    {"time-limit", OPT_TIME_LIMIT, "S", 0, "limit of one sample (default: 20)", 0},
    {"memory-limit", OPT_MEMORY_LIMIT, "MIB", 0, "address space of one sample (default: 8192)", 0},
    {"cpu", OPT_CPU, "N", 0, "pin samples to this CPU (default: the last allowed; -1: do not pin)",
     0},
    {"gogc", OPT_GOGC, "PERCENT", 0, "GOGC of collectors that know it (default: 100; off)", 0},
    {0},
};

double esc_option_number(struct argp_state *state, const char *option, const char *argument,
                         double low, double high)
{
    char *end = NULL;
    double number = strtod(argument, &end);
    bool good = end != argument && *end == '\0' && number >= low && number <= high;
    if (!good)
        argp_error(state, "%s takes a number from %g to %g, not \"%s\"", option, low, high,
                   argument);
    return number;
}

double esc_option_whole(struct argp_state *state, const char *option, const char *argument,
                        double low, double high)
{
    double number = esc_option_number(state, option, argument, low, high);
    if (fabs(number - trunc(number)) > 0)
        argp_error(state, "%s takes a whole number, not \"%s\"", option, argument);
    return number;
}

static void set_cpu(struct esc_workbench_options *options, const char *argument,
                    struct argp_state *state)
{
    options->cpu = (int)esc_option_whole(state, "--cpu", argument, -1, 4095);
    if (options->cpu >= 0 && !esc_machine_may_use(options->cpu))
        argp_error(state, "--cpu=%d: this process may not use that CPU (-1: do not pin)",
                   options->cpu);
}

/* What an option is refused for; the hint says what there is. */
static void refuse_value(struct argp_state *state, struct esc_error *error)
{
    const struct esc_message *message = &error->messages[0];
    argp_error(state, "%s; %s", message->text, message->hint);
    esc_error_free(error);
}

static void set_runtimes(struct esc_workbench_options *options, const char *list,
                         struct argp_state *state)
{
    struct esc_error error = {0};
    if (!esc_workbench_set_runtimes(options, list, &error))
        refuse_value(state, &error);
}

static void set_gos(struct esc_workbench_options *options, const char *list,
                    struct argp_state *state)
{
    struct esc_error error = {0};
    if (!esc_workbench_set_gos(options, list, &error))
        refuse_value(state, &error);
}

static void settle(struct esc_workbench_options *options, struct argp_state *state)
{
    struct esc_error error = {0};
    if (!esc_workbench_settle(options, &error))
        refuse_value(state, &error);
}

static void set_gogc(struct esc_workbench_options *options, const char *argument,
                     struct argp_state *state)
{
    options->gogc = strcmp(argument, "off") == 0
                        ? -1
                        : (int)esc_option_whole(state, "--gogc", argument, -1, 1e6);
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct esc_workbench_options *options = state->input;
    switch (key) {
    case 'c':
    case ARGP_KEY_ARG:
        esc_workbench_add_names(options, argument);
        return 0;
    case 'm':
        free(options->match);
        options->match = esc_strdup(argument);
        return 0;
    case OPT_TAG:
        free(options->tag);
        options->tag = esc_strdup(argument);
        return 0;
    case OPT_SKIP:
        free(options->skip);
        options->skip = esc_strdup(argument);
        return 0;
    case 'p':
        if (!esc_preset_find(argument, &options->preset))
            argp_error(state, "there is no preset \"%s\": quick, normal, thorough", argument);
        return 0;
    case 'r':
        set_runtimes(options, argument, state);
        return 0;
    case OPT_GO:
        set_gos(options, argument, state);
        return 0;
    case ARGP_KEY_END:
        settle(options, state);
        return 0;
    case OPT_TIME_LIMIT:
        options->time_limit_s = esc_option_number(state, "--time-limit", argument, 0.01, 86400);
        return 0;
    case OPT_MEMORY_LIMIT:
        options->memory_limit_mib = esc_option_number(state, "--memory-limit", argument, 0, 1e9);
        return 0;
    case OPT_CPU:
        set_cpu(options, argument, state);
        return 0;
    case OPT_GOGC:
        set_gogc(options, argument, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp esc_workbench_argp = {option_table, parse_option, NULL, NULL, NULL, NULL, NULL};

/* The option of that name, or NULL. What begins with it, else what is nearest, goes to `nearest`.
 */
static const struct argp_option *find_option(const struct argp *argp, const char *name,
                                             struct esc_nearest *nearest, const char **longer)
{
    const struct argp_option *option = argp->options;
    for (; option != NULL && (option->name != NULL || option->doc != NULL); option++) {
        if (option->name == NULL)
            continue;
        if (strcmp(option->name, name) == 0)
            return option;
        if (strncmp(option->name, name, strlen(name)) == 0 && *longer == NULL)
            *longer = option->name;
        esc_nearest_offer(nearest, option->name);
    }
    for (const struct argp_child *child = argp->children; child != NULL && child->argp; child++) {
        option = find_option(child->argp, name, nearest, longer);
        if (option != NULL)
            return option;
    }
    return NULL;
}

/* What argp adds of its own. */
static const struct argp_option own_options[] = {
    {"help", '?', NULL, 0, NULL, 0}, {"usage", 0, NULL, 0, NULL, 0}, {0}};
static const struct argp own = {own_options, NULL, NULL, NULL, NULL, NULL, NULL};

static void refuse(const char *program, const char *name, const char *meant)
{
    fprintf(stderr, "%s: there is no option --%s", program, name);
    if (meant != NULL)
        fprintf(stderr, "; did you mean --%s?", meant);
    fprintf(stderr, "\nTry `%s --help' for the options there are.\n", program);
    exit(ESC_EXIT_USAGE);
}

/* Whether `word` is a long option whose value is the next word. */
static bool takes_next(const struct argp *argp, const char *program, const char *word)
{
    char *name = esc_strdup(word + 2);
    name[strcspn(name, "=")] = '\0';
    struct esc_nearest nearest = {.typed = name};
    const char *longer = NULL;
    const struct argp_option *option = find_option(argp, name, &nearest, &longer);
    if (option == NULL)
        option = find_option(&own, name, &nearest, &longer);
    if (option == NULL)
        refuse(program, name, longer != NULL ? longer : nearest.name);
    free(name);
    return option->arg != NULL && (option->flags & OPTION_ARG_OPTIONAL) == 0 &&
           strchr(word, '=') == NULL;
}

/* "--rounds=N<TAB>rounds to measure", a line each; those without a name are headings. */
static void list_options(const struct argp *argp, FILE *out)
{
    const struct argp_option *option = argp->options;
    for (; option != NULL && (option->name != NULL || option->doc != NULL); option++)
        if (option->name != NULL && (option->flags & OPTION_HIDDEN) == 0)
            fprintf(out, "--%s%s%s\t%s\n", option->name, option->arg != NULL ? "=" : "",
                    option->arg != NULL ? option->arg : "", option->doc != NULL ? option->doc : "");
    for (const struct argp_child *child = argp->children; child != NULL && child->argp; child++)
        list_options(child->argp, out);
}

bool esc_options_parse(const struct argp *argp, int argc, char **argv, void *input)
{
    argp_err_exit_status = ESC_EXIT_USAGE;
    if (argc == 2 && strcmp(argv[1], "--list-options") == 0) {
        list_options(argp, stdout);
        exit(ESC_EXIT_OK);
    }
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strncmp(argv[i], "--", 2) == 0 && takes_next(argp, argv[0], argv[i]))
            i++;
    return argp_parse(argp, argc, argv, 0, NULL, input) == 0;
}

const char *esc_option_seat(struct argp_state *state, const char *argument)
{
    enum { SEAT_MOST = 32 };
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t length = strlen(argument);
    if (length == 0 || length > SEAT_MOST || strspn(argument, letters) != length ||
        argument[0] == '.')
        argp_error(state, "--seat: \"%s\" is no name of a seat: 1 to %d letters, digits, - _ .",
                   argument, SEAT_MOST);
    return argument;
}
