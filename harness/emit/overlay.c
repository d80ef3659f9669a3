/*
 * A list for go build. See overlay.h for the contract.
 */
#include "emit/overlay.h"

#include "base/text.h"
#include "emit/json.h"

bool esc_overlay_write(const char *path, const char *replaced, const char *by,
                       struct esc_error *error)
{
    struct esc_text text = {0};
    json_t *list = json_object();
    json_t *whole = json_object();
    esc_json_set_text(list, replaced, by);
    json_object_set_new(whole, "Replace", list);
    esc_json_add_line(&text, whole);
    const bool good = esc_text_write(path, text.bytes, text.length, error);
    json_decref(whole);
    esc_text_free(&text);
    return good;
}
