/*
 * A small run with one of everything that can stand in a results file, and a comparison of two runs
 * field by field. Used by the tests of journal, JSON and text files.
 */
#ifndef EMIT_FIXTURE_H
#define EMIT_FIXTURE_H

#include "base/memory.h"
#include "base/text.h"
#include "noun/run.h"
#include "plan/plan.h"
#include "stats/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char scratch[64];

static inline int make_scratch(void **state)
{
    (void)state;
    /* In memory where there is such a place: thousands of fsync() cost nothing there. */
    strcpy(scratch,
           access("/dev/shm", W_OK) == 0 ? "/dev/shm/esc-emit-XXXXXX" : "/tmp/esc-emit-XXXXXX");
    return mkdtemp(scratch) == NULL;
}

static inline int remove_scratch(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", scratch);
    return system(command);
}

static inline void write_text(const char *path, const char *text)
{
    struct esc_error error = {0};
    assert_true(esc_text_write(path, text, strlen(text), &error));
}

/* Lives until the caller frees it. */
static inline char *read_whole(const char *path, size_t *length)
{
    struct esc_text text = {0};
    struct esc_error error = {0};
    assert_true(esc_text_read(&text, path, &error));
    *length = text.length;
    return esc_text_take(&text);
}

static inline void fixture_machine(struct esc_machine *machine)
{
    *machine = (struct esc_machine){
        .host = esc_strdup("lab-3"),
        .cpu = esc_strdup("A CPU @ 3.00GHz"),
        .kernel = esc_strdup("Linux 6.1"),
        .os = esc_strdup("Debian \"12\""),
        .compiler = esc_strdup("gcc 12.2.0"),
        .flags = esc_strdup("-O2"),
        .version = esc_strdup("0.1.0"),
        .revision = esc_strdup("abc1234"),
        .mhz = 3000.25,
        .cpus = 2,
        .pinned_cpu = -1,
        .virtual_machine = 1,
        .scaling = -1,
        .load = {0.5, 0.25, 1.0 / 3},
    };
    machine->caches = esc_grow(machine->caches, &machine->cache_count, sizeof *machine->caches);
    machine->caches[0] = (struct esc_cache){esc_strdup("Data"), 1, 32768, 1};
    machine->findings =
        esc_grow(machine->findings, &machine->finding_count, sizeof *machine->findings);
    machine->findings[0] =
        (struct esc_finding){ESC_FINDING_UNKNOWN, esc_strdup("governor"), esc_strdup("unknown"),
                             esc_strdup("clocks may move"), esc_strdup("")};
}

static inline void fixture_strategy(struct esc_case *bench_case, const char *name,
                                    enum esc_place place)
{
    bench_case->strategies = esc_grow(bench_case->strategies, &bench_case->strategy_count,
                                      sizeof *bench_case->strategies);
    struct esc_strategy *strategy = &bench_case->strategies[bench_case->strategy_count - 1];
    strategy->name = esc_strdup(name);
    strategy->c.text = esc_strdup("return i;");
    strategy->place = place;
    strategy->expect = esc_calloc(bench_case->point_count, sizeof *strategy->expect);
    for (size_t i = 0; i < bench_case->point_count; i++)
        strategy->expect[i] = (struct esc_expectation){(double)place, -1};
    if (place == ESC_PLACE_STACK)
        return;
    strategy->escapes =
        esc_grow(strategy->escapes, &strategy->escape_count, sizeof *strategy->escapes);
    strategy->escapes[0] = esc_strdup("moved to heap: t");
}

static inline void fixture_point(struct esc_case *bench_case, const char *name, size_t value,
                                 bool quick)
{
    bench_case->points =
        esc_grow(bench_case->points, &bench_case->point_count, sizeof *bench_case->points);
    struct esc_point *point = &bench_case->points[bench_case->point_count - 1];
    point->name = esc_strdup(name);
    point->quick = quick;
    point->values = esc_calloc(1, sizeof *point->values);
    point->values[0] = value;
}

