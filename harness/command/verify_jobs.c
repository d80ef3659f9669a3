/*
 * verify: what each side is told to run for a variant. See verify.h.
 */
#include "command/verify.h"

enum { WARMUP_PART = 10 };

struct esc_job esc_verify_our_job(const struct esc_verify *verify, size_t v, uint64_t iterations)
{
    struct esc_job job = esc_workbench_job(&verify->bench, v, ESC_JOB_TIMED);
    job.iterations = iterations;
    job.warmup = iterations / WARMUP_PART;
    return job;
}

struct esc_go_job esc_verify_go_job(const struct esc_verify *verify, size_t v, uint64_t iterations)
{
    const struct esc_run *run = &verify->bench.run;
    const struct esc_variant *variant = &run->variants[v];
    const struct esc_case *item = esc_variant_case(run, variant);
    uint32_t threads = esc_case_threads(item, &item->points[variant->point]);
    return (struct esc_go_job){
        .program = verify->module.programs[esc_verify_unit(verify, variant)],
        .strategy = item->strategies[variant->strategy].name,
        .iterations = iterations,
        .warmup = iterations / WARMUP_PART,
        .passes = 1,
        .threads = threads,
        .cpu = threads > 1 ? -1 : verify->bench.options.cpu,
        .gogc = verify->bench.options.gogc,
        .time_limit_s = verify->bench.options.time_limit_s,
    };
}
