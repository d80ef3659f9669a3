/*
 * A calibrated time -> the iteration count of a sample. See plan.h for the contract.
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

uint64_t esc_plan_iterations(double ns_per_op, double target_ns)
{
    if (!isfinite(ns_per_op) || ns_per_op <= 0 || !(target_ns > ns_per_op))
        return 1;
    return (uint64_t)two_digits(fmin(target_ns / ns_per_op, most_iterations));
}