static inline void fixture_counter(struct esc_case *bench_case, const char *name, const char *unit,
                                   enum esc_counter_per per, enum esc_better better)
{
    bench_case->counters =
        esc_grow(bench_case->counters, &bench_case->counter_count, sizeof *bench_case->counters);
    bench_case->counters[bench_case->counter_count - 1] =
        (struct esc_own_counter){.name = esc_strdup(name),
                                 .label = esc_format("the %s", name),
                                 .unit = esc_strdup(unit),
                                 .per = per,
                                 .better = better};
}

/* One parameter of a number and a word, two points, three strategies; `path` may be NULL. */
static inline struct esc_case fixture_case(const char *name, const char *path)
{
    struct esc_case bench_case = {
        .name = esc_strdup(name),
        .path = esc_strdup(path),
        .line = 3,
        .title = esc_strdup("Über \"quotes\"\tand tabs"),
        .question = esc_strdup("What\nnow?"),
        .because = esc_strdup("\\"),
        .remedy = esc_strdup(""),
        .differs = path != NULL ? esc_strdup("it \"grows\"") : NULL,
        .tolerance = 0.1,
        .threads = 2,
        .text_hash = 0xfedcba9876543210,
        .runtimes = {[ESC_RUNTIME_BOEHM] = true, [ESC_RUNTIME_MALLOC] = true}};
    bench_case.params =
        esc_grow(bench_case.params, &bench_case.param_count, sizeof *bench_case.params);
    struct esc_param *param = &bench_case.params[0];
    param->name = esc_strdup("size");
    param->label = esc_strdup("object size");
    param->unit = ESC_UNIT_BYTES;
    param->values = esc_grow(param->values, &param->count, sizeof *param->values);
    param->values[0] = (struct esc_value){esc_strdup("64"), 64, false};
    param->values = esc_grow(param->values, &param->count, sizeof *param->values);
    param->values[1] = (struct esc_value){esc_strdup("scan"), 1, true};
    fixture_counter(&bench_case, "occupancy", "%", ESC_PER_VALUE, ESC_BETTER_HIGHER);
    fixture_counter(&bench_case, "searches", NULL, ESC_PER_OPERATION, ESC_BETTER_NEITHER);
    bench_case.tags = esc_grow(bench_case.tags, &bench_case.tag_count, sizeof *bench_case.tags);
    bench_case.tags[0] = esc_strdup("slice");
    fixture_point(&bench_case, "size:64", 0, true);
    fixture_point(&bench_case, "size:scan", 1, false);
    fixture_strategy(&bench_case, "stack", ESC_PLACE_STACK);
    fixture_strategy(&bench_case, "heap", ESC_PLACE_HEAP);
    fixture_strategy(&bench_case, "pool", ESC_PLACE_HEAP);
    bench_case.strategies[2].remedy = true;
    fixture_strategy(&bench_case, "third", ESC_PLACE_HEAP);
    return bench_case;
}

/* Deterministic figures; some of each are unknown. */
static inline void fixture_record(struct esc_run *run, uint32_t round, size_t v)
{
    struct esc_sample *sample = esc_calloc(1, sizeof *sample);
    bool heap = run->variants[v].runtime != ESC_RUNTIME_NONE;
    sample->iterations = run->variants[v].iterations;
    sample->checksum = UINT64_MAX - v;
    sample->wall_ns = (int64_t)(1000000 + 7919 * (round * 31 + v * 17) % 1000 + v * 300000);
    sample->cpu_ns = sample->wall_ns + 11;
    sample->child_wall_ns = sample->wall_ns + 2000000;
    sample->disturbance = (struct esc_disturbance){
        .thread_cpu_ns = sample->wall_ns - 7,
        .wait_ns = round % 2 == 0 ? -1 : sample->wall_ns / 8,
        .switches = 2,
        .steal_ns = -1,
        .faults = 12,
        .repeats = 1,
    };
    if (heap) {
        sample->gc = (struct esc_gc_sum){2,     4,  5000, 3000,    70000, -1,      100,
                                         90000, 10, 640,  5 << 20, -1,    1 << 20, 9 << 20};
        sample->cycle_count = 2;
        sample->cycles[0] =
            (struct esc_gc_cycle){1000,    2000,    30000,   40000,   {900, 100}, -1, 20000,
                                  4 << 20, 5 << 20, 1 << 20, 8 << 20, -1,         0};
        sample->cycles[1] = (struct esc_gc_cycle){
            500000, 502000, 530000, 540000, {900, -1}, 5, -1, -1, 5 << 20, 1 << 20, -1, -1, 0};
        sample->heap_point_count = 2;
        sample->heap[0] = (struct esc_heap_point){0, 1 << 20, 4 << 20};
        sample->heap[1] = (struct esc_heap_point){900, 2 << 20, -1};
    }
    esc_run_add_record(run, round, v, sample, round == 0);
    free(sample);
}

