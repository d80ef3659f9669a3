/* The machine record of whole fixture machines (tests/fixtures/machine), and of this one. */
#include "machine/internal.h"
#include "machine/probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FIXTURE(name) "tests/fixtures/machine/" name

struct expected {
    const char *name;
    enum esc_finding_state state;
    const char *value; /* NULL: measured, not read */
};

static struct esc_machine machine;

static int forget(void **state)
{
    (void)state;
    esc_machine_free(&machine);
    return 0;
}

static void probe(const char *root)
{
    esc_machine_probe(root, "cc (Debian) 12", "-O2", &machine);
}

static const struct esc_finding *find(const char *name)
{
    for (size_t i = 0; i < machine.finding_count; i++)
        if (strcmp(machine.findings[i].name, name) == 0)
            return &machine.findings[i];
    fail_msg("no finding \"%s\"", name);
    return NULL;
}

static void expect_findings(const struct expected *expected, size_t count)
{
    assert_int_equal(machine.finding_count, count);
    for (size_t i = 0; i < count; i++) {
        const struct esc_finding *finding = &machine.findings[i];
        assert_string_equal(finding->name, expected[i].name);
        if (expected[i].value == NULL)
            continue;
        if (finding->state != expected[i].state || strcmp(finding->value, expected[i].value) != 0)
            fail_msg("%s: %s \"%s\", not %s \"%s\"", finding->name,
                     esc_finding_word(finding->state), finding->value,
                     esc_finding_word(expected[i].state), expected[i].value);
    }
}

#define EXPECT(...)                                                                                \
    expect_findings((const struct expected[]){__VA_ARGS__},                                        \
                    sizeof((const struct expected[]){__VA_ARGS__}) / sizeof(struct expected))

static void laptop_facts(void **state)
{
    (void)state;
    probe(FIXTURE("laptop"));
    assert_string_equal(machine.host, "tick");
    assert_string_equal(machine.cpu, "11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz");
    assert_string_equal(machine.kernel, "Linux 6.1.0-37-amd64");
    assert_string_equal(machine.os, "Debian GNU/Linux 12 (bookworm)");
    assert_string_equal(machine.compiler, "cc (Debian) 12");
    assert_string_equal(machine.flags, "-O2");
    assert_string_equal(machine.governor, "powersave, performance");
    assert_true(machine.mhz > 4699.9 && machine.mhz < 4700.1);
    assert_int_equal(machine.cpus, 8);
    assert_int_equal(machine.pinned_cpu, -1);
    assert_int_equal(machine.virtual_machine, 0);
    assert_int_equal(machine.scaling, 1);
    assert_true(machine.load[0] > 1.74 && machine.load[0] < 1.76);
    assert_true(machine.load[2] > 0.39 && machine.load[2] < 0.41);
}

static void laptop_caches(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        int level;
        long size_bytes;
        int num_sharing;
    } expected[] = {{"Data", 1, 49152, 2},
                    {"Instruction", 1, 32768, 2},
                    {"Unified", 2, 1310720, 2},
                    {"Unified", 3, 12582912, 8}};
    probe(FIXTURE("laptop"));
    assert_int_equal(machine.cache_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(machine.caches[i].type, expected[i].type);
        assert_int_equal(machine.caches[i].level, expected[i].level);
        assert_int_equal(machine.caches[i].size_bytes, expected[i].size_bytes);
        assert_int_equal(machine.caches[i].num_sharing, expected[i].num_sharing);
    }
}

static void laptop_findings(void **state)
{
    (void)state;
    probe(FIXTURE("laptop"));
    EXPECT(
        {"virtual machine", ESC_FINDING_OK, "no"}, {"container", ESC_FINDING_OK, "no sign of one"},
        {"cpus", ESC_FINDING_OK, "8 allowed of 8"}, {"cpu quota", ESC_FINDING_OK, "none"},
        {"memory nodes", ESC_FINDING_OK, "1"},
        {"governor", ESC_FINDING_WARN, "powersave, performance"}, {"turbo", ESC_FINDING_WARN, "on"},
        {"hardware threads", ESC_FINDING_WARN, "CPUs 3,7 share a core"},
        {"power", ESC_FINDING_WARN, "battery"}, {"load", ESC_FINDING_WARN, "1.75 0.80 0.40"},
        {"swap", ESC_FINDING_WARN, "1024 of 2048 MiB used"}, {"clock", ESC_FINDING_WARN, "hpet"},
        {"clock read", ESC_FINDING_OK, NULL}, {"huge pages", ESC_FINDING_WARN, "always"},
        {"address layout", ESC_FINDING_WARN, "fixed for this process"});
}

