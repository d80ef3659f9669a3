/*
 * go.txt: the samples in Go's benchmark text, one line each, for benchstat. Format:
 * golang.org/design/14313-benchmark-format and golang.org/x/perf/benchfmt. See files.h.
 */
#include "emit/files.h"
#include "emit/plain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

static const struct {
    const char *machine, *goarch;
} architectures[] = {
    {"x86_64", "amd64"},    {"aarch64", "arm64"},   {"i686", "386"},    {"armv7l", "arm"},
    {"riscv64", "riscv64"}, {"ppc64le", "ppc64le"}, {"s390x", "s390x"},
};

/* The name that Go has for this machine's architecture, or the kernel's. */
static void add_goarch(struct esc_text *text)
{
    struct utsname names;
    if (uname(&names) != 0)
        return;
    const char *goarch = names.machine;
    for (size_t i = 0; i < sizeof architectures / sizeof *architectures; i++)
        if (strcmp(architectures[i].machine, names.machine) == 0)
            goarch = architectures[i].goarch;
    esc_text_addf(text, "goarch: %s\n", goarch);
}

/* A key's value ends with the line. */
static void add_key(struct esc_text *text, const char *key, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    esc_text_addf(text, "%s: ", key);
    for (; *value != '\0'; value++)
        esc_text_add_bytes(text, *value == '\n' || *value == '\r' ? " " : value, 1);
    esc_text_add(text, "\n");
}

static void add_head(struct esc_text *text, const struct esc_run *run)
{
    esc_text_add(text, "goos: linux\n");
    add_goarch(text);
    esc_text_add(text, "pkg: escapement\n");
    add_key(text, "cpu", run->machine.cpu);
    add_key(text, "compiler", run->machine.compiler);
    add_key(text, "flags", run->machine.flags);
    char *releases = esc_releases_text(run);
    add_key(text, "go", releases);
    free(releases);
    esc_text_addf(text, "gogc: %d\n", run->gogc);
    add_key(text, "preset", esc_preset_name(run->preset));
    add_key(text, "run", run->id);
    esc_text_add(text,
                 "Unit ns/op better=lower\n"
                 "Unit B/op better=lower assume=exact\n"
                 "Unit allocs/op better=lower assume=exact\n"
                 "Unit gc-cycles/op better=lower\n"
                 "Unit gc-sec/op better=lower\n");
}

static void add_value(struct esc_text *text, double value, bool known, const char *unit)
{
    char digits[ESC_PLAIN_REAL];
    if (known && isfinite(value))
        esc_text_addf(text, "\t%s %s", esc_plain_real(digits, value), unit);
}

/* A sample that took no measurable time is no line: benchstat keeps 0 ns/op as a unit of its own.
 */
static void add_sample(struct esc_text *text, const struct esc_run *run,
                       const struct esc_record *record)
{
    const struct esc_variant *variant = &run->variants[record->variant];
    const struct esc_gc_sum *gc = &record->gc;
    double n = (double)record->iterations;
    if (record->status != ESC_STATUS_OK || record->iterations == 0 || record->wall_ns <= 0)
        return;
    esc_text_addf(text, "%s-%d\t%llu", variant->go_name,
                  run->machine.cpus > 0 ? run->machine.cpus : 1,
                  (unsigned long long)record->iterations);
    add_value(text, esc_record_ns_per_op(record), true, "ns/op");
    add_value(text, variant->bytes_per_op, variant->bytes_per_op >= 0, "B/op");
    add_value(text, variant->allocs_per_op, variant->allocs_per_op >= 0, "allocs/op");
    add_value(text, (double)gc->cycles / n, gc->cycles >= 0, "gc-cycles/op");
    add_value(text, (double)gc->gc_cpu_ns / 1e9 / n, gc->gc_cpu_ns >= 0, "gc-sec/op");
    esc_text_add(text, "\n");
}

void esc_file_go(const struct esc_run *run, struct esc_text *text)
{
    add_head(text, run);
    for (size_t i = 0; i < run->record_count; i++)
        add_sample(text, run, &run->records[i]);
}
