/*
 * Observed mark phases. See marking.h.
 */
#include "noun/marking.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* From the roots at the left to the leaves; the last six are garbage from the beginning. */
const struct esc_marking_place esc_marking_places[ESC_MARKING_OBJECTS] = {
    {1, 0.6},   {1, 3.1},   /* A B */
    {2, 0},     {2.1, 1.3}, /* C D */
    {2.8, 2.6}, {2, 3.8},   /* E F */
    {3, 0},     {3, 0.85},  /* G H */
    {3, 1.7},   {3.8, 2.6}, /* I J */
    {3, 3.7},   {4, 0},     /* K L */
    {4, 1.7},   {4, 3.7},   /* M N */
    {5.1, 0},   {6, 0},     /* O P */
    {6, 1.3},   {5.1, 1.3}, /* Q R */
    {6, 2.9},   {5.1, 2.9}, /* S T */
};
const struct esc_marking_place esc_marking_root_places[ESC_MARKING_ROOTS] = {{0, 0.6}, {0, 3.1}};

const struct esc_marking_place esc_marking_local_place = {1, 1.85};

char *esc_marking_spaced(const char *names)
{
    struct esc_text text = {0};
    for (const char *at = names; *at != '\0'; at++) {
        esc_text_add(&text, at == names ? "" : " ");
        esc_text_add_bytes(&text, at, 1);
    }
    return esc_text_take(&text);
}

static void add_value(struct esc_text *text, char name)
{
    if (name == '-')
        esc_text_add(text, "nil");
    else
        esc_text_add_bytes(text, &name, 1);
}

char *esc_marking_stores(const struct esc_marking_step *step)
{
    struct esc_text text = {0};
    for (const char *at = step->barrier; at[0] != '\0' && at[1] != '\0'; at += 2) {
        esc_text_add(&text, at == step->barrier ? "" : ", ");
        add_value(&text, at[0]);
        esc_text_add(&text, "→");
        add_value(&text, at[1]);
    }
    return esc_text_take(&text);
}

char *esc_marking_names(const struct esc_marking_step *step, enum esc_marking_colour colour)
{
    char names[ESC_MARKING_OBJECTS + 1];
    size_t count = 0;
    for (size_t i = 0; i < ESC_MARKING_OBJECTS; i++)
        if (step->colour[i] == colour)
            names[count++] = step->name[i];
    names[count] = '\0';
    return esc_marking_spaced(names);
}

static void free_step(struct esc_marking_step *step)
{
    free(step->words);
    free(step->why);
}

static bool has_words(const struct esc_marking *marking, const char *words)
{
    for (size_t i = 0; i < marking->count; i++)
        if (strcmp(marking->steps[i].words, words) == 0)
            return true;
    return false;
}

void esc_marking_keep_other(struct esc_marking *marking, const struct esc_marking *other)
{
    size_t kept = 0;
    for (size_t i = 0; i < marking->count; i++) {
        if (has_words(other, marking->steps[i].words))
            free_step(&marking->steps[i]);
        else
            marking->steps[kept++] = marking->steps[i];
    }
    marking->count = kept;
}

void esc_marking_free(struct esc_marking *marking)
{
    for (size_t i = 0; i < marking->count; i++)
        free_step(&marking->steps[i]);
    free(marking->steps);
    *marking = (struct esc_marking){0};
}
