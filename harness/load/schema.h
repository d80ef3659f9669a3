/*
 * The case language as one table. It is the source of three things: the checks (check.c), the
 * annotations for editors (lua/escapement.lua) and the reference (docs/case-reference.md).
 */
#ifndef ESC_LOAD_SCHEMA_H
#define ESC_LOAD_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { ESC_MOST_THREADS = 64, ESC_NAME_MOST = 60 };

enum esc_shape {
    ESC_SHAPE_LINE,     /* text of one line, not blank */
    ESC_SHAPE_PROSE,    /* text of any number of lines, not blank */
    ESC_SHAPE_CODE,     /* C or Go, not blank */
    ESC_SHAPE_NAME,     /* text that follows `naming` */
    ESC_SHAPE_CHOICE,   /* one of `choices` */
    ESC_SHAPE_FLAG,     /* true or false */
    ESC_SHAPE_NUMBER,   /* least … most, finite */
    ESC_SHAPE_WHOLE,    /* least … most, no fraction */
    ESC_SHAPE_VALUE,    /* of a parameter: a whole number least … most, or a word */
    ESC_SHAPE_EXPECTED, /* a number least … most, or a function from a point to one */
    ESC_SHAPE_LIST,     /* of `element`, at least one */
    ESC_SHAPE_RECORD,   /* a table with the fields of `record` */
};

/* What names look like. */
enum esc_naming {
    ESC_NAMING_ANY,
    ESC_NAMING_KEBAB, /* pointer-return */
    ESC_NAMING_SNAKE, /* object_size */
};

struct esc_record;

struct esc_type {
    enum esc_shape shape;
    double least, most;             /* both 0: any */
    enum esc_naming naming;         /* NAME */
    const char *const *choices;     /* CHOICE; NULL-terminated */
    const struct esc_type *element; /* LIST */
    const struct esc_record *record;
    const struct esc_type *or_list; /* RECORD: a list of this type is taken as well */
};

struct esc_field {
    const char *name;
    bool required;
    struct esc_type type;
    const char *meaning;  /* a sentence or two for the reference and the editor */
    const char *fallback; /* what holds when it is absent, in words; NULL when required */
    const char *example;  /* Lua that a message can suggest; NULL: none */
};

/* A table: fixed fields, and where `others` is set any further name with values of that type. */
struct esc_record {
    const char *name;  /* LuaCATS class: "case" -> esc.case */
    const char *title; /* heading in the reference */
    const struct esc_field *fields;
    size_t count;
    const struct esc_type *others;
    enum esc_naming naming;     /* of further names */
    const char *others_meaning; /* what a further name stands for: "a remedy" */
};

/* `case { … }`. */
extern const struct esc_record esc_schema_case;

/* All records, outermost first, NULL-terminated. */
extern const struct esc_record *const esc_schema_records[];

bool esc_schema_named(enum esc_naming naming, const char *name);
const char *esc_schema_naming_words(enum esc_naming naming);

/* lua/escapement.lua: LuaCATS annotations for lua-language-server. */
void esc_load_schema_luacats(FILE *out);

/* docs/case-reference.md. */
void esc_load_schema_reference(FILE *out);

#endif
