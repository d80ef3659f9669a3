/* The pacer of Go 1.19 and 1.27. Each function names its counterpart in mgcpacer.go. */
#include "pacer.h"

#include <math.h>
#include <string.h>

/* gcControllerState.init: consMarkController's constants. */
static const double proportional_gain = 0.9, integral_time = 4.0, reset_time = 1000.0;
static const double output_min = -1000.0, output_max = 1000.0;

static double min_of(double a, double b)
{
    return a < b ? a : b;
}

static double max_of(double a, double b)
{
    return a > b ? a : b;
}

double pacer_controller_next(struct pacer_controller *controller, double input, double setpoint,
                             bool *ok)
{
    const double error = setpoint - input;
    const double raw = proportional_gain * error + controller->error_integral;
    *ok = isfinite(raw);
    if (!*ok) {
        controller->error_integral = 0;
        return output_min;
    }
    const double output = min_of(max_of(raw, output_min), output_max);
    controller->error_integral +=
        proportional_gain / integral_time * error + (output - raw) / reset_time;
    return output;
}

void pacer_init(struct pacer *pacer, int gogc, uint64_t globals_bytes)
{
    memset(pacer, 0, sizeof *pacer);
    pacer->memory_limit = pacer->limit_goal = PACER_NO_LIMIT;
    pacer->globals_scan = globals_bytes;
    pacer->triggered = PACER_NOT_TRIGGERED;
    pacer_set_gogc(pacer, gogc);
    pacer_commit(pacer, true, 0);
}

void pacer_set_gogc(struct pacer *pacer, int gogc)
{
    pacer->gogc = gogc < 0 ? -1 : gogc;
    pacer->heap_minimum = gogc < 0 ? 0 : PACER_HEAP_MINIMUM * (uint64_t)gogc / 100;
}

/* commit: goal = marked + (marked + stacks + globals) * GOGC / 100, runway = cons/mark * 3 * work.
 */
void pacer_commit(struct pacer *pacer, bool sweep_done, uint64_t heap_live)
{
    pacer->sweep_min_trigger = sweep_done ? 0 : heap_live + PACER_SWEEP_DISTANCE;
    const uint64_t roots = pacer->last_stack_scan + pacer->globals_scan;
    uint64_t goal = UINT64_MAX;
    if (pacer->gogc >= 0)
        goal = pacer->heap_marked + (pacer->heap_marked + roots) * (uint64_t)pacer->gogc / 100;
    pacer->percent_goal = goal < pacer->heap_minimum ? pacer->heap_minimum : goal;
    const double others = (1 - PACER_BACKGROUND_UTILIZATION) / PACER_BACKGROUND_UTILIZATION;
    const double runway = pacer->cons_mark * others * (double)(pacer->last_heap_scan + roots);
    /* cons/mark is negative when marking took more than all of the time (assists on one proc); Go's
     * conversion to uint64 makes that a huge runway, that is the earliest trigger. */
    pacer->runway = runway >= 0 && runway < 1e18 ? (uint64_t)runway : UINT64_MAX / 2;
}

