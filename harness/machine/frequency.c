/*
 * Findings about how fast the processor runs: governor, turbo, hardware threads, power supply.
 * Source of the files: Documentation/admin-guide/pm/{cpufreq,intel_pstate}.rst, ABI/testing.
 */
#include "machine/internal.h"

#include "base/memory.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static const struct esc_wording governor = {
    .name = "governor",
    .effect = {"The processor is not slowed down between samples.",
               "The clock rate follows the load: the first samples after a pause are slower, ns/op "
               "moves.",
               "Who sets the clock rate cannot be seen; it may change between rounds, which pairs "
               "cancel."},
    .remedy = {"", "sudo cpupower frequency-set -g performance",
               "On hardware: cpupower frequency-info. In a virtual machine the host decides."},
};

/* The allowed CPUs' governors, each once, with ", " between; NULL: none readable. */
static char *governors(const struct esc_probe *probe)
{
    char *all = NULL;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET((size_t)cpu, &probe->allowed))
            continue;
        char *one = esc_machine_read(probe->root,
                                     "/sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", cpu);
        if (one == NULL || (all != NULL && strstr(all, one) != NULL)) {
            free(one);
            continue;
        }
        char *longer = all == NULL ? esc_strdup(one) : esc_format("%s, %s", all, one);
        free(one);
        free(all);
        all = longer;
    }
    return all;
}

void esc_check_governor(const struct esc_probe *probe)
{
    char *names = governors(probe);
    probe->machine->governor = esc_strdup(names != NULL ? names : "unknown");
    if (names == NULL) {
        esc_report_finding(probe, &governor, ESC_FINDING_UNKNOWN, NULL);
        return;
    }
    bool fixed = strcmp(names, "performance") == 0;
    probe->machine->scaling = !fixed;
    esc_report_finding(probe, &governor, fixed ? ESC_FINDING_OK : ESC_FINDING_WARN, names);
}

#define TURBO_TEXTS(warn_remedy)                                                                   \
    .name = "turbo",                                                                               \
    .effect = {"The clock rate does not rise above the nominal one.",                              \
               "The clock rate rises while the processor is cool and few cores are busy: a long "  \
               "run ends slower than it began.",                                                   \
               "Whether the clock rate rises above the nominal one cannot be seen."},              \
    .remedy = {"", warn_remedy,                                                                    \
               "On hardware: cpupower frequency-info. In a virtual machine the "                   \
               "host decides."}

/* Where turbo is switched, and what the file holds when it is on. */
static const struct {
    const char *path;
    long on;
    struct esc_wording wording;
} turbo_switches[] = {
    {"/sys/devices/system/cpu/intel_pstate/no_turbo",
     0,
     {TURBO_TEXTS("echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo")}},
    {"/sys/devices/system/cpu/cpufreq/boost",
     1,
     {TURBO_TEXTS("echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost")}},
};

void esc_check_turbo(const struct esc_probe *probe)
{
    for (size_t i = 0; i < sizeof turbo_switches / sizeof *turbo_switches; i++) {
        long now;
        if (!esc_machine_read_long(probe->root, turbo_switches[i].path, &now))
            continue;
        bool on = now == turbo_switches[i].on;
        esc_report_finding(probe, &turbo_switches[i].wording,
                           on ? ESC_FINDING_WARN : ESC_FINDING_OK, esc_strdup(on ? "on" : "off"));
        return;
    }
    esc_report_finding(probe, &turbo_switches[0].wording, ESC_FINDING_UNKNOWN, NULL);
}

static const struct esc_wording smt = {
    .name = "hardware threads",
    .effect = {"The CPU that is measured on shares its core with no other.",
               "What runs on the other thread of the core takes part of it: samples during that "
               "time are slower.",
               "Whether the measured CPU shares its core cannot be seen."},
    .remedy = {"", "echo off | sudo tee /sys/devices/system/cpu/smt/control", "lscpu -e"},
};

/* Which CPUs share the measured one's core says more than the switch; a machine without the file
 * still has the switch. */
void esc_check_smt(const struct esc_probe *probe)
{
    char *list = esc_machine_read(
        probe->root, "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", probe->cpu);
    cpu_set_t siblings;
    long active;
    if (esc_cpu_list(list, &siblings)) {
        bool shared = CPU_COUNT(&siblings) > 1;
        esc_report_finding(probe, &smt, shared ? ESC_FINDING_WARN : ESC_FINDING_OK,
                           shared ? esc_format("CPUs %s share a core", list)
                                  : esc_format("CPU %d alone on its core", probe->cpu));
    } else if (esc_machine_read_long(probe->root, "/sys/devices/system/cpu/smt/active", &active)) {
        esc_report_finding(probe, &smt, active ? ESC_FINDING_WARN : ESC_FINDING_OK,
                           esc_strdup(active ? "on" : "off"));
    } else {
        esc_report_finding(probe, &smt, ESC_FINDING_UNKNOWN, NULL);
    }
    free(list);
}

static const struct esc_wording power = {
    .name = "power",
    .effect = {"No battery to be spared.",
               "On battery the firmware lowers the clock rate, whatever the governor says.",
               "Whether a battery is being spared cannot be seen."},
    .remedy = {"", "Plug the charger in.", "On a laptop: plug the charger in."},
};

struct supplies {
    bool readable, mains, mains_online, battery;
};

static void add_supply(struct supplies *supplies, const char *root, const char *name)
{
    char *type = esc_machine_read(root, "/sys/class/power_supply/%s/type", name);
    char *online = esc_machine_read(root, "/sys/class/power_supply/%s/online", name);
    char *scope = esc_machine_read(root, "/sys/class/power_supply/%s/scope", name);
    bool mouse = scope != NULL && strcmp(scope, "Device") == 0;
    if (type != NULL && strcmp(type, "Mains") == 0) {
        supplies->mains = true;
        supplies->mains_online |= online != NULL && strcmp(online, "1") == 0;
    }
    supplies->battery |= type != NULL && strcmp(type, "Battery") == 0 && !mouse;
    free(type);
    free(online);
    free(scope);
}

static struct supplies read_supplies(const char *root)
{
    struct supplies supplies = {0};
    char *path = esc_format("%s/sys/class/power_supply", root);
    DIR *folder = opendir(path);
    free(path);
    if (folder == NULL)
        return supplies;
    supplies.readable = true;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        if (entry->d_name[0] != '.')
            add_supply(&supplies, root, entry->d_name);
    closedir(folder);
    return supplies;
}

void esc_check_power(const struct esc_probe *probe)
{
    struct supplies supplies = read_supplies(probe->root);
    if (supplies.mains_online)
        esc_report_finding(probe, &power, ESC_FINDING_OK, esc_strdup("mains"));
    else if (supplies.mains && supplies.battery)
        esc_report_finding(probe, &power, ESC_FINDING_WARN, esc_strdup("battery"));
    else if (supplies.readable && !supplies.battery)
        esc_report_finding(probe, &power, ESC_FINDING_OK, esc_strdup("no battery"));
    else
        esc_report_finding(probe, &power, ESC_FINDING_UNKNOWN, NULL);
}
