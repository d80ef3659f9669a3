/*
 * From Go source to its tree.
 */
#ifndef ESC_GOSYNTAX_PARSE_H
#define ESC_GOSYNTAX_PARSE_H

#include "base/error.h"
#include "gosyntax/tree.h"

/*
 * Parses one file, `length` bytes of UTF-8 that need no NUL behind them, as Go 1.27 would: what is
 * of a newer release than the caller's is for the caller to refuse. `path` is for messages and is
 * copied. The tree belongs to `syntax`, which keeps no pointer into `bytes`.
 *
 * NULL where it is no Go file: one message with its place, for what the compiler refuses while it
 * reads (misplaced break, goto and labels as well), for what nests deeper than ESC_SYNTAX_HEIGHT,
 * and for a //line directive, which would move all places.
 */
struct esc_go_file *esc_syntax_parse(struct esc_syntax *syntax, const char *path, const char *bytes,
                                     size_t length, struct esc_error *error);

#endif
