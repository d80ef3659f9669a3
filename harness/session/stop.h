/*
 * ^C and SIGTERM while something is measured: the first asks for an orderly end, the second ends at
 * once. Before, while cases are loaded and compiled, they have their usual effect: nothing is lost
 * then, and every program that was started ends with this one (base/keeper.h).
 */
#ifndef ESC_SESSION_STOP_H
#define ESC_SESSION_STOP_H

extern volatile int esc_stop_requested;

void esc_stop_catch(void);

#endif
