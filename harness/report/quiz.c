/*
 * Questions and answers about a case. See quiz.h for the contracts.
 */
#include "report/quiz.h"

#include "base/memory.h"
#include "base/text.h"
#include "report/ink.h"
#include "words/said.h"
#include "words/units.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_ONE, BLOCK_OTHER, BLOCK_SHARED, BLOCKS };
static const char *const blocks[BLOCKS] = {"one", "other", "shared"};

/* ---- the truth ---- */

static int by_place(const void *a, const void *b)
{
    const struct esc_quiz_line *one = a;
    const struct esc_quiz_line *other = b;
    if (one->block != other->block)
        return one->block < other->block ? -1 : 1;
    return one->line < other->line ? -1 : one->line > other->line;
}

/* Each line once. */
static void add_line(struct esc_quiz_line **lines, size_t *count, size_t block, int line)
{
    for (size_t i = 0; i < *count; i++)
        if ((*lines)[i].block == block && (*lines)[i].line == line)
            return;
    *lines = esc_grow(*lines, count, sizeof **lines);
    (*lines)[*count - 1] = (struct esc_quiz_line){block, line};
}

static void sort_lines(struct esc_quiz_line *lines, size_t count)
{
    if (count > 1)
        qsort(lines, count, sizeof *lines, by_place);
}

static bool says_escape(const char *text)
{
    return text[0] != ' ' && esc_said_kind(text) == ESC_SAID_ESCAPES;
}

static const struct esc_source *block_source(const struct esc_case *bench_case, size_t block)
{
    if (block == BLOCK_SHARED)
        return &bench_case->go;
    return &bench_case->strategies[esc_lesson_guess_strategy(bench_case, block)].go;
}

static void add_printed(const struct esc_lesson *lesson, struct esc_quiz_truth *truth)
{
    for (size_t i = 0; i < lesson->diagnostics->count; i++) {
        const struct esc_diagnostic *printed = &lesson->diagnostics->list[i];
        if (printed->point != lesson->point || printed->inlined || !says_escape(printed->text))
            continue;
        for (size_t block = 0; block < BLOCKS; block++) {
            const struct esc_source *source = block_source(lesson->bench_case, block);
            if (esc_source_has_line(source, printed->line))
                add_line(&truth->lines, &truth->line_count, block,
                         printed->line - source->line + 1);
        }
    }
}

static void add_expected(const struct esc_lesson *lesson, struct esc_quiz_truth *truth)
{
    for (size_t block = 0; block < 2; block++) {
        size_t number = esc_lesson_guess_strategy(lesson->bench_case, block);
        const struct esc_strategy *strategy = &lesson->bench_case->strategies[number];
        for (size_t i = 0; i < strategy->escape_count; i++)
            if (says_escape(strategy->escapes[i]))
                add_line(&truth->lines, &truth->line_count, block, 0);
    }
}

struct esc_quiz_truth esc_quiz_truth_of(const struct esc_lesson *lesson)
{
    struct esc_quiz_truth truth = {.factor = NAN, .lines_told = lesson->diagnostics != NULL};
    if (truth.lines_told)
        add_printed(lesson, &truth);
    else
        add_expected(lesson, &truth);
    truth.lines_source = esc_strdup(truth.lines_told ? lesson->release : "the case's own text");
    sort_lines(truth.lines, truth.line_count);
    for (size_t block = 0; block < 2; block++) {
        size_t number = esc_lesson_guess_strategy(lesson->bench_case, block);
        truth.allocs[block] = lesson->bench_case->strategies[number].expect[lesson->point].allocs;
    }
    return truth;
}

void esc_quiz_truth_free(struct esc_quiz_truth *truth)
{
    free(truth->lines);
    free(truth->lines_source);
    free(truth->factor_source);
    *truth = (struct esc_quiz_truth){0};
}

/* "one 3, other 5 7", "both", "none". Caller frees. */
static char *lines_words(const struct esc_quiz_line *lines, size_t count, bool told)
{
    struct esc_text out = {0};
    if (count == 0)
        return esc_strdup("none");
    if (!told && count == 2)
        return esc_strdup("both");
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || lines[i].block != lines[i - 1].block)
            esc_text_addf(&out, "%s%s", i > 0 ? ", " : "", blocks[lines[i].block]);
        if (told)
            esc_text_addf(&out, " %d", lines[i].line);
    }
    return esc_text_take(&out);
}

