/*
 * Printing by Chromium. See browser.h for the contracts.
 */
#include "session/browser.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/process.h"
#include "session/page_charts.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double time_limit_s = 120; /* a cold start on a slow machine takes ten */

const char *esc_browser_find(void)
{
    static const char *const names[] = {"chromium", "chromium-browser", "google-chrome"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (esc_program_found(names[i]))
            return names[i];
    return NULL;
}

/* Objects of type Page (ISO 32000-1, 7.7.3.3); /Pages is their tree. Chromium compresses none. */
static size_t count_pages(const struct esc_text *pdf)
{
    static const char type[] = "/Type /Page";
    size_t count = 0;
    const char *end = pdf->bytes != NULL ? pdf->bytes + pdf->length : NULL;
    for (const char *at = pdf->bytes; at != NULL && at < end; at++) {
        at = memmem(at, (size_t)(end - at), type, sizeof type - 1);
        if (at == NULL)
            break;
        count += at + sizeof type - 1 < end && at[sizeof type - 1] != 's';
    }
    return count;
}

/* "file://" and the path, all but letters, digits, "/" and the marks of RFC 3986, 2.3, encoded.
 * Caller frees. */
static char *address_of(const char *path)
{
    struct esc_text address = {0};
    esc_text_add(&address, "file://");
    for (const unsigned char *at = (const unsigned char *)path; *at != '\0'; at++) {
        bool plain = (*at < 0x80 && isalnum(*at)) || strchr("/-._~", *at) != NULL;
        esc_text_addf(&address, plain ? "%c" : "%%%02X", *at);
    }
    return esc_text_take(&address);
}

/* Chromium's own sandbox does not run for root. */
static bool run_browser(const char *browser, const char *url, const char *profile, const char *pdf,
                        struct esc_error *error)
{
    struct esc_text said = {0};
    char *data = esc_format("--user-data-dir=%s", profile);
    char *print = esc_format("--print-to-pdf=%s", pdf);
    const char *const arguments[] = {browser,
                                     "--headless",
                                     "--disable-gpu",
                                     "--no-pdf-header-footer",
                                     data,
                                     print,
                                     geteuid() == 0 ? "--no-sandbox" : "--no-first-run",
                                     url,
                                     NULL};
    const struct esc_process process = {
        .arguments = arguments, .cpu = -1, .limits = {.time_s = time_limit_s}};
    int code = -1;
    bool good = esc_process_run(&process, &said, &said, &code, error);
    if (good && (code != 0 || access(pdf, R_OK) != 0))
        good = esc_error_add(error, NULL, 0, "%s printed no PDF (exit code %d)", browser, code);
    esc_text_free(&said);
    free(print);
    free(data);
    return good;
}

bool esc_browser_print(const char *browser, const char *html, const char *pdf, size_t *pages,
                       struct esc_error *error)
{
    struct esc_text bytes = {0};
    char absolute[PATH_MAX];
    char *profile = esc_temporary_folder(error);
    if (profile == NULL)
        return false;
    char *printed = esc_format("%s/printed.pdf", profile);
    char *url = address_of(realpath(html, absolute) != NULL ? absolute : html);
    bool good =
        run_browser(browser, url, profile, printed, error) && esc_text_read(&bytes, printed, error);
    *pages = good ? count_pages(&bytes) : 0;
    good = good && esc_text_write(pdf, bytes.bytes, bytes.length, error);
    esc_remove_folder(profile);
    esc_text_free(&bytes);
    free(url);
    free(printed);
    free(profile);
    return good;
}
