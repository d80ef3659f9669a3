/*
 * The handler of ^C. See stop.h for the contracts.
 */
#include "session/stop.h"

#include <signal.h>
#include <unistd.h>

volatile int esc_stop_requested;

static void request_stop(int number)
{
    if (esc_stop_requested)
        _exit(128 + number);
    esc_stop_requested = 1;
}

/* No SA_RESTART: who waits for a program learns of it. */
void esc_stop_catch(void)
{
    struct sigaction action = {.sa_handler = request_stop};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}
