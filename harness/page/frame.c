/*
 * What every page begins and ends with. See parts.h.
 */
#include "page/html.h"
#include "page/parts.h"

/* A page is read as HTML and, by its checks, as XML: there a script's text is no markup only in a
 * CDATA section, whose marks are comments in CSS and JavaScript. */
static void add_style(const char *light, const char *dark, struct esc_text *out)
{
    esc_html(out, "<style>\n/*<![CDATA[*/\n");
    esc_text_add(out, ":root {\n");
    esc_text_add(out, light);
    esc_text_add(out, "}\n@media screen and (prefers-color-scheme: dark) {\n:root {\n");
    esc_text_add(out, dark);
    esc_text_add(out, "}\n}\n");
    esc_page_style(out);
    esc_html(out, "/*]]>*/\n</style>\n");
}

void esc_page_open(const char *title, const char *light, const char *dark, struct esc_text *out)
{
    esc_html(out,
             "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
             "<meta charset=\"utf-8\" />\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
             "<meta name=\"generator\" content=\"escapement\" />\n"
             "<title>%s</title>\n",
             title);
    add_style(light, dark, out);
    esc_html(out, "</head>\n<body>\n");
}

void esc_page_close(struct esc_text *out)
{
    esc_html(out, "</main>\n<script>\n//<![CDATA[\n");
    esc_page_script(out);
    esc_html(out, "//]]>\n</script>\n</body>\n</html>\n");
}
