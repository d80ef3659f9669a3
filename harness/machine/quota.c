/*
 * Finding: the CPU quota of the control group this process is in, versions 1 and 2.
 * Source: Documentation/admin-guide/cgroup-v2.rst (cpu.max), scheduler/sched-bwc.rst
 * (cfs_quota_us).
 */
#include "machine/internal.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static const struct esc_wording quota = {
    .name = "cpu quota",
    .effect = {"The kernel never stops the process to keep it within a share.",
               "Once the share of a period is used up, the process stands still till the next: "
               "single samples take far too long.",
               "If there is one, the process may be stopped for part of every period."},
    .remedy = {"", "Lift it: docker run without --cpus, or systemctl set-property UNIT CPUQuota=",
               "cat /sys/fs/cgroup/cpu.max"},
};

/* The CPUs' worth of quota / period; 0: no limit; -1: neither readable. */
static double share(long quota_us, long period_us)
{
    if (quota_us < 0)
        return 0;
    return period_us > 0 ? (double)quota_us / (double)period_us : -1;
}

/* "max 100000" or "150000 100000". */
static double share_v2(const char *root, const char *folder)
{
    char *limit = esc_machine_read(root, "%s/cpu.max", folder);
    if (limit == NULL)
        return -1;
    char *period;
    long quota_us = strtol(limit, &period, 10);
    bool unlimited = strncmp(limit, "max", 3) == 0;
    double cpus = unlimited ? 0 : share(quota_us, strtol(period, NULL, 10));
    free(limit);
    return cpus;
}

static double share_v1(const char *root, const char *folder)
{
    char *quota_path = esc_format("%s/cpu.cfs_quota_us", folder);
    char *period_path = esc_format("%s/cpu.cfs_period_us", folder);
    long quota_us = 0;
    long period_us = 0;
    bool found = esc_machine_read_long(root, quota_path, &quota_us) &&
                 esc_machine_read_long(root, period_path, &period_us);
    free(quota_path);
    free(period_path);
    return found ? share(quota_us, period_us) : -1;
}

/* A group without the file has no limit of its own: version 2's root group never has one. */
static double share_of_group(const char *root, const char *folder)
{
    double cpus = share_v2(root, folder);
    if (cpus < 0)
        cpus = share_v1(root, folder);
    if (cpus >= 0)
        return cpus;
    char *members = esc_format("%s/cgroup.procs", folder);
    bool exists = esc_machine_exists(root, members);
    free(members);
    return exists ? 0 : -1;
}

static double tighter(double one, double other)
{
    if (one <= 0)
        return other > 0 || one < 0 ? other : one;
    return other > 0 && other < one ? other : one;
}

/* The tightest limit from `mount`/`group` up to `mount`. Inside a container the group's path may
 * not exist below the mount; then only the mount's own files count. */
static double tightest(const char *root, const char *mount, const char *group)
{
    double cpus = share_of_group(root, mount);
    char *path = esc_strdup(group);
    for (char *slash = strrchr(path, '/'); slash != NULL; slash = strrchr(path, '/')) {
        char *folder = esc_format("%s%s", mount, path);
        cpus = tighter(cpus, share_of_group(root, folder));
        free(folder);
        *slash = '\0';
    }
    free(path);
    return cpus;
}

/* A line "5:cpu,cpuacct:/path" (version 1) or "0::/path" (version 2); NULL: neither. */
static const char *group_of_line(const char *line, const char **mount)
{
    const char *controllers = strchr(line, ':');
    const char *group = controllers != NULL ? strchr(controllers + 1, ':') : NULL;
    if (group == NULL)
        return NULL;
    char *names = esc_format(",%.*s,", (int)(group - controllers - 1), controllers + 1);
    bool v2 = strcmp(names, ",,") == 0;
    bool v1 = strstr(names, ",cpu,") != NULL;
    free(names);
    *mount = v1 ? "/sys/fs/cgroup/cpu" : "/sys/fs/cgroup";
    return v1 || v2 ? group + 1 : NULL;
}

static double tightest_of_all(const char *root)
{
    double cpus = -1;
    char *groups = esc_machine_read(root, "/proc/self/cgroup");
    char *rest = NULL;
    for (char *line = groups ? strtok_r(groups, "\n", &rest) : NULL; line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        const char *mount;
        const char *group = group_of_line(line, &mount);
        if (group != NULL)
            cpus = tighter(cpus, tightest(root, mount, group));
    }
    free(groups);
    return cpus;
}

void esc_check_quota(const struct esc_probe *probe)
{
    double cpus = tightest_of_all(probe->root);
    if (cpus < 0)
        esc_report_finding(probe, &quota, ESC_FINDING_UNKNOWN, NULL);
    else if (cpus > 0)
        esc_report_finding(probe, &quota, ESC_FINDING_WARN, esc_format("%.2f CPUs", cpus));
    else
        esc_report_finding(probe, &quota, ESC_FINDING_OK, esc_strdup("none"));
}
