/*
 * libFuzzer target: the types of a Go file. What is refused is told by one message that has a
 * place; of what is accepted every expression's type has a text, and a size unless it is untyped.
 */
#include "gosyntax/parse.h"
#include "gotypes/check.h"
#include "gotypes/size.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const struct esc_go_checked *checked)
{
    for (size_t k = 0; k < checked->fact_count; k++) {
        const struct esc_go_fact *fact = &checked->facts[k];
        if (fact->mode == ESC_MODE_NONE || fact->type == NULL)
            continue;
        struct esc_text text = {0};
        esc_go_type_text(&text, fact->type, checked->package);
        if (text.length == 0 || (!esc_go_is_untyped(fact->type) && esc_go_size(fact->type) < 0))
            abort();
        esc_text_free(&text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct esc_syntax syntax = {0};
    struct esc_error error = {0};
    struct esc_go_file *file = esc_syntax_parse(&syntax, "x.go", (const char *)data, size, &error);
    if (file != NULL) {
        struct esc_go_world *world = esc_go_world_new(&syntax, ESC_GO_1_19);
        struct esc_go_place at = {0, 0};
        const struct esc_go_checked *checked = esc_go_check(world, &file, 1, "main", &at, &error);
        if (error.count != (checked == NULL) || (checked == NULL && at.line == 0))
            abort();
        if (checked != NULL)
            look(checked);
        esc_go_world_free(world);
    }
    esc_error_free(&error);
    esc_syntax_free(&syntax);
    return 0;
}
