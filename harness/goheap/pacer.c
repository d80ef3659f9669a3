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

/* heapGoalInternal */
uint64_t pacer_goal(const struct pacer *pacer)
{
    uint64_t goal = pacer->percent_goal;
    if (pacer->sweep_min_trigger > goal)
        goal = pacer->sweep_min_trigger;
    if (pacer->triggered != PACER_NOT_TRIGGERED && goal < pacer->triggered + PACER_MIN_RUNWAY)
        goal = pacer->triggered + PACER_MIN_RUNWAY;
    return goal;
}

/* trigger: goal - runway, between 45/64 and 61/64 of the way from the marked heap to the goal. */
uint64_t pacer_trigger(const struct pacer *pacer)
{
    const uint64_t goal = pacer_goal(pacer);
    if (pacer->heap_marked >= goal)
        return goal;
    const uint64_t step = (goal - pacer->heap_marked) / 64;
    uint64_t low = pacer->heap_marked + step * 45;
    if (low < pacer->sweep_min_trigger)
        low = pacer->sweep_min_trigger;
    uint64_t high = pacer->heap_marked + step * 61;
    if (goal > PACER_HEAP_MINIMUM && goal - PACER_HEAP_MINIMUM > high)
        high = goal - PACER_HEAP_MINIMUM;
    if (high < low)
        high = low;
    uint64_t trigger = pacer->runway > goal ? low : goal - pacer->runway;
    trigger = trigger < low ? low : trigger;
    return trigger > high ? high : trigger;
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
