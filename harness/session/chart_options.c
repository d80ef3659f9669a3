/*
 * Words for presets, themes and formats. See chart_options.h.
 */
#include "session/chart_options.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct choice {
    const char *word;
    unsigned value;
};
static const struct choice presets[] = {{"projector", ESC_CHART_PROJECTOR},
                                        {"screen", ESC_CHART_SCREEN},
                                        {"paper", ESC_CHART_PAPER},
                                        {NULL, 0}};
static const struct choice themes[] = {
    {"light", ESC_CHART_LIGHT}, {"dark", ESC_CHART_DARK}, {"page", ESC_CHART_PAGE}, {NULL, 0}};
static const struct choice formats[] = {
    {"svg", ESC_CHART_SVG}, {"png", ESC_CHART_PNG}, {"pdf", ESC_CHART_PDF}, {NULL, 0}};

static const struct argp_option option_table[] = {
    {"preset", 'p', "NAME", 0, "projector, screen or paper", 0},
    {"theme", 't', "NAME", 0,
     "light (default), dark, or page: svg in the colours of a web page's style", 0},
    {"format", 'f', "LIST", 0, "svg, png, pdf, separated by commas (default: svg,png)", 0},
    {0},
};

static unsigned choose(const struct choice *choices, const char *what, const char *word,
                       struct argp_state *state)
{
    for (size_t i = 0; choices[i].word != NULL; i++)
        if (strcmp(choices[i].word, word) == 0)
            return choices[i].value;
    struct esc_text known = {0};
    for (size_t i = 0; choices[i].word != NULL; i++)
        esc_text_addf(&known, "%s%s", i > 0 ? ", " : "", choices[i].word);
    argp_error(state, "there is no %s \"%s\": %s", what, word, known.bytes);
    return 0;
}

static unsigned choose_formats(const char *list, struct argp_state *state)
{
    unsigned bits = 0;
    char *copy = esc_strdup(list);
    char *rest = NULL;
    for (char *word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest))
        bits |= choose(formats, "format", word, state);
    free(copy);
    return bits != 0 ? bits : choose(formats, "format", list, state);
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct esc_chart_options *options = state->input;
    switch (key) {
    case 'p':
        options->preset = (enum esc_chart_preset)choose(presets, "preset", argument, state);
        return 0;
    case 't':
        options->theme = (enum esc_chart_theme)choose(themes, "theme", argument, state);
        return 0;
    case 'f':
        options->formats = choose_formats(argument, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp esc_chart_argp = {option_table, parse_option, NULL, NULL, NULL, NULL, NULL};

enum { OPT_OUT = 0x500, OPT_NO_CHARTS };

static const struct argp_option picture_table[] = {
    {"out", OPT_OUT, "FOLDER", 0, "write there instead", 0},
    {"no-charts", OPT_NO_CHARTS, NULL, 0, "draw nothing", 0},
    {0},
};

static error_t parse_picture_option(int key, char *argument, struct argp_state *state)
{
    struct esc_chart_options *options = state->input;
    switch (key) {
    case OPT_OUT:
        options->folder = argument;
        return 0;
    case OPT_NO_CHARTS:
        options->none = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = options;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child looks[] = {{&esc_chart_argp, 0, NULL, 0}, {0}};
const struct argp esc_pictures_argp = {picture_table, parse_picture_option, NULL, NULL, looks, NULL,
                                       NULL};

struct esc_chart_options esc_chart_options(void)
{
    return (struct esc_chart_options){.preset = ESC_CHART_SCREEN,
                                      .theme = ESC_CHART_LIGHT,
                                      .formats = ESC_CHART_SVG | ESC_CHART_PNG,
                                      .gnuplot = "gnuplot"};
}

char *esc_made_by(const char *what)
{
    const char *revision = ESC_REVISION;
    bool known = *revision != '\0';
    return esc_format("%s · escapement %s%s%s%s", what, ESC_VERSION, known ? " (" : "", revision,
                      known ? ")" : "");
}
