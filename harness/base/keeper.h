/*
 * Programs of others under watch: a compiler, gnuplot, go. Between this process and the program
 * stands its keeper, a fork of this one, which knows the limits, ends what the program leaves
 * behind, and ends everything when this process ends, however that comes (^C, SIGKILL).
 */
#ifndef ESC_BASE_KEEPER_H
#define ESC_BASE_KEEPER_H

#include <stdint.h>
#include <sys/types.h>

struct esc_limits {
    double time_s;        /* wall time; 0: none */
    int64_t memory_bytes; /* resident, of each process that the program is or starts; 0: none */
    int64_t file_bytes;   /* the largest file that they may write; 0: none */
};

/* What ended a program; told by the keeper's own end. What writes too large a file is ended
 * by SIGXFSZ, as anywhere. */
enum esc_reached { ESC_REACHED_NONE, ESC_REACHED_TIME, ESC_REACHED_MEMORY };

/*
 * As fork(): 0 in the new process, which is to become the program; its keeper's id in this one; -1
 * with errno. Both are in a session of their own, out of the terminal's reach. waitpid() for
 * the keeper gives the program's wait status; SIGTERM to the keeper ends all.
 */
pid_t esc_keeper_fork(const struct esc_limits *limits);

enum esc_reached esc_keeper_reached(int wait_status);

#endif