static inline size_t fixture_round(struct esc_run *run, uint32_t round)
{
    size_t first = run->record_count;
    size_t count;
    struct esc_visit *visits = esc_plan_round(run, round, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < visits[i].count; k++)
            fixture_record(run, round, visits[i].variants[k]);
    esc_plan_free(visits, count);
    run->wall_s += 0.1;
    run->timed_s += 1.0 / 3;
    run->rounds_done = round + 1;
    return first;
}

/* Planned, nothing measured; cases get paths inside `scratch`, where their files are made. */
static inline struct esc_run fixture_plan(void)
{
    static const bool runtimes[ESC_RUNTIMES] = {
        [ESC_RUNTIME_BOEHM] = true, [ESC_RUNTIME_MALLOC] = true};
    struct esc_run run = {.id = esc_strdup("20261121-142501-normal"),
                          .folder = esc_format("%s/results/20261121-142501-normal", scratch),
                          .started = esc_strdup("2026-11-21T14:25:01+01:00"),
                          .seed = UINT64_MAX - 5,
                          .preset = ESC_PRESET_NORMAL,
                          .rounds = 6,
                          .gogc = -1,
                          .build_s = 1.0 / 7};
    fixture_machine(&run.machine);
    char *path = esc_format("%s/pointer-return.lua", scratch);
    write_text(path, "return case {}\n");
    run.cases = esc_grow(run.cases, &run.case_count, sizeof *run.cases);
    run.cases[0] = fixture_case("pointer-return", path);
    run.cases = esc_grow(run.cases, &run.case_count, sizeof *run.cases);
    run.cases[1] = fixture_case("a-a", NULL);
    run.cases[1].control = true;
    memcpy(run.runtimes, runtimes, sizeof run.runtimes);
    esc_plan_variants(&run, false);
    for (size_t v = 0; v < run.variant_count; v++) {
        run.variants[v].iterations = 1000 + 10 * (run.variants[v].point + 1);
        run.variants[v].allocs_per_op = v % 3 == 0 ? -1 : 1.0 / 3;
        run.variants[v].bytes_per_op = 64;
        run.variants[v].requested_bytes_per_op = v % 2 == 0 ? 60.5 : -1;
    }
    run.variants[0].tally = (struct esc_tally){
        .events_taken = true,
        .events = {1e9 / 7, -1, -1, 0, 1.0 / 3, -1},
        .refused = {[ESC_EVENT_CYCLES] = ESC_REFUSAL_ABSENT,
                    [ESC_EVENT_CACHE_MISSES] = ESC_REFUSAL_FORBIDDEN,
                    [ESC_EVENT_CONTEXT_SWITCHES] = ESC_REFUSAL_OTHER},
        .counters = {[1] = -1.0 / 7},
        .set = {[1] = true},
    };
    run.variants[1].tally = (struct esc_tally){.counters = {99.5}, .set = {true}};
    esc_variant_fail(&run.variants[3], ESC_STATUS_COMPILE, "pool: \"x\" is\tnot\ndeclared \\ here");
    free(path);
    return run;
}

static inline void fixture_release(struct esc_run *run, const char *version, int minor)
{
    run->gos = esc_grow(run->gos, &run->go_count, sizeof *run->gos);
    run->gos[run->go_count - 1] = (struct esc_go){.command = esc_format("/opt/%s/bin/go", version),
                                                  .version = esc_strdup(version),
                                                  .target = esc_strdup("linux/amd64"),
                                                  .minor = minor};
    run->runtimes[ESC_RUNTIME_GO] = true;
}