/* ---- answers ---- */

static bool refuse_lines(bool told, struct esc_error *error)
{
    return esc_error_add(error, NULL, 0, "%s",
                         told ? "write lines like this: one 3, other 5 7 (or shared 2); or none"
                              : "write one, other, both or none");
}

static bool find_block(const char *word, size_t *block)
{
    for (*block = 0; *block < BLOCKS; (*block)++)
        if (strcmp(word, blocks[*block]) == 0)
            return true;
    return false;
}

/* One word of an answer; *block is the block that is spoken of, BLOCKS before the first. */
static bool read_word(const char *word, bool told, size_t *block, struct esc_quiz_line **lines,
                      size_t *count)
{
    char *end;
    size_t named;
    if (!told && strcmp(word, "both") == 0) {
        add_line(lines, count, BLOCK_ONE, 0);
        add_line(lines, count, BLOCK_OTHER, 0);
        return true;
    }
    if (find_block(word, &named) && (told || named != BLOCK_SHARED)) {
        *block = named;
        if (!told)
            add_line(lines, count, named, 0);
        return true;
    }
    long line = strtol(word, &end, 10);
    if (!told || *end != '\0' || line < 1 || line > 100000 || *block == BLOCKS)
        return false;
    add_line(lines, count, *block, (int)line);
    return true;
}

bool esc_quiz_read_lines(const char *answer, bool lines_told, struct esc_quiz_line **lines,
                         size_t *count, struct esc_error *error)
{
    char *copy = esc_strdup(answer);
    char *rest = NULL;
    size_t block = BLOCKS;
    bool good = true;
    bool none = false;
    *lines = NULL;
    *count = 0;
    for (char *at = copy; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    for (char *word = strtok_r(copy, " ,;\t", &rest); word != NULL && good;
         word = strtok_r(NULL, " ,;\t", &rest)) {
        none = none || strcmp(word, "none") == 0;
        good = none || read_word(word, lines_told, &block, lines, count);
    }
    good = good && (none != (*count > 0));
    sort_lines(*lines, *count);
    free(copy);
    if (good)
        return true;
    free(*lines);
    *lines = NULL;
    *count = 0;
    return refuse_lines(lines_told, error);
}

bool esc_quiz_read_allocs(const char *answer, double allocs[2], struct esc_error *error)
{
    char *end;
    allocs[0] = strtod(answer, &end);
    bool good = end != answer;
    const char *second = end + strspn(end, " ,;\t");
    allocs[1] = strtod(second, &end);
    good = good && end != second && end[strspn(end, " \t")] == '\0' && isfinite(allocs[0]) &&
           isfinite(allocs[1]) && allocs[0] >= 0 && allocs[1] >= 0;
    return good || esc_error_add(error, NULL, 0, "write two numbers, of one and of other: 0 1");
}

static const struct {
    char letter;
    double factor;
    const char *words;
} scale[] = {{'a', 0.5, "half"}, {'b', 1, "the same"}, {'c', 2, "2x"},   {'d', 4, "4x"},
             {'e', 8, "8x"},     {'f', 16, "16x"},     {'g', 32, "32x"}, {'h', 64, "64x or more"}};
enum { SCALE = sizeof scale / sizeof *scale };

bool esc_quiz_read_factor(const char *answer, double *factor, struct esc_error *error)
{
    char *end;
    answer += strspn(answer, " \t");
    size_t length = strcspn(answer, " \t");
    for (size_t i = 0; i < SCALE && length == 1; i++)
        if (tolower((unsigned char)answer[0]) == scale[i].letter) {
            *factor = scale[i].factor;
            return true;
        }
    *factor = strtod(answer, &end);
    if (*end == '/' && end != answer)
        *factor /= strtod(end + 1, &end);
    else if (*end == 'x' || *end == 'X')
        end++;
    if (end != answer && end[strspn(end, " \t")] == '\0' && isfinite(*factor) && *factor > 0)
        return true;
    return esc_error_add(error, NULL, 0, "write a letter, a to h, or a number such as 2.5");
}

/* ---- asking ---- */

/* The next answer without blanks around it; false at the end of the input. Caller frees. */
static bool next_answer(FILE *in, char **answer)
{
    size_t size = 0;
    *answer = NULL;
    ssize_t length = getline(answer, &size, in);
    if (length < 0) {
        free(*answer);
        *answer = NULL;
        return false;
    }
    while (length > 0 && isspace((unsigned char)(*answer)[length - 1]))
        (*answer)[--length] = '\0';
    char *begin = *answer + strspn(*answer, " \t");
    memmove(*answer, begin, strlen(begin) + 1);
    return true;
}

static void print_question(const struct esc_lesson *lesson, int number, const char *text)
{
    char *first = esc_format("%d. ", number);
    fputc('\n', lesson->out);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_BOLD, first, text);
    free(first);
}

