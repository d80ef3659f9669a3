/*
 * Asking a compiler for its version. See compiler.h for the contract.
 */
#include "machine/compiler.h"

#include "base/memory.h"
#include "base/process.h"

#include <stdlib.h>
#include <string.h>

/* The command may hold arguments. */
char *esc_compiler_version(const char *command)
{
    char *question = esc_format("%s --version", command);
    const char *const arguments[] = {"sh", "-c", question, NULL};
    const struct esc_process process = {.arguments = arguments,
                                        .cpu = -1,
                                        .limits = {.time_s = 60, .memory_bytes = INT64_C(1) << 30}};
    struct esc_text out = {0};
    struct esc_text err = {0};
    struct esc_error unread = {0};
    int code = -1;
    bool good = esc_process_run(&process, &out, &err, &code, &unread) && code == 0 &&
                out.length > 0 && out.bytes[0] != '\n';
    char *version = good ? strndup(out.bytes, strcspn(out.bytes, "\n")) : esc_strdup(command);
    esc_error_free(&unread);
    esc_text_free(&err);
    esc_text_free(&out);
    free(question);
    return version;
}