/* The first case in C and in two releases of Go. */
static inline struct esc_run fixture_go_plan(void)
{
    struct esc_run run = fixture_plan();
    struct esc_run planned = {.variants = run.variants, .variant_count = run.variant_count};
    run.variants = NULL;
    run.variant_count = 0;
    esc_run_free(&planned);
    for (size_t s = 0; s < run.cases[0].strategy_count; s++)
        run.cases[0].strategies[s].go.text = esc_strdup("func f() {}");
    fixture_release(&run, "go1.19.8", 19);
    fixture_release(&run, "go1.27.3", 27);
    esc_plan_variants(&run, false);
    for (size_t v = 0; v < run.variant_count; v++)
        run.variants[v].iterations = 1000;
    return run;
}

/* The same with `rounds` rounds and statistics. */
static inline struct esc_run fixture_run(uint32_t rounds)
{
    struct esc_run run = fixture_plan();
    for (uint32_t round = 0; round < rounds; round++)
        fixture_round(&run, round);
    esc_stats(&run);
    return run;
}

static inline void same_text(const char *a, const char *b)
{
    assert_int_equal(a == NULL, b == NULL);
    if (a != NULL)
        assert_string_equal(a, b);
}

static inline void same_bytes(const void *a, const void *b, size_t size)
{
    if (size > 0)
        assert_memory_equal(a, b, size);
}

/* Doubles must come back bit for bit. */
static inline void same_real(double a, double b)
{
    assert_memory_equal(&a, &b, sizeof a);
}