static uint64_t least_of(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t most_of(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t goal_under_limit(const struct pacer *pacer, const struct pacer_memory *memory)
{
    const uint64_t limit = pacer->memory_limit;
    const uint64_t other = memory->mapped - memory->free - memory->objects;
    const uint64_t overage = memory->mapped > limit ? memory->mapped - limit : 0;
    if (other + overage >= limit)
        return pacer->heap_marked;
    const uint64_t goal = limit - (other + overage);
    const uint64_t part = pacer->headroom_grows ? goal / 100 * PACER_LIMIT_HEADROOM_PERCENT : 0;
    const uint64_t headroom = most_of(part, PACER_LIMIT_HEADROOM);
    return most_of(goal < 2 * headroom ? headroom : goal - headroom, pacer->heap_marked);
}

void pacer_look(struct pacer *pacer, const struct pacer_memory *memory)
{
    const uint64_t goal =
        pacer->memory_limit == PACER_NO_LIMIT ? PACER_NO_LIMIT : goal_under_limit(pacer, memory);
    __atomic_store_n(&pacer->limit_goal, goal, __ATOMIC_RELAXED);
}

/* heapGoalInternal: below the limit's goal nothing moves the goal up. */
struct bounds {
    uint64_t goal, least_trigger;
};

static struct bounds bounds_of(const struct pacer *pacer)
{
    const uint64_t limit_goal = __atomic_load_n(&pacer->limit_goal, __ATOMIC_RELAXED);
    if (limit_goal < pacer->percent_goal)
        return (struct bounds){limit_goal, 0};
    struct bounds bounds = {most_of(pacer->percent_goal, pacer->sweep_min_trigger),
                            pacer->sweep_min_trigger};
    if (pacer->triggered != PACER_NOT_TRIGGERED)
        bounds.goal = most_of(bounds.goal, pacer->triggered + PACER_MIN_RUNWAY);
    return bounds;
}

uint64_t pacer_goal(const struct pacer *pacer)
{
    return bounds_of(pacer).goal;
}

/* trigger: goal - runway, between 45/64 and 61/64 of the way from the marked heap to the goal. */
uint64_t pacer_trigger(const struct pacer *pacer)
{
    const struct bounds bounds = bounds_of(pacer);
    const uint64_t goal = bounds.goal;
    if (pacer->heap_marked >= goal || goal == UINT64_MAX)
        return goal;
    const uint64_t step = (goal - pacer->heap_marked) / 64;
    const uint64_t low = most_of(pacer->heap_marked + step * 45, bounds.least_trigger);
    uint64_t high = pacer->heap_marked + step * 61;
    if (goal > PACER_HEAP_MINIMUM)
        high = most_of(high, goal - PACER_HEAP_MINIMUM);
    high = most_of(high, low);
    const uint64_t trigger = pacer->runway > goal ? low : goal - pacer->runway;
    return least_of(most_of(trigger, low), high);
}

/* startCycle: a quarter of the procs, in whole workers if that is within 30 %. */
struct pacer_workers pacer_workers_for(int procs)
{
    const double wanted = procs * PACER_BACKGROUND_UTILIZATION;
    struct pacer_workers workers = {(int)(wanted + 0.5), 0};
    const double error = workers.dedicated / wanted - 1;
    if (fabs(error) <= PACER_MAX_UTIL_ERROR)
        return workers;
    if (workers.dedicated > wanted)
        workers.dedicated--;
    workers.fractional = (wanted - workers.dedicated) / procs;
    return workers;
}

/* revise: spread the work that is left over the bytes that are left. */
struct pacer_assist pacer_revise(const struct pacer *pacer, const struct pacer_progress *progress)
{
    const double gogc = pacer->gogc < 0 ? 100000 : pacer->gogc;
    double goal = (double)pacer_goal(pacer);
    double expected =
        (double)(pacer->last_heap_scan + pacer->last_stack_scan + pacer->globals_scan);
    const double most = (double)(progress->heap_scan + progress->stack_scan + pacer->globals_scan);
    const double triggered = (double)pacer->triggered, live = (double)progress->heap_live;
    if ((double)progress->work_done > expected) {
        const double extended = (goal - triggered) / expected * most + triggered;
        expected = most;
        goal = min_of(extended, (1 + gogc / 100) * goal);
    }
    if (live > goal) {
        goal *= 1.1;
        expected = most;
    }
    const double work_left = max_of(expected - (double)progress->work_done, 1000);
    const double heap_left = max_of(goal - live, 1);
    return (struct pacer_assist){work_left / heap_left, heap_left / work_left};
}

static void keep_worst(struct pacer *pacer, double current)
{
    const size_t last = sizeof pacer->last_cons_mark / sizeof *pacer->last_cons_mark - 1;
    pacer->cons_mark = current;
    for (size_t i = 0; i <= last; i++)
        pacer->cons_mark = max_of(pacer->cons_mark, pacer->last_cons_mark[i]);
    for (size_t i = 0; i < last; i++)
        pacer->last_cons_mark[i] = pacer->last_cons_mark[i + 1];
    pacer->last_cons_mark[last] = current;
}

/* endCycle: cons/mark = bytes allocated per byte marked at equal CPU time. */
void pacer_end_cycle(struct pacer *pacer, const struct pacer_cycle *cycle)
{
    pacer->last_goal = pacer_goal(pacer);
    double utilization = PACER_BACKGROUND_UTILIZATION, idle = 0;
    if (cycle->mark_ns > 0) {
        const double cpu_ns = (double)cycle->mark_ns * cycle->procs;
        utilization += (double)cycle->assist_ns / cpu_ns;
        idle = (double)cycle->idle_ns / cpu_ns;
    }
    if (cycle->heap_live <= pacer->triggered)
        return;
    const double allocated = (double)(cycle->heap_live - pacer->triggered);
    const double current =
        allocated * (utilization + idle) / ((double)cycle->scan_work * (1 - utilization));
    if (pacer->keeps_worst) {
        keep_worst(pacer, current);
        return;
    }
    bool ok;
    pacer->cons_mark = pacer_controller_next(&pacer->controller, pacer->cons_mark, current, &ok);
    if (!ok)
        pacer->cons_mark = 0;
}

void pacer_reset_live(struct pacer *pacer, uint64_t marked, uint64_t heap_scan, uint64_t stack_scan)
{
    pacer->heap_marked = marked;
    pacer->last_heap_scan = heap_scan;
    pacer->last_stack_scan = stack_scan;
    pacer->triggered = PACER_NOT_TRIGGERED;
}
