/*
 * Findings about what this system runs on: virtual machine, container, CPUs, quota, NUMA nodes.
 * See internal.h for the contracts.
 */
#include "machine/internal.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static const struct esc_wording virtual_machine = {
    .name = "virtual machine",
    .effect =
        {"Nothing between this system and the processor.",
         "Other guests may take time that cannot be seen from here: ns/op differs from hour to "
         "hour, factors hold.",
         "If it is one, other guests may take time that cannot be seen from here."},
    .remedy = {"", "Compare factors, not ns/op; for ns/op that last, measure on hardware.",
               "systemd-detect-virt"},
};

/* The flag is CPUID leaf 1, ECX bit 31, which hardware leaves 0: /proc/cpuinfo, x86 only. */
static int from_cpuinfo(const char *root)
{
    char *cpuinfo = esc_machine_read(root, "/proc/cpuinfo");
    char *flags = esc_machine_field(cpuinfo, "flags");
    free(cpuinfo);
    if (flags == NULL)
        return -1;
    char *spaced = esc_format(" %s ", flags);
    int virtual = strstr(spaced, " hypervisor ") != NULL;
    free(spaced);
    free(flags);
    return virtual;
}

/* The maker of the machine as the firmware names it, where that is a hypervisor's name; NULL
 * otherwise. Source of the names: systemd src/basic/virt.c, dmi_vendor_table. */
static char *hypervisor_name(const char *root)
{
    static const char *const files[] = {"sys_vendor", "product_name", "bios_vendor"};
    static const char *const names[] = {"KVM",
                                        "OpenStack",
                                        "KubeVirt",
                                        "Amazon EC2",
                                        "QEMU",
                                        "VMware",
                                        "VMW",
                                        "innotek GmbH",
                                        "VirtualBox",
                                        "Xen",
                                        "Bochs",
                                        "Parallels",
                                        "BHYVE",
                                        "Hyper-V",
                                        "Apple Virtualization",
                                        "Google Compute Engine"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *text = esc_machine_read(root, "/sys/class/dmi/id/%s", files[i]);
        for (size_t j = 0; text != NULL && j < sizeof names / sizeof *names; j++) {
            if (strncmp(text, names[j], strlen(names[j])) == 0)
                return text;
        }
        free(text);
    }
    return NULL;
}

void esc_check_virtual_machine(const struct esc_probe *probe)
{
    static const enum esc_finding_state states[] = {ESC_FINDING_OK, ESC_FINDING_WARN};
    char *name = hypervisor_name(probe->root);
    int virtual = from_cpuinfo(probe->root);
    /* Metal that a cloud rents out carries the cloud's name: the processor's word goes first. */
    if (virtual < 0 && (name != NULL || esc_machine_exists(probe->root, "/proc/xen")))
        virtual = 1;
    probe->machine->virtual_machine = virtual;
    char *value = NULL;
    if (virtual == 1)
        value = name != NULL ? esc_format("yes, %s", name) : esc_strdup("yes");
    else if (virtual == 0)
        value = esc_strdup("no");
    esc_report_finding(probe, &virtual_machine, virtual < 0 ? ESC_FINDING_UNKNOWN : states[virtual],
                       value);
    free(name);
}

static const struct esc_wording container = {
    .name = "container",
    .effect = {"No layer of its own between this process and the kernel.",
               "Load of the neighbours counts as load of this machine, and limits may be set from "
               "outside.",
               "If it is one, limits may be set from outside."},
    .remedy = {"", "Measure on the host, or see to it that no neighbour is busy.",
               "systemd-detect-virt --container"},
};

/* What a container's engine leaves in it, or in the name of process 1's group. */
static const char *container_name(const char *root, const char *groups)
{
    static const struct {
        const char *mark, *name;
    } files[] = {{"/.dockerenv", "Docker"},
                 {"/run/.containerenv", "Podman"},
                 {"/run/systemd/container", "systemd"}},
      words[] = {{"docker", "Docker"},
                 {"kubepods", "Kubernetes"},
                 {"libpod", "Podman"},
                 {"/lxc", "LXC"},
                 {"/machine.slice/", "systemd"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (esc_machine_exists(root, files[i].mark))
            return files[i].name;
    for (size_t i = 0; groups != NULL && i < sizeof words / sizeof *words; i++)
        if (strstr(groups, words[i].mark) != NULL)
            return words[i].name;
    return NULL;
}

void esc_check_container(const struct esc_probe *probe)
{
    char *groups = esc_machine_read(probe->root, "/proc/1/cgroup");
    const char *name = container_name(probe->root, groups);
    if (name != NULL)
        esc_report_finding(probe, &container, ESC_FINDING_WARN, esc_format("yes, %s", name));
    else if (groups != NULL)
        esc_report_finding(probe, &container, ESC_FINDING_OK, esc_strdup("no sign of one"));
    else
        esc_report_finding(probe, &container, ESC_FINDING_UNKNOWN, NULL);
    free(groups);
}

static const struct esc_wording cpus = {
    .name = "cpus",
    .effect = {"The collector's threads run beside the measured code.",
               "The collector's threads and the measured code share one CPU: cases with garbage "
               "collection look slower.",
               "Samples cannot be pinned; a move to another CPU costs time in some rounds."},
    .remedy = {"", "Allow two CPUs or more, where there are more: taskset -c 0-1 make bench",
               "nproc"},
};

void esc_check_cpus(const struct esc_probe *probe)
{
    int allowed = CPU_COUNT(&probe->allowed);
    if (allowed == 0) {
        esc_report_finding(probe, &cpus, ESC_FINDING_UNKNOWN, NULL);
        return;
    }
    char *list = esc_machine_read(probe->root, "/sys/devices/system/cpu/online");
    cpu_set_t online;
    char *value = esc_cpu_list(list, &online)
                      ? esc_format("%d allowed of %d", allowed, CPU_COUNT(&online))
                      : esc_format("%d allowed", allowed);
    free(list);
    esc_report_finding(probe, &cpus, allowed > 1 ? ESC_FINDING_OK : ESC_FINDING_WARN, value);
}

static const struct esc_wording numa = {
    .name = "memory nodes",
    .effect = {"All memory is equally near.",
               "Memory of another node is slower: a heap that lands there slows its whole round.",
               "Where there are several, a heap may land on the slower one."},
    .remedy = {"", "numactl --cpunodebind=0 --membind=0 make bench", "numactl --hardware"},
};

void esc_check_numa(const struct esc_probe *probe)
{
    char *list = esc_machine_read(probe->root, "/sys/devices/system/node/has_memory");
    cpu_set_t nodes;
    if (esc_cpu_list(list, &nodes)) {
        int count = CPU_COUNT(&nodes);
        esc_report_finding(probe, &numa, count > 1 ? ESC_FINDING_WARN : ESC_FINDING_OK,
                           esc_format("%d", count));
    } else {
        esc_report_finding(probe, &numa, ESC_FINDING_UNKNOWN, NULL);
    }
    free(list);
}
