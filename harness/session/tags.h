/*
 * Which cases have one of the tags that are asked for.
 */
#ifndef ESC_SESSION_TAGS_H
#define ESC_SESSION_TAGS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_tags;

/* `list` is words between commas; NULL: every case has what is asked for. Never NULL. */
struct esc_tags *esc_tags_open(const char *list);

/* Takes NULL. */
void esc_tags_close(struct esc_tags *tags);

/* Whether the case FOLDER/NAME.lua has one of them; true where it does not load. */
bool esc_tags_hold(struct esc_tags *tags, const char *folder, const char *name);

/* Of the words asked for that no case had that esc_tags_hold() was asked of: an error each, with
 * the nearest tag that one had, else all of them. True where there is none. */
bool esc_tags_known(const struct esc_tags *tags, const char *folder, struct esc_error *error);

#endif
