/*
 * The Lua texts of lua/ that the program runs itself, inside the program: they belong to it, and a
 * loader that finds them by a path would have one more way to fail. Compiled in the project's root.
 */
#include "load/embedded.h"

#include <string.h>

#define EMBED(symbol, path)                                                                        \
    __asm__(                                                                                       \
        ".pushsection .rodata\n"                                                                   \
        ".globl " #symbol "\n.hidden " #symbol "\n" #symbol                                        \
        ":\n"                                                                                      \
        ".incbin \"" path                                                                          \
        "\"\n"                                                                                     \
        ".globl " #symbol "_end\n.hidden " #symbol "_end\n" #symbol                                \
        "_end:\n"                                                                                  \
        ".popsection\n");                                                                          \
    extern const char symbol[], symbol##_end[]

EMBED(esc_lua_check, "lua/check.lua");
EMBED(esc_lua_describe, "lua/describe.lua");
EMBED(esc_lua_migrate, "lua/migrate.lua");
EMBED(esc_lua_schema, "lua/schema.lua");
EMBED(esc_lua_source, "lua/source.lua");

static const struct esc_embedded texts[] = {
    {"check", esc_lua_check, esc_lua_check_end},
    {"describe", esc_lua_describe, esc_lua_describe_end},
    {"migrate", esc_lua_migrate, esc_lua_migrate_end},
    {"schema", esc_lua_schema, esc_lua_schema_end},
    {"source", esc_lua_source, esc_lua_source_end},
};

const struct esc_embedded *esc_embedded_find(const char *name)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].name, name) == 0)
            return &texts[i];
    return NULL;
}
