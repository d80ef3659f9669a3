#include "gort/block.h"
#include "gort/chan.h"

typedef struct {
    uint64_t words[8];
} message;
ESC_NOSCAN(message);

static message slots[1];
static gort_chan queue = GORT_CHAN(&esc_type_message, slots); /* make(chan message, 1) */

ESC_NOINLINE static uint64_t read_message(const message *m)
{
    esc_use(m);
    return m->words[0] + m->words[7];
}

/* What the grading calls: the first and the last word of a message that went through the queue. */
static uint64_t relay(uint64_t x)
{
    message m, r;
    gort_clear(&m, sizeof m);
    m.words[0] = x, m.words[7] = x + 7;
    gort_chan_send(&queue, &m); /* copied into the channel, 64 bytes */
    gort_chan_receive(&queue, &r);
    return read_message(&r);
}