static void server_has_nothing_to_complain_about(void **state)
{
    (void)state;
    probe(FIXTURE("server"));
    EXPECT({"virtual machine", ESC_FINDING_OK, "no"},
           {"container", ESC_FINDING_OK, "no sign of one"},
           {"cpus", ESC_FINDING_OK, "3 allowed of 16"}, {"cpu quota", ESC_FINDING_OK, "none"},
           {"memory nodes", ESC_FINDING_OK, "1"}, {"governor", ESC_FINDING_OK, "performance"},
           {"turbo", ESC_FINDING_OK, "off"},
           {"hardware threads", ESC_FINDING_OK, "CPU 5 alone on its core"},
           {"power", ESC_FINDING_OK, "no battery"}, {"load", ESC_FINDING_OK, "0.49 0.90 2.00"},
           {"swap", ESC_FINDING_OK, "0 of 8191 MiB used"}, {"clock", ESC_FINDING_OK, "tsc"},
           {"clock read", ESC_FINDING_OK, NULL}, {"huge pages", ESC_FINDING_OK, "madvise"},
           {"address layout", ESC_FINDING_OK, "random"});
    assert_string_equal(machine.os, "Fedora");
    assert_int_equal(machine.scaling, 0);
    assert_true(machine.mhz > 2999.9 && machine.mhz < 3000.1);
}

static void vm_and_container_are_told(void **state)
{
    (void)state;
    probe(FIXTURE("vm"));
    EXPECT({"virtual machine", ESC_FINDING_WARN, "yes, QEMU"},
           {"container", ESC_FINDING_WARN, "yes, Docker"},
           {"cpus", ESC_FINDING_WARN, "1 allowed of 2"},
           {"cpu quota", ESC_FINDING_WARN, "1.50 CPUs"}, {"memory nodes", ESC_FINDING_WARN, "2"},
           {"governor", ESC_FINDING_UNKNOWN, "unknown"}, {"turbo", ESC_FINDING_UNKNOWN, "unknown"},
           {"hardware threads", ESC_FINDING_WARN, "on"}, {"power", ESC_FINDING_UNKNOWN, "unknown"},
           {"load", ESC_FINDING_OK, "0.00 0.01 0.05"}, {"swap", ESC_FINDING_OK, "none"},
           {"clock", ESC_FINDING_OK, "kvm-clock"}, {"clock read", ESC_FINDING_OK, NULL},
           {"huge pages", ESC_FINDING_OK, "never"}, {"address layout", ESC_FINDING_WARN, "fixed"});
    assert_int_equal(machine.virtual_machine, 1);
    assert_int_equal(machine.scaling, -1);
    assert_string_equal(machine.governor, "unknown");
}

static void arm_guest_is_known_by_its_firmware(void **state)
{
    (void)state;
    probe(FIXTURE("arm"));
    assert_string_equal(machine.cpu, "CPU implementer 0x41 part 0xd0c");
    assert_int_equal(machine.virtual_machine, 1);
    assert_true(machine.mhz >= 0 && machine.mhz <= 0);
    assert_string_equal(find("virtual machine")->value, "yes, Amazon EC2");
    assert_string_equal(find("container")->value, "yes, Kubernetes");
    assert_string_equal(find("cpu quota")->value, "0.50 CPUs");
    assert_string_equal(find("turbo")->value, "on");
    assert_non_null(strstr(find("turbo")->remedy, "cpufreq/boost"));
    assert_string_equal(find("cpus")->value, "4 allowed");
    assert_int_equal(find("address layout")->state, ESC_FINDING_WARN);
    assert_int_equal(find("clock")->state, ESC_FINDING_OK);
}