static inline void same_machine(const struct esc_machine *a, const struct esc_machine *b)
{
    const char *const texts[][2] = {{a->host, b->host},         {a->cpu, b->cpu},
                                    {a->kernel, b->kernel},     {a->os, b->os},
                                    {a->compiler, b->compiler}, {a->flags, b->flags},
                                    {a->governor, b->governor}, {a->version, b->version},
                                    {a->revision, b->revision}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same_text(texts[i][0], texts[i][1]);
    same_real(a->mhz, b->mhz);
    assert_int_equal(a->cpus, b->cpus);
    assert_int_equal(a->pinned_cpu, b->pinned_cpu);
    assert_int_equal(a->virtual_machine, b->virtual_machine);
    assert_int_equal(a->scaling, b->scaling);
    same_bytes(a->load, b->load, sizeof a->load);
    assert_int_equal(a->cache_count, b->cache_count);
    for (size_t i = 0; i < a->cache_count; i++) {
        same_text(a->caches[i].type, b->caches[i].type);
        assert_int_equal(a->caches[i].level, b->caches[i].level);
        assert_int_equal(a->caches[i].size_bytes, b->caches[i].size_bytes);
        assert_int_equal(a->caches[i].num_sharing, b->caches[i].num_sharing);
    }
    assert_int_equal(a->finding_count, b->finding_count);
    for (size_t i = 0; i < a->finding_count; i++) {
        assert_int_equal(a->findings[i].state, b->findings[i].state);
        same_text(a->findings[i].name, b->findings[i].name);
        same_text(a->findings[i].value, b->findings[i].value);
        same_text(a->findings[i].effect, b->findings[i].effect);
        same_text(a->findings[i].remedy, b->findings[i].remedy);
    }
}

static inline void same_tally(const struct esc_tally *a, const struct esc_tally *b)
{
    assert_int_equal(a->events_taken, b->events_taken);
    for (int e = 0; e < ESC_EVENTS; e++) {
        assert_int_equal(a->refused[e], b->refused[e]);
        same_real(a->events[e], b->events[e]);
    }
    for (int k = 0; k < ESC_COUNTERS_MOST; k++) {
        assert_int_equal(a->set[k], b->set[k]);
        same_real(a->counters[k], b->counters[k]);
    }
}

static inline void same_words(const struct esc_case *a, const struct esc_case *b)
{
    assert_int_equal(a->tag_count, b->tag_count);
    for (size_t k = 0; k < a->tag_count; k++)
        same_text(a->tags[k], b->tags[k]);
    assert_int_equal(a->counter_count, b->counter_count);
    for (size_t k = 0; k < a->counter_count; k++) {
        same_text(a->counters[k].name, b->counters[k].name);
        same_text(a->counters[k].label, b->counters[k].label);
        same_text(a->counters[k].unit, b->counters[k].unit);
        assert_int_equal(a->counters[k].per, b->counters[k].per);
        assert_int_equal(a->counters[k].better, b->counters[k].better);
    }
}

static inline void same_params(const struct esc_case *a, const struct esc_case *b)
{
    assert_int_equal(a->param_count, b->param_count);
    for (size_t k = 0; k < a->param_count; k++) {
        same_text(a->params[k].name, b->params[k].name);
        same_text(a->params[k].label, b->params[k].label);
        assert_int_equal(a->params[k].unit, b->params[k].unit);
        assert_int_equal(a->params[k].count, b->params[k].count);
        for (size_t i = 0; i < a->params[k].count; i++) {
            same_text(a->params[k].values[i].text, b->params[k].values[i].text);
            assert_int_equal(a->params[k].values[i].number, b->params[k].values[i].number);
            assert_int_equal(a->params[k].values[i].is_word, b->params[k].values[i].is_word);
        }
    }
    assert_int_equal(a->point_count, b->point_count);
    for (size_t i = 0; i < a->point_count; i++) {
        same_text(a->points[i].name, b->points[i].name);
        assert_int_equal(a->points[i].quick, b->points[i].quick);
        same_bytes(a->points[i].values, b->points[i].values, a->param_count * sizeof(size_t));
    }
}

static inline void same_strategies(const struct esc_case *a, const struct esc_case *b)
{
    assert_int_equal(a->strategy_count, b->strategy_count);
    for (size_t i = 0; i < a->strategy_count; i++) {
        const struct esc_strategy *left = &a->strategies[i];
        const struct esc_strategy *right = &b->strategies[i];
        same_text(left->name, right->name);
        assert_int_equal(left->place, right->place);
        assert_int_equal(left->remedy, right->remedy);
        for (size_t p = 0; p < a->point_count; p++) {
            same_real(left->expect[p].allocs, right->expect[p].allocs);
            same_real(left->expect[p].bytes, right->expect[p].bytes);
        }
        assert_int_equal(left->escape_count, right->escape_count);
        for (size_t e = 0; e < left->escape_count; e++)
            same_text(left->escapes[e], right->escapes[e]);
    }
}

static inline void same_case(const struct esc_case *a, const struct esc_case *b)
{
    const char *const texts[][2] = {{a->path, b->path},       {a->name, b->name},
                                    {a->title, b->title},     {a->question, b->question},
                                    {a->because, b->because}, {a->remedy, b->remedy},
                                    {a->differs, b->differs}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same_text(texts[i][0], texts[i][1]);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->control, b->control);
    same_real(a->tolerance, b->tolerance);
    assert_int_equal(a->threads, b->threads);
    assert_true(a->text_hash == b->text_hash);
    same_bytes(a->runtimes, b->runtimes, sizeof a->runtimes);
    same_words(a, b);
    same_params(a, b);
    same_strategies(a, b);
}

static inline void same_variant(const struct esc_variant *a, const struct esc_variant *b)
{
    same_text(a->name, b->name);
    same_text(a->go_name, b->go_name);
    same_text(a->label, b->label);
    same_text(a->message, b->message);
    assert_int_equal(a->case_index, b->case_index);
    assert_int_equal(a->point, b->point);
    assert_int_equal(a->strategy, b->strategy);
    assert_int_equal(a->runtime, b->runtime);
    assert_int_equal(a->go, b->go);
    assert_int_equal(a->iterations, b->iterations);
    assert_int_equal(a->status, b->status);
    same_real(a->allocs_per_op, b->allocs_per_op);
    same_real(a->bytes_per_op, b->bytes_per_op);
    same_real(a->requested_bytes_per_op, b->requested_bytes_per_op);
    same_tally(&a->tally, &b->tally);
}

static inline void same_record(const struct esc_record *a, const struct esc_record *b)
{
    assert_int_equal(a->round, b->round);
    assert_int_equal(a->order, b->order);
    assert_int_equal(a->variant, b->variant);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->iterations, b->iterations);
    assert_true(a->checksum == b->checksum);
    assert_int_equal(a->wall_ns, b->wall_ns);
    assert_int_equal(a->cpu_ns, b->cpu_ns);
    assert_int_equal(a->child_wall_ns, b->child_wall_ns);
    assert_memory_equal(&a->disturbance, &b->disturbance, sizeof a->disturbance);
    same_bytes(&a->gc, &b->gc, sizeof a->gc);
    assert_int_equal(a->cycle_count, b->cycle_count);
    same_bytes(a->cycles, b->cycles, a->cycle_count * sizeof *a->cycles);
    assert_int_equal(a->heap_count, b->heap_count);
    same_bytes(a->heap, b->heap, a->heap_count * sizeof *a->heap);
}

