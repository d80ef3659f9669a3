/*
 * What this process started, and what these left behind. Whoever adopts becomes the parent of
 * every descendant whose own parent ends (prctl(2), PR_SET_CHILD_SUBREAPER), also of one that has
 * put itself into a session of its own: nothing gets away from esc_children_end.
 */
#ifndef ESC_BASE_CHILDREN_H
#define ESC_BASE_CHILDREN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct esc_pids {
    pid_t *list;
    size_t count;
};

/* From now on orphans among the descendants become children of this process. */
void esc_children_adopt(void);

/* Whether there is a child at all, running or not yet waited for. One system call. */
bool esc_children_any(void);

/* Whether that child has ended; it is not waited for. */
bool esc_children_ended(pid_t pid);

/* Children and their children, as far as they can be seen now. Free the list. */
struct esc_pids esc_children_list(void);

/* Waits for children that have ended, but for `spared`, which somebody else waits for. */
void esc_children_reap(pid_t spared);

/*
 * Kills all descendants but the children in `spared` (NULL: none) with all of theirs, and waits for
 * them, until there are none; gives up on what the kernel does not end within two seconds.
 */
void esc_children_end(const struct esc_pids *spared);

/* Resident memory of the largest descendant, what it shares with files or others left out. Bytes.
 */
int64_t esc_children_largest(void);

#endif
