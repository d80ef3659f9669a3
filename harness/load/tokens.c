/*
 * A scanner of Lua's text. See tokens.h for what it gives.
 */
#include "load/tokens.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

/* The lists, each at its place on the stack; what stands in `kind` behind them. */
enum {
    TEXT = 1,
    KIND,
    AT,
    STOP,
    LINE,
    WORD,
    FROM,
    TO,
    CONTENT_LINE,
    WORD_KIND,
    QUOTED,
    LONG,
    SIGN,
    END
};

static const char *const lists[] = {"kind", "at",   "stop", "line",
                                    "word", "from", "to",   "content_line"};
static const char *const kinds[] = {"word", "quoted", "long", "sign", "end"};

/* Offsets count from 0, and a NUL stands at `size`. */
struct scanner {
    lua_State *lua;
    const char *text;
    size_t size;
    lua_Integer line;   /* of the byte at `counted` */
    size_t counted;     /* never falls */
    lua_Integer number; /* of the token */
};

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

static size_t skip_blanks(const struct scanner *scanner, size_t at)
{
    return at + strspn(scanner->text + at, " \t\n\v\f\r");
}

/* The line of a byte. Two different line ends beside each other are one. */
static lua_Integer line_of(struct scanner *scanner, size_t at)
{
    const char *text = scanner->text;
    while (scanner->counted < at) {
        char byte = text[scanner->counted++];
        if (byte != '\n' && byte != '\r')
            continue;
        scanner->line++;
        char other = text[scanner->counted];
        if (other != byte && (other == '\n' || other == '\r'))
            scanner->counted++;
    }
    return scanner->line;
}

/* The content of a text is [from, stop_content), the text ends at `stop`. */
struct content {
    size_t from, to, stop;
};

/* False: no long bracket opens here. */
static bool long_bracket(const struct scanner *scanner, size_t at, struct content *content)
{
    const char *text = scanner->text;
    if (text[at] != '[')
        return false;
    size_t level = strspn(text + at + 1, "=");
    if (text[at + 1 + level] != '[')
        return false;
    size_t from = at + level + 2;
    size_t to = from;
    while (to < scanner->size &&
           !(text[to] == ']' && strspn(text + to + 1, "=") == level && text[to + 1 + level] == ']'))
        to++;
    bool closed = to < scanner->size;
    if (text[from] == '\n' || text[from] == '\r')
        from += (text[from + 1] == '\n' || text[from + 1] == '\r') && text[from + 1] != text[from]
                    ? 2
                    : 1;
    *content = (struct content){from, to, closed ? to + level + 2 : scanner->size};
    return true;
}

static struct content quoted(const struct scanner *scanner, size_t at)
{
    const char *text = scanner->text;
    size_t to = at + 1;
    while (to < scanner->size && text[to] != text[at])
        to += text[to] == '\\' && to + 1 < scanner->size ? 2 : 1;
    return (struct content){at + 1, to, to < scanner->size ? to + 1 : scanner->size};
}

/* Behind the comments that begin at `at`, if any, and the blanks behind them. */
static size_t skip_comments(const struct scanner *scanner, size_t at)
{
    const char *text = scanner->text;
    while (text[at] == '-' && text[at + 1] == '-') {
        struct content comment;
        if (long_bracket(scanner, at + 2, &comment))
            at = comment.stop;
        else
            at += strcspn(text + at, "\r\n");
        at = skip_blanks(scanner, at);
    }
    return at;
}

static void set_integer(const struct scanner *scanner, int list, lua_Integer value)
{
    lua_pushinteger(scanner->lua, value);
    lua_rawseti(scanner->lua, list, scanner->number);
}

/* `length` 0: no word. */
static void add(struct scanner *scanner, int kind, size_t at, size_t stop, size_t length)
{
    scanner->number++;
    lua_pushvalue(scanner->lua, kind);
    lua_rawseti(scanner->lua, KIND, scanner->number);
    set_integer(scanner, AT, (lua_Integer)at + 1);
    set_integer(scanner, STOP, (lua_Integer)stop + 1);
    set_integer(scanner, LINE, line_of(scanner, at));
    if (length > 0)
        lua_pushlstring(scanner->lua, scanner->text + at, length);
    else
        lua_pushboolean(scanner->lua, false);
    lua_rawseti(scanner->lua, WORD, scanner->number);
}

static void add_text(struct scanner *scanner, int kind, size_t at, struct content content)
{
    add(scanner, kind, at, content.stop, 0);
    set_integer(scanner, FROM, (lua_Integer)content.from + 1);
    set_integer(scanner, TO, (lua_Integer)content.to);
    set_integer(scanner, CONTENT_LINE, line_of(scanner, content.from));
}

/* Adds the token that begins at `at` and gives the first byte behind it. */
static size_t add_token(struct scanner *scanner, size_t at)
{
    const char *text = scanner->text + at;
    size_t length = 0;
    while (is_word(text[length]))
        length++;
    if (length > 0) {
        add(scanner, WORD_KIND, at, at + length, length);
        return at + length;
    }
    struct content content;
    if (*text == '"' || *text == '\'') {
        content = quoted(scanner, at);
        add_text(scanner, QUOTED, at, content);
        return content.stop;
    }
    if (long_bracket(scanner, at, &content)) {
        add_text(scanner, LONG, at, content);
        return content.stop;
    }
    length = text[0] == '=' && text[1] == '=' ? 2 : 1; /* so that = is always an assignment */
    add(scanner, SIGN, at, at + length, length);
    return at + length;
}

int esc_lua_tokens(lua_State *lua)
{
    struct scanner scanner = {.lua = lua, .line = 1};
    scanner.text = luaL_checklstring(lua, TEXT, &scanner.size);
    lua_settop(lua, TEXT);
    luaL_checkstack(lua, END + 4, NULL);
    for (int list = KIND; list <= CONTENT_LINE; list++)
        lua_createtable(lua, list < FROM ? 256 : 0, 0);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        lua_pushstring(lua, kinds[k]);
    size_t at = skip_comments(&scanner, skip_blanks(&scanner, 0));
    while (at < scanner.size) {
        at = skip_blanks(&scanner, add_token(&scanner, at));
        at = skip_comments(&scanner, at);
    }
    add(&scanner, END, at, at, 0);
    lua_createtable(lua, 0, CONTENT_LINE - KIND + 1);
    for (int list = KIND; list <= CONTENT_LINE; list++) {
        lua_pushvalue(lua, list);
        lua_setfield(lua, -2, lists[list - KIND]);
    }
    return 1;
}
