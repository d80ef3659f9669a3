/*
 * Sentences about a class. See class.h for the contracts.
 */
#include "words/class.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "base/text.h"
#include "words/price.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t count_rows(const struct esc_class *class)
{
    size_t rows = 0;
    for (size_t i = 0; i < class->row_count; i++)
        rows += esc_class_counts(&class->rows[i]);
    return rows;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

char *esc_class_finding(const struct esc_class *class)
{
    size_t rows = count_rows(class);
    size_t all = 0;
    for (size_t i = 0; i < class->row_count; i++)
        all +=
            esc_class_counts(&class->rows[i]) && class->rows[i].slower == class->rows[i].dot_count;
    if (class->machine_count == 0)
        return esc_strdup("No machine's run could be read");
    if (class->machine_count == 1)
        return esc_format("One machine: the heap side is the slower one in %zu of %zu case%s", all,
                          rows, plural(rows));
    return esc_format(
        "On each of %zu machines the heap side is the slower one in %zu of %zu case%s",
        class->machine_count, all, rows, plural(rows));
}

/* Adds a name to a list of which so many are told. */
enum { NAMES_MOST = 6 };
static void add_name(struct esc_text *list, size_t *count, const char *name)
{
    if (*count < NAMES_MOST)
        esc_text_addf(list, "%s%s", *count > 0 ? ", " : "", name);
    else if (*count == NAMES_MOST)
        esc_text_add(list, " and others");
    (*count)++;
}

char *esc_class_signs(const struct esc_class *class)
{
    struct esc_text names = {0};
    size_t contested = 0;
    size_t open = 0;
    size_t faster = 0;
    for (size_t i = 0; i < class->row_count; i++) {
        const struct esc_class_row *row = &class->rows[i];
        if (!esc_class_counts(row))
            continue;
        if (row->slower > 0 && row->faster > 0)
            add_name(&names, &contested, row->case_name);
        open += row->slower + row->faster == 0;
        faster += row->slower == 0 && row->faster > 0;
    }
    struct esc_text out = {0};
    if (class->machine_count > 1 && contested == 0)
        esc_text_add(&out, "No machine that resolves a difference contradicts another on its sign");
    else if (class->machine_count > 1)
        esc_text_addf(&out, "Machines contradict each other on the sign in %zu of %zu cases: %s",
                      contested, count_rows(class), names.bytes);
    else
        esc_text_add(&out, "One machine has nobody to contradict");
    if (faster > 0)
        esc_text_addf(&out, "; %zu with the heap side faster", faster);
    if (open > 0)
        esc_text_addf(&out, "; %zu resolved by none", open);
    esc_text_add(&out, ".");
    esc_text_free(&names);
    return esc_text_take(&out);
}

char *esc_class_orders(const struct esc_class *class)
{
    struct esc_text out = {0};
    if (class->machine_count < 2 || class->ordered == 0)
        return esc_format("Orders are compared from two machines with %d cases on.",
                          ESC_CLASS_LEAST_ROWS);
    esc_text_addf(
        &out,
        "%zu of %zu machines put the cases in the class's order (rank correlation with it "
        "%g or more)",
        class->same_order, class->ordered, ESC_CLASS_SAME_ORDER);
    if (isfinite(class->concordance))
        esc_text_addf(&out, "; Kendall's W over the %zu cases that all measured is %.2f.",
                      class->concordance_rows, class->concordance);
    else
        esc_text_addf(&out, "; no Kendall's W: all machines have %zu case%s in common.",
                      class->concordance_rows, plural(class->concordance_rows));
    return esc_text_take(&out);
}

/* The most often odd first. Caller frees. */
static size_t *odd_machines(const struct esc_class *class, size_t *count)
{
    size_t *odd = esc_calloc(class->machine_count, sizeof *odd);
    *count = 0;
    for (size_t m = 0; m < class->machine_count; m++) {
        if (class->machines[m].odd == 0)
            continue;
        size_t at = (*count)++;
        for (; at > 0 && class->machines[odd[at - 1]].odd < class->machines[m].odd; at--)
            odd[at] = odd[at - 1];
        odd[at] = m;
    }
    return odd;
}

char *esc_class_odd_ones(const struct esc_class *class)
{
    struct esc_text names = {0};
    size_t count;
    size_t told = 0;
    if (class->machine_count < ESC_CLASS_LEAST_DOTS)
        return esc_format("Odd ones are looked for from %d machines on.", ESC_CLASS_LEAST_DOTS);
    size_t *odd = odd_machines(class, &count);
    for (size_t i = 0; i < count; i++) {
        const struct esc_class_machine *machine = &class->machines[odd[i]];
        char *name =
            esc_format("%s in %zu case%s", machine->name, machine->odd, plural(machine->odd));
        add_name(&names, &told, name);
        free(name);
    }
    free(odd);
    char *text = count == 0 ? esc_strdup("No machine is odd.")
                            : esc_format("%zu machine%s odd: %s.", count,
                                         count == 1 ? " is" : "s are", names.bytes);
    esc_text_free(&names);
    return text;
}

char *esc_class_oddness(const struct esc_class *class, size_t machine, const char *times)
{
    const struct esc_class_machine *one = &class->machines[machine];
    char own[ESC_UNITS_TEXT];
    char others[ESC_UNITS_TEXT];
    struct esc_text out = {0};
    if (one->odd == 0)
        return NULL;
    esc_text_addf(&out, "%s (%s):", one->name, one->processor);
    size_t told = 0;
    for (size_t i = 0; i < class->row_count; i++) {
        const struct esc_class_row *row = &class->rows[i];
        const struct esc_class_dot *dot = esc_class_dot(row, machine);
        if (dot == NULL || !dot->odd)
            continue;
        if (told < NAMES_MOST)
            esc_text_addf(&out, "%s %s %s%s, the class %s%s", told > 0 ? ";" : "", row->case_name,
                          esc_units_factor(own, dot->factor.median), times,
                          esc_units_factor(others, row->median), times);
        told++;
    }
    if (told > NAMES_MOST)
        esc_text_addf(&out, "; and %zu more", told - NAMES_MOST);
    return esc_text_take(&out);
}

/* Whether the row that stands for the case has another text, not only another runtime. */
static bool has_other_text(const struct esc_class *class, const struct esc_class_row *row)
{
    for (size_t i = 0; i < class->row_count; i++)
        if (!class->rows[i].aside && strcmp(class->rows[i].case_name, row->case_name) == 0)
            return class->rows[i].text_hash != row->text_hash;
    return false;
}

char *esc_class_row_name(const struct esc_class *class, const struct esc_class_row *row)
{
    return esc_format("%s%s%s%s%s%s", row->case_name, row->whole ? ESC_PRICE_MARK : "",
                      row->control ? " (control)" : "", row->release != NULL ? ", " : "",
                      row->release != NULL ? row->release : "",
                      row->aside && has_other_text(class, row)
                          ? (row->text_hash == 0 ? ", unknown text" : ", other text")
                          : "");
}

char *esc_class_row_signs(const struct esc_class_row *row)
{
    static const char *const words[] = {"slower", "faster", "not resolved"};
    const size_t counts[] = {row->slower, row->faster, row->open};
    struct esc_text out = {0};
    for (size_t i = 0; i < 3; i++) {
        if (counts[i] == 0)
            continue;
        if (counts[i] == row->dot_count && row->dot_count > 1)
            esc_text_addf(&out, "all %zu %s", counts[i], words[i]);
        else
            esc_text_addf(&out, "%s%zu %s", out.length > 0 ? ", " : "", counts[i], words[i]);
    }
    return esc_text_take(&out);
}

char *esc_class_row_range(const struct esc_class_row *row, const char *times)
{
    char least[ESC_UNITS_TEXT];
    char most[ESC_UNITS_TEXT];
    return esc_format("%s%s to %s%s", esc_units_factor(least, row->least), times,
                      esc_units_factor(most, row->most), times);
}

/* ---- notes ---- */

struct notes {
    char **list;
    size_t count;
};

static void add_note(struct notes *notes, char *text)
{
    notes->list = esc_grow(notes->list, &notes->count, sizeof *notes->list);
    notes->list[notes->count - 1] = text;
}

/* The different values of a text of all machines with how many have it: "0.1.0 (38), 0.2.0 (2)".
 * NULL when all have the same. */
static char *differing(const struct esc_class *class, size_t offset)
{
    struct esc_text out = {0};
    size_t kinds = 0;
    for (size_t m = 0; m < class->machine_count; m++) {
        const char *own = *(char **)((char *)&class->machines[m] + offset);
        size_t same = 0;
        bool first = true;
        for (size_t k = 0; k < class->machine_count; k++) {
            bool equal = strcmp(*(char **)((char *)&class->machines[k] + offset), own) == 0;
            same += equal;
            first = first && !(equal && k < m);
        }
        if (first)
            esc_text_addf(&out, "%s%s (%zu)", kinds++ > 0 ? ", " : "", own, same);
    }
    char *text = esc_text_take(&out);
    if (kinds > 1)
        return text;
    free(text);
    return NULL;
}

static void note_differing(struct notes *notes, const struct esc_class *class, size_t offset,
                           const char *what)
{
    char *values = differing(class, offset);
    if (values != NULL)
        add_note(notes, esc_format("%s: %s.", what, values));
    free(values);
}

static void note_texts(struct notes *notes, const struct esc_class *class)
{
    struct esc_text names = {0};
    size_t count = 0;
    for (size_t i = 0; i < class->row_count; i++) {
        const struct esc_class_row *row = &class->rows[i];
        if (!row->aside)
            continue;
        char *name = esc_class_row_name(class, row);
        char *told = esc_format("%s (%zu machine%s)", name, row->dot_count, plural(row->dot_count));
        add_name(&names, &count, told);
        free(told);
        free(name);
    }
    if (count > 0)
        add_note(notes, esc_format("Rows of their own, because fewer machines have that text or "
                                   "runtime of the case: %s.",
                                   names.bytes));
    esc_text_free(&names);
    if (class->unknown_texts)
        add_note(notes, esc_strdup("Some runs do not tell the texts of their cases (they were made "
                                   "before that was recorded): whether they measured the same is "
                                   "not known."));
}

/* "#2" in a name is the second file. */
static void note_names(struct notes *notes, const struct esc_class *class)
{
    size_t count = 0;
    for (size_t m = 0; m < class->machine_count; m++)
        count += strstr(class->machines[m].name, " #") != NULL;
    if (count > 0)
        add_note(notes, esc_format("%zu runs come from hosts of equal names; each is counted as a "
                                   "machine. If one sent two runs, collect without one of them.",
                                   count));
}

char **esc_class_notes(const struct esc_class *class, size_t *count)
{
    struct notes notes = {0};
    note_differing(&notes, class, offsetof(struct esc_class_machine, version),
                   "Different versions of escapement");
    note_differing(&notes, class, offsetof(struct esc_class_machine, preset), "Different presets");
    note_texts(&notes, class);
    note_names(&notes, class);
    *count = notes.count;
    return notes.list;
}

/* "2026-11-20 to 2026-11-30"; RFC 3339 sorts by time where offsets are equal, and days are all that
 * is told. */
static char *days_of(const struct esc_class *class)
{
    const char *first = NULL;
    const char *last = NULL;
    for (size_t m = 0; m < class->machine_count; m++) {
        const char *day = class->machines[m].started;
        if (day == NULL)
            continue;
        first = first == NULL || strncmp(day, first, 10) < 0 ? day : first;
        last = last == NULL || strncmp(day, last, 10) > 0 ? day : last;
    }
    if (first == NULL)
        return esc_strdup("on unknown days");
    if (strncmp(first, last, 10) == 0)
        return esc_format("%.10s", first);
    return esc_format("%.10s to %.10s", first, last);
}

char *esc_class_made_of(const struct esc_class *class)
{
    char *days = days_of(class);
    char *versions = differing(class, offsetof(struct esc_class_machine, version));
    char *text = esc_format("%zu run%s on %zu processor%s, %s · escapement %s",
                            class->machine_count, plural(class->machine_count), class->group_count,
                            plural(class->group_count), days,
                            versions != NULL           ? versions
                            : class->machine_count > 0 ? class->machines[0].version
                                                       : "unknown");
    free(versions);
    free(days);
    return text;
}

/* ---- what a room believed ---- */

/* How far the middle guess is from the truth, at least 1; 0: the truth is unknown. */
static double off_by(const struct esc_belief *belief)
{
    return isfinite(belief->truth) ? exp(fabs(log(belief->median / belief->truth))) : 0;
}

char *esc_beliefs_finding(const struct esc_beliefs *beliefs, const char *times)
{
    const struct esc_belief *farthest = &beliefs->list[0];
    size_t near = 0;
    size_t known = 0;
    char believed[ESC_UNITS_TEXT];
    char truth[ESC_UNITS_TEXT];
    for (size_t i = 0; i < beliefs->count; i++) {
        const struct esc_belief *belief = &beliefs->list[i];
        farthest = off_by(belief) > off_by(farthest) ? belief : farthest;
        near += isfinite(belief->truth) ? belief->near : 0;
        known += isfinite(belief->truth) ? belief->count : 0;
    }
    if (known == 0)
        return esc_strdup("What the room believed; nobody measured these cases");
    return esc_format(
        "%zu of %zu guesses are within a factor of 2; farthest off: %s, believed "
        "%s%s, measured %s%s",
        near, known, farthest->case_name, esc_units_factor(believed, farthest->median), times,
        esc_units_factor(truth, farthest->truth), times);
}

char *esc_belief_words(const struct esc_belief *belief)
{
    if (!isfinite(belief->truth))
        return esc_strdup("nobody measured it");
    return esc_format("%zu of %zu within a factor of 2", belief->near, belief->count);
}
