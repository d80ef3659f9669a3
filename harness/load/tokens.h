/*
 * The tokens of a Lua text, for lua/source.lua: most of the time that a case file takes went by in
 * finding them. Source: Lua 5.4 reference manual, section 3.1.
 */
#ifndef ESC_LOAD_TOKENS_H
#define ESC_LOAD_TOKENS_H

#include <lua.h>

/*
 * tokens(text) -> a table of lists, one a property (a table a token would take three times as
 * long): kind           "word" (names, keywords, numbers), "quoted", "long" or "sign"; the last is
 * "end" at, stop       its bytes are [at, stop), counted from 1 line           of its first byte;
 * \n, \r, \r\n and \n\r each end one, as Lua counts word           the word or the sign, of one
 * byte but for ==; false for a text and the end from, to, content_line   of a text alone: [from,
 * to] is its content, and the line where that begins Precondition: Lua has accepted the text. Any
 * other text is read to its end all the same.
 */
int esc_lua_tokens(lua_State *lua);

#endif
