/*
 * The library's data: packages are unpacked when they are imported or lead on from there, objects
 * read when they are asked for. The format is tools/gostd's. See library.h.
 */
#include "gotypes/library.h"

#include "base/embed.h"
#include "base/memory.h"
#include "base/text.h"
#include "gosyntax/letters.h"
#include "gotypes/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

ESC_EMBED(esc_gostd_1_19, "harness/gotypes/go1.19.data");

/* A line of a package's text. */
struct line {
    const char *name;
    size_t length;                /* of the name */
    struct esc_go_object *object; /* once it was read */
};

struct module {
    struct esc_go_package package;
    struct esc_go_world *world;
    const char *packed;
    size_t packed_size, size;
    struct line *lines; /* NULL: not unpacked yet; sorted by name, as bytes */
    size_t line_count;
    struct module **uses; /* the other packages that it names; [0] itself */
    size_t use_count;
};

struct esc_go_library {
    struct module *modules; /* sorted by path */
    size_t count;
};

/*
 * The data is the program's own, compared with real Go's by a test: what cannot be read is a fault
 * of the program, and going on would be guessing.
 */
static void __attribute__((noreturn)) broken(const char *where)
{
    fprintf(stderr, "escapement: the data of Go's library is broken at %.60s\n", where);
    abort();
}

/* ---- the file and its packages ---- */

static size_t count_lines(const char *text, const char *end)
{
    size_t count = 0;
    for (; text < end; text++)
        count += *text == '\n';
    return count;
}

/* "PATH OFFSET LENGTH SIZE\n" */
static const char *read_module(struct esc_go_world *world, struct module *module, const char *at,
                               const char *data)
{
    char *end;
    const char *blank = strchr(at, ' ');
    if (blank == NULL)
        broken(at);
    module->package.path = esc_go_name(world, at, (size_t)(blank - at));
    module->package.imported = true;
    module->package.library = module;
    module->world = world;
    module->packed = data + strtoul(blank, &end, 10);
    module->packed_size = strtoul(end, &end, 10);
    module->size = strtoul(end, &end, 10);
    return end + 1;
}

static struct esc_go_library *open_library(struct esc_go_world *world)
{
    const char *text = esc_gostd_1_19, *head = strchr(text, '\n') + 1;
    const char *end = strstr(text, "\n\n");
    if (end == NULL)
        broken(text);
    struct esc_go_library *library = esc_calloc(1, sizeof *library);
    library->modules = esc_calloc(count_lines(head, end + 1), sizeof *library->modules);
    while (head < end)
        head = read_module(world, &library->modules[library->count++], head, end + 2);
    return library;
}

void esc_go_library_free(struct esc_go_library *library)
{
    if (library == NULL)
        return;
    free(library->modules);
    free(library);
}

static int module_order(const void *path, const void *module)
{
    return strcmp(path, ((const struct module *)module)->package.path);
}

static struct module *find_module(struct esc_go_world *world, const char *path)
{
    if (world->library == NULL)
        world->library = open_library(world);
    return bsearch(path, world->library->modules, world->library->count, sizeof(struct module),
                   module_order);
}

/* ---- a package's text ---- */

static char *inflated(struct module *module)
{
    char *text = esc_arena_take(&module->world->arena, module->size + 1, 1);
    uLongf size = module->size;
    if (uncompress((Bytef *)text, &size, (const Bytef *)module->packed, module->packed_size) !=
            Z_OK ||
        size != module->size)
        broken(module->package.path);
    return text;
}

/* "NAME PATH PATH…\n": the package's name and those that it uses. */
static const char *read_head(struct module *module, const char *text)
{
    struct esc_go_world *world = module->world;
    const char *end = strchr(text, '\n'), *blank = strchr(text, ' ');
    if (end == NULL || blank == NULL || blank > end)
        broken(text);
    module->package.name = esc_go_name(world, text, (size_t)(blank - text));
    module->uses =
        esc_arena_take(&world->arena, (size_t)(end - blank) / 2 + 2, sizeof(struct module *));
    module->uses[module->use_count++] = module;
    while (blank < end && blank[1] != '\n') {
        const char *path = blank + 1;
        blank = path + strcspn(path, " \n");
        const char *name = esc_go_name(world, path, (size_t)(blank - path));
        struct module *used = find_module(world, name);
        if (used == NULL)
            broken(path);
        module->uses[module->use_count++] = used;
    }
    return end + 1;
}

