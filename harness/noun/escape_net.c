/*
 * See escape_net.h for the contracts.
 */
#include "noun/escape_net.h"

#include "base/memory.h"

#include <stdlib.h>

size_t esc_net_add_place(struct esc_net *net, enum esc_net_kind kind)
{
    net->places = esc_grow(net->places, &net->place_count, sizeof *net->places);
    net->places[net->place_count - 1] = (struct esc_net_place){.kind = kind, .loop_depth = 1};
    return net->place_count - 1;
}

struct esc_net_flow *esc_net_add_flow(struct esc_net *net)
{
    net->flows = esc_grow(net->flows, &net->flow_count, sizeof *net->flows);
    net->flows[net->flow_count - 1] = (struct esc_net_flow){0};
    return &net->flows[net->flow_count - 1];
}

void esc_net_free(struct esc_net *net)
{
    for (size_t k = 0; k < net->place_count; k++) {
        free(net->places[k].text);
        free(net->places[k].function);
        free(net->places[k].promise);
    }
    for (size_t k = 0; k < net->flow_count; k++) {
        free(net->flows[k].expression);
        free(net->flows[k].reason);
    }
    free(net->places);
    free(net->flows);
    *net = (struct esc_net){0};
}
