/*
 * Estimates. See cost.h for the contract.
 */
#include "noun/cost.h"

bool esc_cost_is_near(const struct esc_cost_check *check)
{
    return check->ratio >= 1 / ESC_COST_NEAR && check->ratio <= ESC_COST_NEAR;
}
