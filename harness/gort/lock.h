/*
 * The two locks of Go: the runtime's own (struct gort_lock: one exchange, then spinning, then a
 * futex) and sync.Mutex (struct gort_mutex: one compare-and-swap, one addition to unlock).
 * Source: runtime/lock_futex.go (lock2, unlock2), sync/mutex.go.
 */
#ifndef GORT_LOCK_H
#define GORT_LOCK_H

#include "gort/base.h"

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Sleeps while *word is `value`; may return early, so callers look again. */
static inline void gort_futex_wait(uint32_t *word, uint32_t value)
{
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static inline void gort_futex_wake(uint32_t *word, int count)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

static inline void gort_pause(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/* ---- runtime.mutex ---- */

enum { GORT_UNLOCKED, GORT_LOCKED, GORT_SLEEPING };
enum { GORT_ACTIVE_SPIN = 4, GORT_ACTIVE_SPIN_PAUSES = 30 };

/* Zeroed: unlocked. */
struct gort_lock {
    uint32_t key;
};

/* Tries to take a lock that was seen unlocked, leaving `key` as the word that says "taken". */
static inline bool gort_lock_try(struct gort_lock *lock, uint32_t key)
{
    uint32_t free = GORT_UNLOCKED;
    return __atomic_load_n(&lock->key, __ATOMIC_RELAXED) == GORT_UNLOCKED &&
           __atomic_compare_exchange_n(&lock->key, &free, key, false, __ATOMIC_ACQUIRE,
                                       __ATOMIC_RELAXED);
}

static inline bool gort_lock_spin(struct gort_lock *lock, uint32_t key)
{
    for (int i = 0; i < GORT_ACTIVE_SPIN; i++) {
        if (gort_lock_try(lock, key))
            return true;
        for (int pause = 0; pause < GORT_ACTIVE_SPIN_PAUSES; pause++)
            gort_pause();
    }
    if (gort_lock_try(lock, key))
        return true;
    sched_yield();
    return false;
}

/* A thread that has slept takes the lock as "sleeping": others may still sleep behind it. */
GORT_CALL void gort_lock_slow(struct gort_lock *lock, uint32_t key)
{
    while (!gort_lock_spin(lock, key)) {
        if (__atomic_exchange_n(&lock->key, GORT_SLEEPING, __ATOMIC_ACQUIRE) == GORT_UNLOCKED)
            return;
        key = GORT_SLEEPING;
        gort_futex_wait(&lock->key, GORT_SLEEPING);
    }
}

static inline void gort_lock(struct gort_lock *lock)
{
    uint32_t key = __atomic_exchange_n(&lock->key, GORT_LOCKED, __ATOMIC_ACQUIRE);
    if (!gort_likely(key == GORT_UNLOCKED))
        gort_lock_slow(lock, key);
}

static inline void gort_unlock(struct gort_lock *lock)
{
    uint32_t key = __atomic_exchange_n(&lock->key, GORT_UNLOCKED, __ATOMIC_RELEASE);
    gort_check(key != GORT_UNLOCKED, "unlock of an unlocked lock");
    if (!gort_likely(key != GORT_SLEEPING))
        gort_futex_wake(&lock->key, 1);
}

/* ---- sync.Mutex ---- */

enum { GORT_MUTEX_LOCKED = 1 };

/*
 * Zeroed: unlocked. `state`: bit 0 locked, above it the number of sleepers; Go's starving and woken
 * bits are left out, for no case lets a mutex starve. `sema`: wake-ups handed out and not yet used.
 */
struct gort_mutex {
    uint32_t state;
    uint32_t sema;
};

GORT_CALL void gort_mutex_lock_slow(struct gort_mutex *mutex)
{
    uint32_t state = __atomic_load_n(&mutex->state, __ATOMIC_RELAXED);
    for (;;) {
        bool taken = state & GORT_MUTEX_LOCKED;
        uint32_t next = taken ? state + 2 : state | GORT_MUTEX_LOCKED;
        if (!__atomic_compare_exchange_n(&mutex->state, &state, next, false, __ATOMIC_ACQUIRE,
                                         __ATOMIC_RELAXED))
            continue;
        if (!taken)
            return;
        uint32_t sema = __atomic_load_n(&mutex->sema, __ATOMIC_RELAXED);
        do {
            while (sema == 0) {
                gort_futex_wait(&mutex->sema, 0);
                sema = __atomic_load_n(&mutex->sema, __ATOMIC_RELAXED);
            }
        } while (!__atomic_compare_exchange_n(&mutex->sema, &sema, sema - 1, false,
                                              __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
        state = __atomic_load_n(&mutex->state, __ATOMIC_RELAXED);
    }
}

/* Lets one sleeper go, if there is one and the lock is still free. */
GORT_CALL void gort_mutex_unlock_slow(struct gort_mutex *mutex, uint32_t state)
{
    while (state >= 2 && !(state & GORT_MUTEX_LOCKED)) {
        if (!__atomic_compare_exchange_n(&mutex->state, &state, state - 2, false, __ATOMIC_RELAXED,
                                         __ATOMIC_RELAXED))
            continue;
        __atomic_fetch_add(&mutex->sema, 1, __ATOMIC_RELEASE);
        gort_futex_wake(&mutex->sema, 1);
        return;
    }
}

static inline void gort_mutex_lock(struct gort_mutex *mutex)
{
    uint32_t free = 0;
    if (!gort_likely(__atomic_compare_exchange_n(&mutex->state, &free, GORT_MUTEX_LOCKED, false,
                                                 __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)))
        gort_mutex_lock_slow(mutex);
}

static inline void gort_mutex_unlock(struct gort_mutex *mutex)
{
    uint32_t state = __atomic_sub_fetch(&mutex->state, GORT_MUTEX_LOCKED, __ATOMIC_RELEASE);
    gort_check(!(state & GORT_MUTEX_LOCKED), "sync: unlock of unlocked mutex");
    if (!gort_likely(state == 0))
        gort_mutex_unlock_slow(mutex, state);
}

#ifdef ESC_CHECKED
#define gort_unlock(...) GORT_AT(gort_unlock(__VA_ARGS__))
#define gort_mutex_unlock(...) GORT_AT(gort_mutex_unlock(__VA_ARGS__))
#endif

#endif
