/*
 * The Lua texts of lua/ that the program runs itself, inside the program: they belong to it, and a
 * loader that finds them by a path would have one more way to fail. Compiled in the project's root.
 */
#include "load/embedded.h"

#include "base/embed.h"

#include <string.h>

ESC_EMBED(esc_lua_check, "lua/check.lua");
ESC_EMBED(esc_lua_describe, "lua/describe.lua");
ESC_EMBED(esc_lua_migrate, "lua/migrate.lua");
ESC_EMBED(esc_lua_schema, "lua/schema.lua");
ESC_EMBED(esc_lua_source, "lua/source.lua");

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
