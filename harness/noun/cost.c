/*
 * Estimates. See cost.h for the contracts.
 */
#include "noun/cost.h"

bool esc_cost_is_near(const struct esc_cost_check *check)
{
    return check->ratio >= 1 / ESC_COST_NEAR && check->ratio <= ESC_COST_NEAR;
}

bool esc_cost_holds(const struct esc_cost_check *check)
{
    const double measured = check->pair->price_ns.median;
    return measured >= check->low && measured <= check->high;
}