static void expect_all_unknown(void)
{
    for (size_t i = 0; i < machine.finding_count; i++) {
        const struct esc_finding *finding = &machine.findings[i];
        if (strcmp(finding->name, "clock read") != 0 && finding->state != ESC_FINDING_UNKNOWN)
            fail_msg("%s: %s \"%s\"", finding->name, esc_finding_word(finding->state),
                     finding->value);
    }
    assert_int_equal(machine.cpus, 0);
    assert_int_equal(machine.virtual_machine, -1);
    assert_int_equal(machine.scaling, -1);
    assert_true(machine.mhz >= 0 && machine.mhz <= 0);
    assert_true(machine.load[0] >= 0 && machine.load[0] <= 0);
    assert_string_equal(machine.cpu, "unknown");
    assert_string_equal(machine.host, "unknown");
    assert_string_equal(machine.os, "unknown");
    assert_string_equal(machine.governor, "unknown");
}

static void nothing_readable_is_unknown(void **state)
{
    (void)state;
    probe(FIXTURE("empty"));
    assert_int_equal(machine.finding_count, 15);
    assert_int_equal(machine.cache_count, 0);
    expect_all_unknown();
    for (size_t i = 0; i < machine.finding_count; i++)
        if (machine.findings[i].state == ESC_FINDING_UNKNOWN)
            assert_string_equal(machine.findings[i].value, "unknown");
}

static void garbage_is_unknown_too(void **state)
{
    (void)state;
    probe(FIXTURE("garbage"));
    expect_all_unknown();
    assert_int_equal(machine.cache_count, 1);
    assert_int_equal(machine.caches[0].size_bytes, 0);
    assert_int_equal(machine.caches[0].num_sharing, 0);
}

static void each_complaint_says_what_it_does_and_what_to_do(void **state)
{
    (void)state;
    static const char *const roots[] = {FIXTURE("laptop"), FIXTURE("vm"), FIXTURE("empty")};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        probe(roots[i]);
        for (size_t j = 0; j < machine.finding_count; j++) {
            const struct esc_finding *finding = &machine.findings[j];
            assert_string_not_equal(finding->effect, "");
            if (finding->state == ESC_FINDING_OK)
                assert_string_equal(finding->remedy, "");
            else
                assert_string_not_equal(finding->remedy, "");
        }
        esc_machine_free(&machine);
    }
}

/* What this very machine says must agree with what the kernel tells this very process. */
static void this_machine_obeys_the_mask(void **state)
{
    (void)state;
    cpu_set_t before;
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    int last = esc_machine_pin_cpu();
    assert_true(CPU_ISSET((size_t)last, &before));
    probe("");
    assert_int_equal(machine.cpus, CPU_COUNT(&before));
    esc_machine_free(&machine);

    int first = 0;
    while (!CPU_ISSET((size_t)first, &before))
        first++;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)first, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    int pinned = esc_machine_pin_cpu();
    probe("");
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
    assert_int_equal(pinned, first);
    assert_int_equal(machine.cpus, 1);
    assert_int_equal(find("cpus")->state, ESC_FINDING_WARN);
}

static void the_clock_is_measured(void **state)
{
    (void)state;
    probe("");
    int cost_ns = -1;
    int step_ns = -1;
    assert_int_equal(
        sscanf(find("clock read")->value, "%d ns a read, steps of %d ns", &cost_ns, &step_ns), 2);
    assert_true(cost_ns >= 0);
    assert_true(step_ns >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(laptop_facts, forget),
        cmocka_unit_test_teardown(laptop_caches, forget),
        cmocka_unit_test_teardown(laptop_findings, forget),
        cmocka_unit_test_teardown(server_has_nothing_to_complain_about, forget),
        cmocka_unit_test_teardown(vm_and_container_are_told, forget),
        cmocka_unit_test_teardown(arm_guest_is_known_by_its_firmware, forget),
        cmocka_unit_test_teardown(nothing_readable_is_unknown, forget),
        cmocka_unit_test_teardown(garbage_is_unknown_too, forget),
        cmocka_unit_test_teardown(each_complaint_says_what_it_does_and_what_to_do, forget),
        cmocka_unit_test_teardown(this_machine_obeys_the_mask, forget),
        cmocka_unit_test_teardown(the_clock_is_measured, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
