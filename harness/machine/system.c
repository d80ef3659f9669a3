/*
 * Findings about the running system: load, swap, huge pages, address layout.
 * See internal.h for the contracts.
 */
#include "machine/internal.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Half a CPU's worth of other work: below it the rounds' own scatter is larger. */
#define BUSY_LOAD 0.5

static const struct esc_wording load = {
    .name = "load",
    .effect = {"Nothing else of weight has run in the last minute.",
               "Other programs (also a build that has just ended) take time, which figures leave "
               "out, and caches, which they cannot: factors may grow or shrink. The table says "
               "how many samples were interrupted.",
               "Whether other programs are busy cannot be seen."},
    .remedy = {"", "Stop what `top` shows at the top, or wait a minute.", "uptime"},
};

void esc_check_load(const struct esc_probe *probe)
{
    double *means = probe->machine->load;
    char *text = esc_machine_read(probe->root, "/proc/loadavg");
    if (text == NULL || sscanf(text, "%lf %lf %lf", &means[0], &means[1], &means[2]) != 3) {
        memset(means, 0, sizeof probe->machine->load);
        esc_report_finding(probe, &load, ESC_FINDING_UNKNOWN, NULL);
    } else {
        bool busy = means[0] >= BUSY_LOAD;
        esc_report_finding(probe, &load, busy ? ESC_FINDING_WARN : ESC_FINDING_OK,
                           esc_format("%.2f %.2f %.2f", means[0], means[1], means[2]));
    }
    free(text);
}

static const struct esc_wording swap = {
    .name = "swap",
    .effect = {"No page of the heap waits on a disk.",
               "Pages have gone to disk: a collector that touches them again waits for "
               "milliseconds.",
               "Whether pages wait on a disk cannot be seen."},
    .remedy = {"", "Free memory, then: sudo swapoff -a && sudo swapon -a", "swapon --show"},
};

/* A field of /proc/meminfo in KiB; -1: not there. */
static long meminfo_kib(const char *meminfo, const char *key)
{
    char *field = esc_machine_field(meminfo, key);
    char *end = field;
    long kib = field != NULL ? strtol(field, &end, 10) : -1;
    bool number = end != field;
    free(field);
    return number ? kib : -1;
}

void esc_check_swap(const struct esc_probe *probe)
{
    char *meminfo = esc_machine_read(probe->root, "/proc/meminfo");
    long total_kib = meminfo_kib(meminfo, "SwapTotal");
    long free_kib = meminfo_kib(meminfo, "SwapFree");
    free(meminfo);
    if (total_kib < 0 || free_kib < 0) {
        esc_report_finding(probe, &swap, ESC_FINDING_UNKNOWN, NULL);
        return;
    }
    if (total_kib == 0) {
        esc_report_finding(probe, &swap, ESC_FINDING_OK, esc_strdup("none"));
        return;
    }
    long used_kib = total_kib - free_kib;
    esc_report_finding(probe, &swap, used_kib > 0 ? ESC_FINDING_WARN : ESC_FINDING_OK,
                       esc_format("%ld of %ld MiB used", used_kib / 1024, total_kib / 1024));
}

static const struct esc_wording huge_pages = {
    .name = "huge pages",
    .effect = {"Heaps get 2 MiB pages only where they ask for them.",
               "The kernel may back a growing heap with 2 MiB pages, or not: heap figures differ "
               "between rounds.",
               "Whether heaps get 2 MiB pages unasked cannot be seen."},
    .remedy = {"", "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled",
               "cat /sys/kernel/mm/transparent_hugepage/enabled"},
};

/* "always [madvise] never": the word in brackets is in force. */
void esc_check_huge_pages(const struct esc_probe *probe)
{
    char *text = esc_machine_read(probe->root, "/sys/kernel/mm/transparent_hugepage/enabled");
    const char *open = text != NULL ? strchr(text, '[') : NULL;
    const char *close = open != NULL ? strchr(open, ']') : NULL;
    if (close != NULL) {
        char *word = esc_format("%.*s", (int)(close - open - 1), open + 1);
        bool always = strcmp(word, "always") == 0;
        esc_report_finding(probe, &huge_pages, always ? ESC_FINDING_WARN : ESC_FINDING_OK, word);
    } else {
        esc_report_finding(probe, &huge_pages, ESC_FINDING_UNKNOWN, NULL);
    }
    free(text);
}

static const struct esc_wording address_layout = {
    .name = "address layout",
    .effect = {"Each round gets addresses of its own, so lucky layouts show as noise.",
               "Every round gets the same addresses: a lucky or unlucky layout looks like a real "
               "difference.",
               "Whether each round gets addresses of its own cannot be seen."},
    .remedy = {"", "sudo sysctl kernel.randomize_va_space=2, and no `setarch -R` before make",
               "sysctl kernel.randomize_va_space"},
};

/* ADDR_NO_RANDOMIZE of personality(2), as `setarch -R` and debuggers set it. */
#define NO_RANDOMIZE 0x0040000UL

static bool randomness_given_up(const char *root)
{
    char *text = esc_machine_read(root, "/proc/self/personality");
    unsigned long personality = text != NULL ? strtoul(text, NULL, 16) : 0;
    free(text);
    return (personality & NO_RANDOMIZE) != 0;
}

/* 0: fixed; 1: stack, libraries and mmap vary; 2: the brk heap too. Source: sysctl/kernel.rst. */
void esc_check_address_layout(const struct esc_probe *probe)
{
    static const char *const words[] = {"fixed", "random but for the brk heap", "random"};
    long level;
    if (!esc_machine_read_long(probe->root, "/proc/sys/kernel/randomize_va_space", &level) ||
        level < 0 || level > 2) {
        esc_report_finding(probe, &address_layout, ESC_FINDING_UNKNOWN, NULL);
        return;
    }
    bool given_up = randomness_given_up(probe->root);
    esc_report_finding(probe, &address_layout,
                       level == 2 && !given_up ? ESC_FINDING_OK : ESC_FINDING_WARN,
                       esc_strdup(given_up ? "fixed for this process" : words[level]));
}
