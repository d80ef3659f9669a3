/*
 * The plain facts of the record: names, clock rate, load, caches, versions.
 * See internal.h and noun/machine.h for the contracts.
 */
#include "machine/internal.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#ifndef ESC_VERSION
#define ESC_VERSION "unknown"
#endif
#ifndef ESC_REVISION
#define ESC_REVISION "unknown"
#endif

static char *or_unknown(char *text)
{
    return text != NULL ? text : esc_strdup("unknown");
}

/* x86 and RISC-V, then POWER, then old ARM kernels: the field that holds a name people know. */
static char *cpu_name(const char *cpuinfo)
{
    static const char *const fields[] = {"model name", "cpu", "Processor", "Hardware"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char *name = esc_machine_field(cpuinfo, fields[i]);
        if (name != NULL)
            return name;
    }
    return NULL;
}

/* arm64 gives numbers only; they say more than nothing. */
static char *cpu_numbers(const char *cpuinfo)
{
    char *implementer = esc_machine_field(cpuinfo, "CPU implementer");
    char *part = esc_machine_field(cpuinfo, "CPU part");
    char *name = NULL;
    if (implementer != NULL && part != NULL)
        name = esc_format("CPU implementer %s part %s", implementer, part);
    free(implementer);
    free(part);
    return name;
}

/* The rate in MHz, as Google Benchmark takes it (src/sysinfo.cc, GetCPUCyclesPerSecond): the
 * highest rate that cpufreq knows, else what /proc/cpuinfo says just now. */
static double cpu_mhz(const struct esc_probe *probe, const char *cpuinfo)
{
    char *path = esc_format("/sys/devices/system/cpu/cpu%d/cpufreq/cpuinfo_max_freq", probe->cpu);
    long khz = 0;
    bool found = esc_machine_read_long(probe->root, path, &khz);
    free(path);
    if (found && khz > 0)
        return (double)khz / 1000;
    char *now = esc_machine_field(cpuinfo, "cpu MHz");
    double mhz = now != NULL ? strtod(now, NULL) : 0;
    free(now);
    return mhz > 0 ? mhz : 0;
}

static char *os_name(const char *root)
{
    char *release = esc_machine_read(root, "/etc/os-release");
    if (release == NULL)
        release = esc_machine_read(root, "/usr/lib/os-release");
    char *name = esc_machine_field(release, "PRETTY_NAME");
    free(release);
    size_t length = name != NULL ? strlen(name) : 0;
    if (length >= 2 && name[0] == '"' && name[length - 1] == '"') {
        memmove(name, name + 1, length - 2);
        name[length - 2] = '\0';
    }
    return name;
}

static char *kernel_name(const char *root)
{
    char *type = esc_machine_read(root, "/proc/sys/kernel/ostype");
    char *release = esc_machine_read(root, "/proc/sys/kernel/osrelease");
    char *name = type != NULL && release != NULL ? esc_format("%s %s", type, release) : NULL;
    free(type);
    free(release);
    return name;
}

/* A revision is known only where the build could ask git. */
static char *revision(void)
{
    static const char known[] = ESC_REVISION;
    return esc_strdup(sizeof known > 1 ? known : "unknown");
}

void esc_probe_facts(const struct esc_probe *probe)
{
    struct esc_machine *machine = probe->machine;
    char *cpuinfo = esc_machine_read(probe->root, "/proc/cpuinfo");
    char *name = cpu_name(cpuinfo);
    machine->cpu = or_unknown(name != NULL ? name : cpu_numbers(cpuinfo));
    machine->mhz = cpu_mhz(probe, cpuinfo);
    free(cpuinfo);
    machine->host = or_unknown(esc_machine_read(probe->root, "/proc/sys/kernel/hostname"));
    machine->kernel = or_unknown(kernel_name(probe->root));
    machine->os = or_unknown(os_name(probe->root));
    machine->cpus = CPU_COUNT(&probe->allowed);
    machine->version = esc_strdup(ESC_VERSION);
    machine->revision = revision();
}

/* "48K", "1024K", "32M" in bytes, as sysfs writes it; 0: not such a size. */
static long size_in_bytes(const char *text)
{
    char *end;
    long size = strtol(text, &end, 10);
    if (size <= 0)
        return 0;
    if (*end == 'K')
        return size * 1024;
    return *end == 'M' ? size * 1024 * 1024 : size;
}

/* One cache of the CPU that samples run on; false when there is no such index. */
static bool add_cache(const struct esc_probe *probe, int index)
{
    char *folder = esc_format("/sys/devices/system/cpu/cpu%d/cache/index%d", probe->cpu, index);
    char *type = esc_machine_read(probe->root, "%s/type", folder);
    char *level = esc_machine_read(probe->root, "%s/level", folder);
    char *size = esc_machine_read(probe->root, "%s/size", folder);
    char *sharing = esc_machine_read(probe->root, "%s/shared_cpu_list", folder);
    bool found = type != NULL && level != NULL && size != NULL;
    if (found) {
        struct esc_machine *machine = probe->machine;
        cpu_set_t set;
        esc_cpu_list(sharing, &set);
        machine->caches = esc_grow(machine->caches, &machine->cache_count, sizeof *machine->caches);
        machine->caches[machine->cache_count - 1] = (struct esc_cache){
            .type = esc_strdup(type),
            .level = (int)strtol(level, NULL, 10),
            .size_bytes = size_in_bytes(size),
            .num_sharing = CPU_COUNT(&set),
        };
    }
    free(folder);
    free(type);
    free(level);
    free(size);
    free(sharing);
    return found;
}

void esc_probe_caches(const struct esc_probe *probe)
{
    int index = 0;
    while (add_cache(probe, index))
        index++;
}