static void unpack(struct module *module)
{
    if (module->lines != NULL)
        return;
    const char *text = inflated(module), *end = text + module->size;
    text = read_head(module, text);
    module->lines =
        esc_arena_take(&module->world->arena, count_lines(text, end) + 1, sizeof *module->lines);
    while (text < end) {
        struct line *line = &module->lines[module->line_count++];
        line->name = text;
        line->length = strcspn(text, " \n");
        text = strchr(text, '\n') + 1;
    }
}

static struct line *find_line(struct module *module, const char *name, size_t length)
{
    unpack(module);
    size_t low = 0, high = module->line_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        struct line *line = &module->lines[middle];
        const size_t common = line->length < length ? line->length : length;
        int order = memcmp(name, line->name, common);
        if (order == 0)
            order = length < line->length ? -1 : length > line->length;
        if (order == 0)
            return line;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* ---- types ---- */

struct reader {
    struct module *module;
    const char *at;
};

static const struct esc_go_type *read_type(struct reader *r);
static struct esc_go_object *read_object(struct module *module, struct line *line);

static void skip(struct reader *r, char expected)
{
    if (*r->at++ != expected)
        broken(r->at - 1);
}

static bool accept(struct reader *r, char c)
{
    if (*r->at != c)
        return false;
    r->at++;
    return true;
}

/* How long the name is; that of an instance holds brackets. */
static size_t name_length(const char *text)
{
    size_t length = 0;
    for (; text[length] == '_' || (unsigned char)text[length] >= 0x80 ||
           (text[length] >= '0' && text[length] <= '9') ||
           ((text[length] | 32) >= 'a' && (text[length] | 32) <= 'z');
         length++) {
    }
    if (text[length] == '[' && length > 0)
        length += strcspn(text + length, "]") + 1;
    return length;
}

/* The number before a . or a :, which stands for a package; 0 for none. */
static struct module *read_use(struct reader *r)
{
    char *end = (char *)r->at;
    const unsigned long number = *r->at >= '0' && *r->at <= '9' ? strtoul(r->at, &end, 10) : 0;
    r->at = end;
    if (number >= r->module->use_count)
        broken(r->at);
    return r->module->uses[number];
}

static const struct esc_go_type *read_named(struct reader *r)
{
    struct module *module = read_use(r);
    skip(r, '.');
    const size_t length = name_length(r->at);
    struct line *line = find_line(module, r->at, length);
    if (line == NULL)
        broken(r->at);
    r->at += length;
    const struct esc_go_object *object = read_object(module, line);
    if (object->type == NULL)
        broken(line->name);
    return object->type;
}

/* Names of the universe. */
static const struct esc_go_type *read_universal(struct reader *r)
{
    struct esc_go_world *world = r->module->world;
    size_t length = 0;
    while ((r->at[length] >= 'a' && r->at[length] <= 'z') ||
           (r->at[length] >= '0' && r->at[length] <= '9'))
        length++;
    const struct esc_go_object *object =
        esc_go_scope_find(&world->universe, esc_go_name(world, r->at, length));
    if (object == NULL || object->kind != ESC_OBJECT_TYPE)
        broken(r->at);
    r->at += length;
    return object->type;
}

static const struct esc_go_type *read_untyped(struct reader *r)
{
    static const struct {
        char letter;
        enum esc_basic what;
    } kinds[] = {{'i', ESC_BASIC_UNTYPED_INT},    {'r', ESC_BASIC_UNTYPED_RUNE},
                 {'f', ESC_BASIC_UNTYPED_FLOAT},  {'c', ESC_BASIC_UNTYPED_COMPLEX},
                 {'s', ESC_BASIC_UNTYPED_STRING}, {'b', ESC_BASIC_UNTYPED_BOOL}};
    skip(r, '%');
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (accept(r, kinds[k].letter))
            return esc_go_basic(r->module->world, kinds[k].what);
    broken(r->at);
}

static struct esc_go_type *new_type(struct reader *r, enum esc_type_kind kind)
{
    return esc_go_type_new(r->module->world, kind);
}

static const struct esc_go_type *read_brackets(struct reader *r)
{
    skip(r, '[');
    if (accept(r, ']'))
        return esc_go_slice_of(r->module->world, read_type(r));
    char *end;
    struct esc_go_type *type = new_type(r, ESC_TYPE_ARRAY);
    type->array.length = strtoll(r->at, &end, 10);
    r->at = end;
    skip(r, ']');
    type->array.element = read_type(r);
    return type;
}

static const struct esc_go_type *read_map(struct reader *r)
{
    struct esc_go_type *type = new_type(r, ESC_TYPE_MAP);
    skip(r, '{');
    type->map.key = read_type(r);
    skip(r, '}');
    type->map.element = read_type(r);
    return type;
}

static const struct esc_go_type *read_chan(struct reader *r, enum esc_go_direction direction)
{
    struct esc_go_type *type = new_type(r, ESC_TYPE_CHAN);
    r->at++;
    type->chan.direction = direction;
    type->chan.element = read_type(r);
    return type;
}

static void read_tuple(struct reader *r, struct esc_go_objects *to, enum esc_go_role role,
                       bool *variadic)
{
    struct esc_go_world *world = r->module->world;
    skip(r, '(');
    while (!accept(r, ')')) {
        *variadic = accept(r, '~');
        const struct esc_go_type *type = read_type(r);
        if (*variadic)
            type = esc_go_slice_of(world, type);
        struct esc_go_object *object = esc_go_object_new(
            world, ESC_OBJECT_VAR, esc_go_name(world, "", 0), &r->module->package, type);
        object->variable.role = role;
        esc_go_objects_add(world, to, object);
        accept(r, ',');
    }
}

static const struct esc_go_type *read_func(struct reader *r)
{
    struct esc_go_type *type = new_type(r, ESC_TYPE_FUNC);
    bool none;
    read_tuple(r, &type->func.parameters, ESC_ROLE_PARAMETER, &type->func.variadic);
    read_tuple(r, &type->func.results, ESC_ROLE_RESULT, &none);
    return type;
}

/* NAME or 3:NAME */
static struct esc_go_object *read_member(struct reader *r, enum esc_object_kind kind)
{
    struct module *module = read_use(r);
    if (module != r->module)
        skip(r, ':');
    const size_t length = name_length(r->at);
    const char *name = esc_go_name(r->module->world, r->at, length);
    r->at += length;
    return esc_go_object_new(r->module->world, kind, name, &module->package, NULL);
}

static const char *read_tag(struct reader *r)
{
    size_t length = 1;
    for (; r->at[length] != '"' && r->at[length] != '\0'; length++)
        length += r->at[length] == '\\';
    const char *text = esc_go_name(r->module->world, r->at, length + 1);
    r->at += length + 1;
    return esc_constant_bytes(esc_constant_literal(&r->module->world->arena, ESC_GO_STRING, text),
                              &length);
}

static const struct esc_go_type *read_record(struct reader *r)
{
    struct esc_go_type *type = new_type(r, ESC_TYPE_STRUCT);
    skip(r, 's');
    skip(r, '{');
    while (!accept(r, '}')) {
        const bool embedded = accept(r, '^');
        struct esc_go_object *field = read_member(r, ESC_OBJECT_VAR);
        field->variable.role = ESC_ROLE_FIELD;
        field->variable.embedded = embedded;
        skip(r, ' ');
        field->type = read_type(r);
        if (*r->at == '"')
            field->variable.tag = read_tag(r);
        esc_go_objects_add(r->module->world, &type->record.fields, field);
        accept(r, ';');
    }
    type->record.complete = true;
    return type;
}

static const struct esc_go_type *read_interface(struct reader *r)
{
    struct esc_go_type *type = new_type(r, ESC_TYPE_INTERFACE);
    skip(r, 'i');
    skip(r, '{');
    while (!accept(r, '}')) {
        struct esc_go_object *method = read_member(r, ESC_OBJECT_FUNC);
        method->type = read_func(r);
        method->function.of_interface = true;
        method->function.receiver = type;
        esc_go_objects_add(r->module->world, &type->interface.own, method);
        accept(r, ';');
    }
    type->interface.world = r->module->world;
    type->interface.declared = true;
    return type;
}

/* As deep as the text nests, which tools/gostd takes from real declarations. */
static const struct esc_go_type *read_type(struct reader *r)
{
    switch (*r->at) {
    case '*':
        r->at++;
        return esc_go_pointer_to(r->module->world, read_type(r));
    case '[':
        return read_brackets(r);
    case '{':
        return read_map(r);
    case '=':
        return read_chan(r, ESC_GO_BOTH);
    case '<':
        return read_chan(r, ESC_GO_RECEIVE_ONLY);
    case '>':
        return read_chan(r, ESC_GO_SEND_ONLY);
    case '(':
        return read_func(r);
    case '%':
        return read_untyped(r);
    case '@':
        r->at++;
        return esc_go_basic(r->module->world, ESC_BASIC_UNSAFE_POINTER);
    default:
        break;
    }
    if (*r->at == '.' || (*r->at >= '0' && *r->at <= '9'))
        return read_named(r);
    if (r->at[0] == 's' && r->at[1] == '{')
        return read_record(r);
    if (r->at[0] == 'i' && r->at[1] == '{')
        return read_interface(r);
    return read_universal(r);
}

/* ---- tags ---- */

/* "h1r0:0", "-"; ? stands for a parameter of which nothing is known. */
static const char *read_tag_of(const char *text, struct esc_go_tag *tag)
{
    tag->heap = *text == '?' ? 0 : ESC_TAG_NONE;
    for (int k = 0; k < ESC_TAG_RESULTS; k++)
        tag->results[k] = ESC_TAG_NONE;
    if (*text == '-' || *text == '?')
        return text + 1;
    while (*text == 'h' || *text == 'r') {
        char *end;
        const bool heap = *text == 'h';
        const long first = strtol(text + 1, &end, 10);
        if (heap)
            tag->heap = (int)first;
        else if (first < ESC_TAG_RESULTS)
            tag->results[first] = (int)strtol(end + 1, &end, 10);
        text = end;
    }
    return text;
}

static const struct esc_go_tags *read_tags(struct esc_go_world *world, const char *text,
                                           size_t count)
{
    struct esc_go_tags *tags = esc_arena_take(&world->arena, 1, sizeof *tags);
    struct esc_go_tag *list = esc_arena_take(&world->arena, count, sizeof *list);
    for (size_t k = 0; k < count; k++) {
        text = read_tag_of(text, &list[k]);
        text += *text == ' ';
    }
    tags->list = list;
    tags->count = count;
    tags->uintptr_escapes = *text == 'u';
    return tags;
}

/* ---- objects ---- */

/* "NAME[*]TYPE TAGS", for which `r` stands at the name. */
static struct esc_go_object *read_method(struct reader *r, const struct esc_go_type *named)
{
    struct esc_go_object *method = read_member(r, ESC_OBJECT_FUNC);
    method->function.receiver = named;
    method->function.pointer_receiver = accept(r, '*');
    struct esc_go_type *type = (struct esc_go_type *)read_func(r);
    struct esc_go_object *receiver = esc_go_object_new(
        r->module->world, ESC_OBJECT_VAR, r->module->world->blank, &r->module->package,
        method->function.pointer_receiver ? esc_go_pointer_to(r->module->world, named) : named);
    receiver->variable.role = ESC_ROLE_RECEIVER;
    type->func.receiver = receiver;
    method->type = type;
    skip(r, ' ');
    method->function.tags = read_tags(r->module->world, r->at, 1 + type->func.parameters.count);
    r->at += strcspn(r->at, "\t\n");
    return method;
}

/* The rest of a T line, when it is first asked for. */
static void fetch(struct esc_go_type *named)
{
    struct esc_go_object *object = named->named.object;
    struct module *module = object->package->library;
    struct line *line = find_line(module, object->name, strlen(object->name));
    struct reader r = {module, line->name + line->length + 2};
    accept(&r, 'n');
    skip(&r, ' ');
    const struct esc_go_type *definition = read_type(&r);
    while (accept(&r, '\t'))
        esc_go_objects_add(module->world, &named->named.methods, read_method(&r, named));
    named->named.definition = definition;
}

static const struct esc_go_type *name_type(struct module *module, struct esc_go_object *object,
                                           bool not_in_heap)
{
    struct esc_go_type *named = esc_go_type_new(module->world, ESC_TYPE_NAMED);
    named->named.object = object;
    named->named.not_in_heap = not_in_heap;
    named->named.fetch = fetch;
    return named;
}

static void read_constant(struct reader *r, struct esc_go_object *object)
{
    object->type = read_type(r);
    skip(r, ' ');
    const size_t length = strcspn(r->at, "\n");
    struct esc_arena *arena = &r->module->world->arena;
    if (*r->at == '"')
        object->value = esc_constant_literal(arena, ESC_GO_STRING,
                                             esc_go_name(r->module->world, r->at, length));
    else
        object->value = esc_constant_read(arena, r->at, length);
    if (object->value == NULL)
        broken(r->at);
}

static void read_function(struct reader *r, struct esc_go_object *object)
{
    object->type = read_func(r);
    skip(r, '\t');
    object->function.tags = read_tags(r->module->world, r->at, object->type->func.parameters.count);
}

static const struct {
    char letter;
    enum esc_object_kind kind;
} letters[] = {{'C', ESC_OBJECT_CONST}, {'V', ESC_OBJECT_VAR},  {'F', ESC_OBJECT_FUNC},
               {'A', ESC_OBJECT_TYPE},  {'T', ESC_OBJECT_TYPE}, {'G', ESC_OBJECT_GENERIC}};

static enum esc_object_kind kind_of(const char *letter)
{
    for (size_t k = 0; k < sizeof letters / sizeof *letters; k++)
        if (letters[k].letter == *letter)
            return letters[k].kind;
    broken(letter);
}

static struct esc_go_object *read_object(struct module *module, struct line *line)
{
    if (line->object != NULL)
        return line->object;
    struct reader r = {module, line->name + line->length + 1};
    const char letter = *r.at;
    struct esc_go_object *object = esc_go_object_new(
        module->world, kind_of(r.at), esc_go_name(module->world, line->name, line->length),
        &module->package, NULL);
    line->object = object;
    r.at += 2;
    if (letter == 'C') {
        read_constant(&r, object);
    } else if (letter == 'F') {
        read_function(&r, object);
    } else if (letter == 'T') {
        object->type = name_type(module, object, r.at[-1] == 'n');
    } else if (letter != 'G') {
        object->type = read_type(&r);
        if (letter == 'A')
            object->type_name.is_alias = true;
        else
            object->variable.role = ESC_ROLE_GLOBAL;
    }
    return object;
}

/* ---- what is asked for ---- */

struct esc_go_package *esc_go_library_package(struct esc_go_world *world, const char *path)
{
    if (strcmp(path, "unsafe") == 0)
        return world->unsafe;
    struct module *module = find_module(world, path);
    if (module == NULL)
        return NULL;
    unpack(module);
    return &module->package;
}

struct esc_go_object *esc_go_library_find(struct esc_go_world *world,
                                          struct esc_go_package *package, const char *name)
{
    if (package == world->unsafe)
        return esc_go_scope_find(&world->unsafe_scope, name);
    struct module *module = package->library;
    struct line *line = find_line(module, name, strlen(name));
    return line == NULL || !esc_go_is_exported(name) ? NULL : read_object(module, line);
}

struct esc_go_objects esc_go_library_all(struct esc_go_world *world, struct esc_go_package *package)
{
    if (package == world->unsafe)
        return world->unsafe_scope.objects;
    struct module *module = package->library;
    struct esc_go_objects all = {0};
    unpack(module);
    for (size_t k = 0; k < module->line_count; k++) {
        struct line *line = &module->lines[k];
        if (line->length > 0 && line->name[line->length - 1] != ']' &&
            esc_go_is_exported(esc_go_name(world, line->name, line->length)))
            esc_go_objects_add(world, &all, read_object(module, line));
    }
    return all;
}
