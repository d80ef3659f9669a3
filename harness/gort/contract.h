/*
 * Contracts of gort/ that a caller can break. A case built with -DESC_CHECKED (`make check`) ends
 * at the call that breaks one, with a message that names the call's line; timed code has no trace
 * of it. So each header ends with its functions once more, as macros that note the place of a call.
 * A call from within gort/ is on the account of the case's call that led there.
 */
#ifndef GORT_CONTRACT_H
#define GORT_CONTRACT_H

#include "kernel/esc.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#ifdef ESC_CHECKED
static _Thread_local struct {
    const char *file;
    int line;
} gort_caller __attribute__((unused));

__attribute__((unused)) static void gort_note(const char *file, int line)
{
    static const char here[] = __FILE__; /* FOLDER/gort/contract.h */
    if (strncmp(file, here, sizeof here - sizeof "contract.h") == 0)
        return;
    gort_caller.file = file;
    gort_caller.line = line;
}
#define GORT_AT(call) (gort_note(__FILE__, __LINE__), call)
#define gort_check(holds, contract)                                                                \
    ((holds) ? (void)0 : esc_contract(gort_caller.file, gort_caller.line, contract))
#define gort_panic(why) esc_contract(gort_caller.file, gort_caller.line, why)
#else
#define gort_check(holds, contract) ((void)sizeof(!(holds)))
#define gort_panic(why) abort() /* Go panics, or ends the program */
#endif

/* In functions whose state is one for the whole process: only one thread may call them. */
#define gort_check_one_thread(contract)                                                            \
    do {                                                                                           \
        static const void *thread __attribute__((unused));                                         \
        gort_check(gort_is_only(&thread), contract);                                               \
    } while (0)

/* Whether the calling thread is the first that asks with this owner, or that one again. */
__attribute__((unused)) static bool gort_is_only(const void **owner)
{
    static _Thread_local char self;
    const void *first = NULL;
    return __atomic_compare_exchange_n(owner, &first, &self, false, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED) ||
           first == &self;
}

/* Whether `at` is in the part of the calling thread's stack that is in use. */
__attribute__((unused)) static bool gort_on_stack(const void *at)
{
    pthread_attr_t about;
    void *low = NULL;
    size_t bytes = 0;
    if (pthread_getattr_np(pthread_self(), &about) != 0)
        return false;
    pthread_attr_getstack(&about, &low, &bytes);
    pthread_attr_destroy(&about);
    return (const char *)at >= (const char *)__builtin_frame_address(0) &&
           (const char *)at < (const char *)low + bytes;
}

/* Whether two blocks of so many bytes have none in common. */
static inline bool gort_apart(const void *a, const void *b, size_t bytes)
{
    return (const char *)a + bytes <= (const char *)b || (const char *)b + bytes <= (const char *)a;
}

#endif
