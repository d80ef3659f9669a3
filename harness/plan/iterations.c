/*
 * Calibrated times -> iteration count of a sample. See plan.h for the contract.
 */
#include "plan/plan.h"

#include <math.h>

/* No sample needs more; it keeps n exact in a double, which is all that JSON has. */
static const double most_iterations = 1e15;

/* 123456 -> 120000; whole numbers below 100 stay as they are. */
static double two_digits(double value)
{
    if (value < 100)
        return round(value);
    double unit = pow(10, floor(log10(value)) - 1);
    return round(value / unit) * unit;
}

uint64_t esc_plan_iterations(const double *ns_per_op, size_t count, double target_ns)
{
    double slowest_ns = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(ns_per_op[i]))
            slowest_ns = fmax(slowest_ns, ns_per_op[i]);
    if (slowest_ns <= 0 || !(target_ns > slowest_ns))
        return 1;
    return (uint64_t)two_digits(fmin(target_ns / slowest_ns, most_iterations));
}
