/*
 * Types as text, in the words of cmd/compile. See types.h.
 */
#include "gotypes/types.h"

#include "gosyntax/letters.h"

#include <string.h>

/* Types whose text is being written, and where it begins: one that leads back to itself without a
 * name is written as @ and that offset (cmd/compile/internal/types/fmt.go, tconv2). */
struct open {
    const struct esc_go_type *type;
    size_t offset;
    const struct open *outer;
};

struct printer {
    struct esc_text *text;
    const struct esc_go_package *inside;
    size_t begin;
    const struct open *open;
};

static void add_type(const struct printer *p, const struct esc_go_type *type);

static void add_quoted(struct esc_text *text, const char *tag)
{
    esc_text_add(text, "\"");
    for (; *tag != '\0'; tag++)
        if (*tag == '"' || *tag == '\\')
            esc_text_addf(text, "\\%c", *tag);
        else
            esc_text_add_bytes(text, tag, 1);
    esc_text_add(text, "\"");
}

static void add_parameters(const struct printer *p, const struct esc_go_type *func)
{
    const struct esc_go_objects *parameters = &func->func.parameters;
    esc_text_add(p->text, "(");
    for (size_t k = 0; k < parameters->count; k++) {
        const struct esc_go_type *type = parameters->list[k]->type;
        esc_text_add(p->text, k > 0 ? ", " : "");
        if (func->func.variadic && k + 1 == parameters->count && type->kind == ESC_TYPE_SLICE) {
            esc_text_add(p->text, "...");
            type = type->element;
        }
        add_type(p, type);
    }
    esc_text_add(p->text, ")");
}

static void add_results(const struct printer *p, const struct esc_go_type *func)
{
    const struct esc_go_objects *results = &func->func.results;
    if (results->count == 0)
        return;
    esc_text_add(p->text, results->count > 1 ? " (" : " ");
    for (size_t k = 0; k < results->count; k++) {
        esc_text_add(p->text, k > 0 ? ", " : "");
        add_type(p, results->list[k]->type);
    }
    esc_text_add(p->text, results->count > 1 ? ")" : "");
}

static void add_record(const struct printer *p, const struct esc_go_type *record)
{
    const struct esc_go_objects *fields = &record->record.fields;
    esc_text_add(p->text, "struct {");
    for (size_t k = 0; k < fields->count; k++) {
        const struct esc_go_object *field = fields->list[k];
        esc_text_add(p->text, k > 0 ? "; " : " ");
        if (!field->variable.embedded)
            esc_text_addf(p->text, "%s ", field->name);
        add_type(p, field->type);
        if (field->variable.tag != NULL && field->variable.tag[0] != '\0') {
            esc_text_add(p->text, " ");
            add_quoted(p->text, field->variable.tag);
        }
    }
    esc_text_add(p->text, fields->count > 0 ? " }" : "}");
}

/* Names of methods that are not exported carry their package, also the own one. */
static void add_interface(const struct printer *p, const struct esc_go_type *interface)
{
    const struct esc_go_objects methods = esc_go_interface_methods(interface);
    if (interface->interface.is_any) {
        esc_text_add(p->text, "any");
        return;
    }
    esc_text_add(p->text, "interface {");
    for (size_t k = 0; k < methods.count; k++) {
        const struct esc_go_object *method = methods.list[k];
        esc_text_add(p->text, k > 0 ? "; " : " ");
        if (!esc_go_is_exported(method->name))
            esc_text_addf(p->text, "%s.", method->package->name);
        esc_text_add(p->text, method->name);
        if (method->type == NULL)
            continue;
        add_parameters(p, method->type);
        add_results(p, method->type);
    }
    esc_text_add(p->text, methods.count > 0 ? " }" : "}");
}

static void add_chan(const struct printer *p, const struct esc_go_type *chan)
{
    static const char *const words[] = {"chan ", "chan<- ", "<-chan "};
    const struct esc_go_type *element = chan->chan.element;
    const bool parted =
        chan->chan.direction != ESC_GO_SEND_ONLY && element->kind == ESC_TYPE_CHAN &&
        element->chan.direction == ESC_GO_RECEIVE_ONLY && chan->chan.direction == ESC_GO_BOTH;
    esc_text_add(p->text, words[chan->chan.direction]);
    esc_text_add(p->text, parted ? "(" : "");
    add_type(p, element);
    esc_text_add(p->text, parted ? ")" : "");
}

static void add_named(const struct printer *p, const struct esc_go_type *named)
{
    const struct esc_go_object *object = named->named.object;
    if (object->package != NULL && object->package != p->inside)
        esc_text_addf(p->text, "%s.", object->package->name);
    esc_text_add(p->text, object->name);
}

static void add_tuple(const struct printer *p, const struct esc_go_type *tuple)
{
    esc_text_add(p->text, "(");
    for (size_t k = 0; k < tuple->tuple.count; k++) {
        esc_text_add(p->text, k > 0 ? ", " : "");
        add_type(p, tuple->tuple.list[k]);
    }
    esc_text_add(p->text, ")");
}

static void add_kind(const struct printer *p, const struct esc_go_type *type)
{
    switch (type->kind) {
    case ESC_TYPE_BASIC:
        esc_text_add(p->text, type->basic.name);
        break;
    case ESC_TYPE_NAMED:
        add_named(p, type);
        break;
    case ESC_TYPE_POINTER:
        esc_text_add(p->text, "*");
        add_type(p, type->element);
        break;
    case ESC_TYPE_SLICE:
        esc_text_add(p->text, "[]");
        add_type(p, type->element);
        break;
    case ESC_TYPE_ARRAY:
        esc_text_addf(p->text, "[%lld]", (long long)type->array.length);
        add_type(p, type->array.element);
        break;
    case ESC_TYPE_MAP:
        esc_text_add(p->text, "map[");
        add_type(p, type->map.key);
        esc_text_add(p->text, "]");
        add_type(p, type->map.element);
        break;
    case ESC_TYPE_CHAN:
        add_chan(p, type);
        break;
    case ESC_TYPE_FUNC:
        esc_text_add(p->text, "func");
        add_parameters(p, type);
        add_results(p, type);
        break;
    case ESC_TYPE_STRUCT:
        add_record(p, type);
        break;
    case ESC_TYPE_INTERFACE:
        add_interface(p, type);
        break;
    case ESC_TYPE_TUPLE:
        add_tuple(p, type);
        break;
    }
}

static void add_type(const struct printer *p, const struct esc_go_type *type)
{
    if (type->kind == ESC_TYPE_BASIC || type->kind == ESC_TYPE_NAMED) {
        add_kind(p, type);
        return;
    }
    for (const struct open *open = p->open; open != NULL; open = open->outer)
        if (open->type == type) {
            esc_text_addf(p->text, "@%zu", open->offset);
            return;
        }
    const struct open open = {type, p->text->length - p->begin, p->open};
    const struct printer inner = {p->text, p->inside, p->begin, &open};
    add_kind(&inner, type);
}

void esc_go_type_text(struct esc_text *text, const struct esc_go_type *type,
                      const struct esc_go_package *inside)
{
    const struct printer p = {text, inside, text->length, NULL};
    add_type(&p, type);
}
