/*
 * What the files of this stage share: reading below a root, lists of CPUs, and the checks that
 * each add one finding to the record.
 */
#ifndef ESC_MACHINE_INTERNAL_H
#define ESC_MACHINE_INTERNAL_H

#include "noun/machine.h"

#include <sched.h>
#include <stdbool.h>

/* What every check is given. */
struct esc_probe {
    const char *root;  /* "" or the folder that stands for / */
    cpu_set_t allowed; /* empty: unknown */
    int cpu;           /* where samples run: the last allowed one; 0 when unknown */
    struct esc_machine *machine;
};

/* The file root/PATH without white space at its end; NULL when it cannot be read or holds nothing
 * else. The caller frees. */
char *esc_machine_read(const char *root, const char *path_format, ...)
    __attribute__((format(printf, 2, 3)));

bool esc_machine_exists(const char *root, const char *path);

/* As esc_machine_read, as a whole number; false, and *number untouched, when it is none. */
bool esc_machine_read_long(const char *root, const char *path, long *number);

/* The value in the first line `key : value` or `key=value` of `text`; NULL when there is none or
 * `text` is NULL. The caller frees. */
char *esc_machine_field(const char *text, const char *key);

/* Linux's list format, "0-3,8". False when `text` is NULL or malformed; *set is empty then.
 * Source: Documentation/admin-guide/cputopology.rst, "cpulist". */
bool esc_cpu_list(const char *text, cpu_set_t *set);

/* The CPUs this process may use; an empty set when unknown. */
cpu_set_t esc_machine_allowed(const char *root);

/* The highest CPU of the set; -1 when it is empty. */
int esc_last_cpu(const cpu_set_t *set);

/* A finding's texts, one for each state. */
struct esc_wording {
    const char *name;
    const char *effect[3];
    const char *remedy[3];
};

/* finding.c: adds a finding; takes `value` over (NULL: "unknown"). */
void esc_report_finding(const struct esc_probe *probe, const struct esc_wording *wording,
                        enum esc_finding_state state, char *value);

/* facts.c: everything in the record but findings, governor and scaling. */
void esc_probe_facts(const struct esc_probe *probe);
void esc_probe_caches(const struct esc_probe *probe);

/* host.c; the first also sets virtual_machine. */
void esc_check_virtual_machine(const struct esc_probe *probe);
void esc_check_container(const struct esc_probe *probe);
void esc_check_cpus(const struct esc_probe *probe);
void esc_check_quota(const struct esc_probe *probe);
void esc_check_numa(const struct esc_probe *probe);

/* frequency.c; the first also sets governor and scaling. */
void esc_check_governor(const struct esc_probe *probe);
void esc_check_turbo(const struct esc_probe *probe);
void esc_check_smt(const struct esc_probe *probe);
void esc_check_power(const struct esc_probe *probe);

/* system.c */
void esc_check_load(const struct esc_probe *probe);
void esc_check_swap(const struct esc_probe *probe);
void esc_check_huge_pages(const struct esc_probe *probe);
void esc_check_address_layout(const struct esc_probe *probe);

/* clock.c */
void esc_check_clock(const struct esc_probe *probe);
void esc_check_clock_read(const struct esc_probe *probe);

#endif
