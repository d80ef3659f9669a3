/* Threads of the program: attach and detach are goheap.h's; here is the hook at a thread's end. */
#ifndef GOHEAP_THREAD_H
#define GOHEAP_THREAD_H

#include "heap.h"

/* From here on an attached thread that ends is detached. false: the system has no key left. */
bool goheap_threads_init(void) HIDDEN;
void goheap_threads_shutdown(void) HIDDEN;

#endif