/* What an answer was understood as. */
struct reply {
    char *text; /* as it is kept; "" for a pass */
    unsigned points;
};

typedef bool judge(const struct esc_quiz_truth *truth, const char *answer, struct reply *reply,
                   struct esc_error *error);

static bool judge_lines(const struct esc_quiz_truth *truth, const char *answer, struct reply *reply,
                        struct esc_error *error)
{
    struct esc_quiz_line *lines;
    size_t count;
    size_t right = 0;
    if (!esc_quiz_read_lines(answer, truth->lines_told, &lines, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < truth->line_count; k++)
            right += by_place(&lines[i], &truth->lines[k]) == 0;
    reply->points = esc_guess_set_points(count, truth->line_count, right);
    reply->text = lines_words(lines, count, truth->lines_told);
    free(lines);
    return true;
}

/* What is not known costs nothing. */
static bool judge_allocs(const struct esc_quiz_truth *truth, const char *answer,
                         struct reply *reply, struct esc_error *error)
{
    double allocs[2];
    if (!esc_quiz_read_allocs(answer, allocs, error))
        return false;
    reply->points = 0;
    for (size_t k = 0; k < 2; k++)
        reply->points += truth->allocs[k] < 0 || fabs(allocs[k] - truth->allocs[k]) < 0.01;
    reply->text = esc_format("%g %g", allocs[0], allocs[1]);
    return true;
}

static bool judge_factor(const struct esc_quiz_truth *truth, const char *answer,
                         struct reply *reply, struct esc_error *error)
{
    double factor;
    if (!esc_quiz_read_factor(answer, &factor, error))
        return false;
    reply->points = esc_guess_factor_points(factor, truth->factor);
    reply->text = esc_format("%.6g", factor);
    return true;
}

static char *allocs_words(const struct esc_quiz_truth *truth)
{
    struct esc_text out = {0};
    for (size_t k = 0; k < 2; k++)
        if (truth->allocs[k] >= 0)
            esc_text_addf(&out, "%s%g", k > 0 ? " " : "", truth->allocs[k]);
        else
            esc_text_addf(&out, "%s?", k > 0 ? " " : "");
    return esc_text_take(&out);
}

static char *truth_words(const struct esc_quiz_truth *truth, enum esc_question question)
{
    if (question == ESC_QUESTION_LINES)
        return lines_words(truth->lines, truth->line_count, truth->lines_told);
    if (question == ESC_QUESTION_ALLOCS)
        return allocs_words(truth);
    return esc_format("%.6g", truth->factor);
}

static bool is_known(const struct esc_quiz_truth *truth, enum esc_question question)
{
    if (question == ESC_QUESTION_ALLOCS)
        return truth->allocs[0] >= 0 || truth->allocs[1] >= 0;
    return question == ESC_QUESTION_LINES || isfinite(truth->factor);
}

/* Asks until the answer is understood; false at the end of the input. */
static bool ask_one(const struct esc_lesson *lesson, const struct esc_quiz_truth *truth, FILE *in,
                    judge *understands, struct reply *reply)
{
    char *answer;
    for (;;) {
        fputs("> ", lesson->out);
        fflush(lesson->out);
        if (!next_answer(in, &answer))
            return false;
        struct esc_error error = {0};
        bool pass = *answer == '\0';
        if (pass)
            *reply = (struct reply){esc_strdup(""), 0};
        bool understood = pass || understands(truth, answer, reply, &error);
        free(answer);
        if (understood)
            return true;
        esc_ink_wrap(lesson->out, lesson->terminal, INK_FAILED, "  ", error.messages[0].text);
        esc_error_free(&error);
    }
}

static char *scale_words(void)
{
    struct esc_text out = {0};
    esc_text_add(&out, "How many times as long does the side that allocates more take? ");
    for (size_t i = 0; i < SCALE; i++)
        esc_text_addf(&out, "%s%c %s", i > 0 ? ", " : "", scale[i].letter, scale[i].words);
    esc_text_add(&out, "; or a number.");
    return esc_text_take(&out);
}

static char *question_words(const struct esc_quiz_truth *truth, enum esc_question question)
{
    if (question == ESC_QUESTION_ALLOCS)
        return esc_strdup(
            "How many allocations does one operation make, of one and of other? "
            "Two numbers: 0 1");
    if (question == ESC_QUESTION_FACTOR)
        return scale_words();
    return esc_strdup(truth->lines_told
                          ? "Which lines escape, by go build -gcflags='-m=2 -l'? Like this: one 3, "
                            "other 5 7; or none."
                          : "Which side escapes (go is not asked for lines): one, other, both or "
                            "none?");
}

bool esc_quiz_ask(const struct esc_lesson *lesson, const struct esc_quiz_truth *truth, FILE *in,
                  struct esc_guesses *guesses, struct esc_error *error)
{
    static judge *const judges[ESC_QUESTIONS] = {judge_lines, judge_allocs, judge_factor};
    struct esc_guesses asked = {0};
    int number = 0;
    for (int q = 0; q < ESC_QUESTIONS; q++) {
        enum esc_question question = (enum esc_question)q;
        struct reply reply;
        if (!is_known(truth, question))
            continue;
        char *words = question_words(truth, question);
        print_question(lesson, ++number, words);
        free(words);
        if (!ask_one(lesson, truth, in, judges[q], &reply)) {
            esc_guesses_free(&asked);
            esc_error_add(error, NULL, 0,
                          "the answers ended before question %d (%s); nothing was recorded", number,
                          esc_question_key(question));
            esc_error_hint(error, "a line an answer, an empty one passes");
            return false;
        }
        *esc_guess_add(&asked) = (struct esc_guess){
            .question = question,
            .answer = reply.text,
            .truth = truth_words(truth, question),
            .points = reply.points,
            .source = esc_strdup(question == ESC_QUESTION_FACTOR  ? truth->factor_source
                                 : question == ESC_QUESTION_LINES ? truth->lines_source
                                                                  : "the case's own text")};
    }
    *guesses = asked;
    return true;
}

/* As people read it: 4.6797 is "4.7x". Caller frees. */
static char *shown(enum esc_question question, const char *text)
{
    char factor[ESC_UNITS_TEXT];
    if (*text == '\0')
        return esc_strdup("nothing");
    if (question != ESC_QUESTION_FACTOR)
        return esc_strdup(text);
    return esc_format("%sx", esc_units_factor(factor, strtod(text, NULL)));
}

void esc_quiz_show(const struct esc_lesson *lesson, const struct esc_quiz_truth *truth,
                   const struct esc_guesses *guesses)
{
    const struct esc_case *bench_case = lesson->bench_case;
    size_t stack_is_other = esc_lesson_guess_strategy(bench_case, 0);
    char *sides = esc_format("one is %s, other is %s.", bench_case->strategies[stack_is_other].name,
                             bench_case->strategies[1 - stack_is_other].name);
    fputc('\n', lesson->out);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_BOLD, "", sides);
    free(sides);
    for (size_t i = 0; i < guesses->count; i++) {
        const struct esc_guess *guess = &guesses->list[i];
        char *answer = shown(guess->question, guess->answer);
        char *right = shown(guess->question, guess->truth);
        char *words = esc_format("%s: %s, you said %s: %u of %d points (%s)",
                                 esc_question_key(guess->question), right, answer, guess->points,
                                 ESC_GUESS_MOST, guess->source);
        free(right);
        free(answer);
        esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "", words);
        free(words);
    }
    if (!isfinite(truth->factor))
        esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "",
                     "No run here holds the case: make bench tells its factor.");
}