static inline void same_estimate(const struct esc_estimate *a, const struct esc_estimate *b)
{
    assert_int_equal(a->known, b->known);
    same_real(a->median, b->median);
    same_real(a->low, b->low);
    same_real(a->high, b->high);
    same_real(a->confidence, b->confidence);
    assert_int_equal(a->n, b->n);
}

static inline void same_figures(const struct esc_figures *a, const struct esc_figures *b)
{
    same_estimate(&a->ns_per_op, &b->ns_per_op);
    same_estimate(&a->cpu_ns_per_op, &b->cpu_ns_per_op);
    same_estimate(&a->cycles_per_mop, &b->cycles_per_mop);
    same_estimate(&a->gc_share, &b->gc_share);
    same_estimate(&a->pause_ns, &b->pause_ns);
    same_real(a->min_ns_per_op, b->min_ns_per_op);
    same_real(a->max_ns_per_op, b->max_ns_per_op);
    same_real(a->noise, b->noise);
    assert_int_equal(a->disturbed, b->disturbed);
    same_real(a->pause_p99_ns, b->pause_p99_ns);
    same_real(a->pause_max_ns, b->pause_max_ns);
    same_real(a->stw_ns_per_mop, b->stw_ns_per_mop);
}

/* The plan and the records: what the journal keeps. */
static inline void same_raw(const struct esc_run *a, const struct esc_run *b)
{
    same_text(a->id, b->id);
    same_text(a->folder, b->folder);
    same_text(a->started, b->started);
    assert_true(a->seed == b->seed);
    assert_int_equal(a->preset, b->preset);
    assert_int_equal(a->rounds, b->rounds);
    assert_int_equal(a->rounds_done, b->rounds_done);
    assert_int_equal(a->gogc, b->gogc);
    same_real(a->wall_s, b->wall_s);
    same_real(a->timed_s, b->timed_s);
    same_real(a->build_s, b->build_s);
    same_machine(&a->machine, &b->machine);
    same_bytes(a->runtimes, b->runtimes, sizeof a->runtimes);
    assert_int_equal(a->go_count, b->go_count);
    for (size_t i = 0; i < a->go_count; i++) {
        same_text(a->gos[i].command, b->gos[i].command);
        same_text(a->gos[i].version, b->gos[i].version);
        same_text(a->gos[i].target, b->gos[i].target);
        assert_int_equal(a->gos[i].minor, b->gos[i].minor);
    }
    assert_int_equal(a->case_count, b->case_count);
    for (size_t i = 0; i < a->case_count; i++)
        same_case(&a->cases[i], &b->cases[i]);
    assert_int_equal(a->variant_count, b->variant_count);
    for (size_t v = 0; v < a->variant_count; v++)
        same_variant(&a->variants[v], &b->variants[v]);
    assert_int_equal(a->record_count, b->record_count);
    for (size_t i = 0; i < a->record_count; i++)
        same_record(&a->records[i], &b->records[i]);
}

static inline void same_run(const struct esc_run *a, const struct esc_run *b)
{
    same_raw(a, b);
    assert_int_equal(a->interrupted, b->interrupted);
    for (size_t v = 0; v < a->variant_count; v++)
        same_figures(&a->figures[v], &b->figures[v]);
    assert_int_equal(a->pair_count, b->pair_count);
    for (size_t i = 0; i < a->pair_count; i++) {
        assert_int_equal(a->pairs[i].base, b->pairs[i].base);
        assert_int_equal(a->pairs[i].other, b->pairs[i].other);
        assert_int_equal(a->pairs[i].verdict, b->pairs[i].verdict);
        same_estimate(&a->pairs[i].factor, &b->pairs[i].factor);
        same_estimate(&a->pairs[i].price_ns, &b->pairs[i].price_ns);
    }
}

#endif
