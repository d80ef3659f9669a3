/*
 * Two releases in one run: which prices Go changed from the earlier to the later, and whether ours
 * changed the same way. See verify.h for the contracts.
 */
#include "verify/internal.h"

#include "base/memory.h"

#include <stdlib.h>

static const struct esc_fidelity_row *find_row(const struct esc_fidelity *fidelity,
                                               const struct esc_fidelity_row *like)
{
    for (size_t i = 0; i < fidelity->count; i++) {
        const struct esc_fidelity_row *row = &fidelity->rows[i];
        if (row->bench_case == like->bench_case && row->point == like->point &&
            row->strategy == like->strategy)
            return row;
    }
    return NULL;
}

/* Negative: cheaper; 0: the intervals overlap. */
static int change_of_go(const struct esc_fidelity_row *then, const struct esc_fidelity_row *now)
{
    const struct esc_estimate *before = &then->sides[ESC_SIDE_GO].price;
    const struct esc_estimate *after = &now->sides[ESC_SIDE_GO].price;
    if (!before->known || !after->known)
        return 0;
    return (after->low > before->high) - (after->high < before->low);
}

static int change_of_ours(const struct esc_fidelity_row *then, const struct esc_fidelity_row *now)
{
    double before = then->sides[ESC_SIDE_OURS].price_ns, after = now->sides[ESC_SIDE_OURS].price_ns;
    return (after > before) - (after < before);
}

static void add_turn(struct esc_turns *turns, const struct esc_fidelity_row *then,
                     const struct esc_fidelity_row *now)
{
    int change = change_of_go(then, now);
    if (change == 0)
        return;
    bool same = change == change_of_ours(then, now);
    turns->list = esc_grow(turns->list, &turns->count, sizeof *turns->list);
    turns->list[turns->count - 1] = (struct esc_turn){then, now, change < 0, same};
    turns->same += same;
}

void esc_turns_of(const struct esc_fidelity *then, const struct esc_fidelity *now,
                  struct esc_turns *turns)
{
    *turns = (struct esc_turns){.then = then, .now = now};
    for (size_t i = 0; i < then->count; i++) {
        const struct esc_fidelity_row *before = &then->rows[i];
        const struct esc_fidelity_row *after = find_row(now, before);
        if (after == NULL || !esc_fidelity_is_priced(before) || !esc_fidelity_is_priced(after))
            continue;
        turns->priced++;
        add_turn(turns, before, after);
    }
}

static void add_summary(const struct esc_turns *turns, struct esc_text *out)
{
    esc_text_addf(out,
                  "Of %zu rows with a price in both releases Go's changed in %zu; ours changed the "
                  "same way in %zu of them",
                  turns->priced, turns->count, turns->same);
    if (turns->count > 0)
        esc_text_addf(out, ", %.0f %% (wanted: at least %.0f %%)",
                      100 * (double)turns->same / (double)turns->count, 100 * ESC_LEAST_SAME);
    esc_text_add(out, ".\n");
}

/* Prices then and now and their factor, of one side. */
static void add_side(const struct esc_turn *turn, enum esc_side side, const char *format,
                     struct esc_text *out)
{
    double then = turn->then->sides[side].price_ns, now = turn->now->sides[side].price_ns;
    esc_text_addf(out, format, then, now, now / then);
}

void esc_turns_print(const struct esc_turns *turns, FILE *out)
{
    struct esc_text text = {0};
    esc_text_addf(&text, "\nFrom Go 1.%d to Go 1.%d\n", turns->then->go->minor,
                  turns->now->go->minor);
    add_summary(turns, &text);
    for (size_t i = 0; i < turns->count; i++) {
        const struct esc_turn *turn = &turns->list[i];
        if (turn->same)
            continue;
        char *name = esc_fidelity_name(turn->then);
        esc_text_addf(&text, "  %s:", name);
        add_side(turn, ESC_SIDE_GO, " Go %.3g to %.3g ns (%.2f),", &text);
        add_side(turn, ESC_SIDE_OURS, " ours %.3g to %.3g ns (%.2f)\n", &text);
        free(name);
    }
    fputs(text.bytes, out);
    esc_text_free(&text);
}

void esc_turns_markdown(const struct esc_turns *turns, struct esc_text *out)
{
    esc_text_addf(out, "## From Go 1.%d to Go 1.%d\n\n", turns->then->go->minor,
                  turns->now->go->minor);
    add_summary(turns, out);
    esc_text_add(out,
                 "A price changed in Go where its intervals in the two releases are apart; ours "
                 "by its medians.\n\n"
                 "| row | Go, ns | then | x | ours, ns | then | x | as Go |\n"
                 "|---|--:|--:|--:|--:|--:|--:|---|\n");
    for (size_t i = 0; i < turns->count; i++) {
        const struct esc_turn *turn = &turns->list[i];
        char *name = esc_fidelity_name(turn->then);
        esc_text_addf(out, "| %s |", name);
        add_side(turn, ESC_SIDE_GO, " %.3g | %.3g | %.2f |", out);
        add_side(turn, ESC_SIDE_OURS, " %.3g | %.3g | %.2f |", out);
        esc_text_addf(out, " %s |\n", turn->same ? "yes" : "no");
        free(name);
    }
    esc_text_add(out, "\n");
}
