/*
 * Contracts of gort/ that a caller can break. A case built with -DESC_CHECKED (`make check`) ends
 * at the call that breaks one, with a message that names the call's line; timed code has no trace
 * of it. So each header ends with its functions once more, as macros that note the place of a call.
 * A call from within gort/ is on the account of the case's call that led there.
 */
#ifndef GORT_CONTRACT_H
#define GORT_CONTRACT_H

#include "kernel/esc.h"

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

/* libc's, under names that no case has. */
int gort_open(const char *path, int flags, ...) __asm__("open");
long gort_read(int file, void *to, size_t bytes) __asm__("read");
int gort_close(int file) __asm__("close");

/*
 * The mapping that holds `here`: lines of /proc/self/maps begin "LOW-HIGH ", in hexadecimal. Bounds
 * of a stack by pthread_getattr_np would allocate, and be counted as the case's.
 */
__attribute__((unused)) static void gort_find_mapping(uintptr_t here, uintptr_t bounds[2])
{
    char text[4096];
    uintptr_t number = 0;
    size_t field = 0; /* 2: the rest of the line */
    int file = gort_open("/proc/self/maps", 0);
    bounds[0] = bounds[1] = 0;
    for (long length; file >= 0 && (length = gort_read(file, text, sizeof text)) > 0;) {
        for (long k = 0; k < length; k++) {
            char c = text[k];
            if (c == '\n') {
                field = number = 0;
            } else if (field < 2 && (c == '-' || c == ' ')) {
                bounds[field++] = number;
                number = 0;
                if (field == 2 && here >= bounds[0] && here < bounds[1])
                    goto found;
            } else if (field < 2) {
                number = number * 16 + (uintptr_t)(c <= '9' ? c - '0' : c - 'a' + 10);
            }
        }
    }
    bounds[0] = bounds[1] = 0;
found:
    if (file >= 0)
        gort_close(file);
}

/* Whether `at` is in the part of the calling thread's stack that is in use. */
__attribute__((unused)) ESC_NOINLINE static bool gort_on_stack(const void *at)
{
    static _Thread_local uintptr_t bounds[2];
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    if (here < bounds[0] || here >= bounds[1])
        gort_find_mapping(here, bounds);
    return (uintptr_t)at >= here && (uintptr_t)at < bounds[1];
}

/* Whether two blocks of so many bytes have none in common. */
static inline bool gort_apart(const void *a, const void *b, size_t bytes)
{
    return (const char *)a + bytes <= (const char *)b || (const char *)b + bytes <= (const char *)a;
}

#endif
