/*
 * Style sheet and script inside the program: a page that finds them by a path would not be whole.
 */
#include "page/parts.h"

#include "base/embed.h"

ESC_EMBED(esc_style_css, "harness/page/style.css");
ESC_EMBED(esc_script_js, "harness/page/script.js");

void esc_page_style(struct esc_text *out)
{
    esc_text_add_bytes(out, esc_style_css, (size_t)(esc_style_css_end - esc_style_css));
}

void esc_page_script(struct esc_text *out)
{
    esc_text_add_bytes(out, esc_script_js, (size_t)(esc_script_js_end - esc_script_js));
}
