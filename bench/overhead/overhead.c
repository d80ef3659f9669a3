/* What the C port costs beside native Google Benchmark: three loops in C and in C++, C C++ C++ C in
 * even rounds and the other way round in odd ones. Prints the median of the rounds' ratios with its
 * interval; exit 1 if a ratio lies outside [0.95, 1.05].
 *
 * All inner loops are the same instructions at the same offset in a cache line. Still malloc+free
 * ran in one of several modes 15 % apart where it was tried: the mode changed with the layout of
 * stack and heap (so each round is a fresh process) and within a few milliseconds of a sample (so
 * its samples are 20 ms long). A state of the processor is the likely cause; it was not proven. */
#include "loops.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 101, SIDE_C = 0, SIDE_NATIVE = 1, SIDES = 2, TEXT_BYTES = 32 };

static const double ratio_low = 0.95;
static const double ratio_high = 1.05;

unsigned char loop_source[LOOP_BYTES];
unsigned char loop_target[LOOP_BYTES];

static const char *const loop_names[LOOP_COUNT] = {"empty", "malloc+free", "copy of 64 B"};
static const double sample_s[LOOP_COUNT] = {0.001, 0.020, 0.001};

/* Nanoseconds for one iteration, as one round found them. */
struct round {
    double ns[LOOP_COUNT][SIDES];
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "overhead: %s: %s\n", what, why);
    exit(1);
}

static struct gb_spec spec_in_c(int loop)
{
    return (struct gb_spec){
        .function = loops_in_c[loop], .clock = GB_REAL_TIME, .process_cpu = true};
}

/* The count that takes about sample_s[loop], the same for both sides. */
static int64_t calibrate(int loop)
{
    struct gb_spec spec = spec_in_c(loop);
    struct gb_sample sample;
    struct gb_error error;
    spec.name = "calibrate";
    spec.min_time_s = sample_s[loop];
    if (!gb_measure(&spec, &sample, &error))
        die(loop_names[loop], error.text);
    return (int64_t)((double)sample.iterations * sample_s[loop] / sample.real_s) + 1;
}

static void register_both(int loop, int64_t iterations)
{
    struct gb_spec spec = spec_in_c(loop);
    struct gb_error error;
    char name[TEXT_BYTES];
    snprintf(name, sizeof name, "%d-%d", loop, SIDE_C);
    spec.name = name;
    spec.iterations = iterations;
    if (!gb_register(&spec, &error))
        die(loop_names[loop], error.text);
    snprintf(name, sizeof name, "%d-%d", loop, SIDE_NATIVE);
    loop_register_native(loop, name, iterations);
}

static void keep_ns(void *user, const struct gb_row *row)
{
    double *ns = user;
    *ns = row->cpu_per_iteration;
}

/* CPU time, so that other processes' turns on a shared machine do not count. */
static double measure_ns(int loop, int side)
{
    struct gb_error error;
    char filter[TEXT_BYTES];
    double ns = 0;
    snprintf(filter, sizeof filter, "^%d-%d/", loop, side);
    if (gb_run(filter, keep_ns, &ns, &error) != 1)
        die(loop_names[loop], error.text);
    return ns;
}

static void measure_loop(int loop, int first, double ns[SIDES])
{
    const int order[] = {first, !first, !first, first};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        ns[order[i]] += measure_ns(loop, order[i]) / 2;
}

/* The child's whole life. Arguments: which side comes first, the loops' iterations. */
static int measure_round(char **arguments)
{
    struct round round = {0};
    for (int loop = 0; loop < LOOP_COUNT; loop++)
        register_both(loop, atoll(arguments[1 + loop]));
    for (int loop = 0; loop < LOOP_COUNT; loop++)
        measure_loop(loop, atoi(arguments[0]), round.ns[loop]);
    return write(STDOUT_FILENO, &round, sizeof round) == sizeof round ? 0 : 1;
}

static void become_round(int output, int number, const int64_t iterations[LOOP_COUNT])
{
    char text[1 + LOOP_COUNT][TEXT_BYTES];
    char *arguments[1 + LOOP_COUNT + 2] = {"overhead", text[0]};
    snprintf(text[0], TEXT_BYTES, "%d", number % SIDES);
    for (int loop = 0; loop < LOOP_COUNT; loop++) {
        snprintf(text[1 + loop], TEXT_BYTES, "%lld", (long long)iterations[loop]);
        arguments[2 + loop] = text[1 + loop];
    }
    dup2(output, STDOUT_FILENO);
    execv("/proc/self/exe", arguments);
    _exit(1);
}

static void run_round(int number, const int64_t iterations[LOOP_COUNT], struct round *round)
{
    int ends[2];
    if (pipe(ends) != 0)
        die("round", "no pipe");
    const pid_t child = fork();
    if (child < 0)
        die("round", "no process");
    if (child == 0)
        become_round(ends[1], number, iterations);
    close(ends[1]);
    const bool whole = read(ends[0], round, sizeof *round) == sizeof *round;
    close(ends[0]);
    if (waitpid(child, NULL, 0) != child || !whole)
        die("round", "the process measuring it failed");
}

static int compare(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Sorts the values. */
static double median(double values[ROUNDS])
{
    qsort(values, ROUNDS, sizeof *values, compare);
    return values[ROUNDS / 2];
}

/* Rank k, from 1, of the lower end of the median's interval; the upper end is the k-th from above.
 * Sign test: the largest k with 2 P(fewer than k heads in ROUNDS throws) <= 5 %. */
static int rank_of_interval(void)
{
    double chance = 1; /* of exactly k heads */
    for (int i = 0; i < ROUNDS; i++)
        chance /= 2;
    int k = 0;
    for (double fewer = chance; 2 * fewer <= 0.05; fewer += chance) {
        chance = chance * (ROUNDS - k) / (k + 1);
        k++;
    }
    return k;
}

/* Prints the loop's line; false if its ratio is out of bounds. */
static bool judge(int loop, const struct round rounds[ROUNDS])
{
    double ns[SIDES][ROUNDS];
    double ratios[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        for (int side = 0; side < SIDES; side++)
            ns[side][i] = rounds[i].ns[loop][side];
        ratios[i] = ns[SIDE_C][i] / ns[SIDE_NATIVE][i];
    }
    const double ratio = median(ratios);
    const bool good = ratio >= ratio_low && ratio <= ratio_high;
    printf("%-14s %9.3f %9.3f %8.3f   [%.3f, %.3f]  %s\n", loop_names[loop], median(ns[SIDE_C]),
           median(ns[SIDE_NATIVE]), ratio, ratios[rank_of_interval() - 1],
           ratios[ROUNDS - rank_of_interval()], good ? "ok" : "out of bounds");
    return good;
}

static double wall_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double cpu_s_of(int who)
{
    struct rusage used;
    getrusage(who, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* The loops have computed without a pause since `begin_s`, here and in the rounds' processes: what
 * is missing of that time others had. The exit code judges the medians all the same. */
static void tell_shared(double begin_s)
{
    static const double alone = 0.95; /* starts and ends of processes take the rest */
    const double part = (cpu_s_of(RUSAGE_SELF) + cpu_s_of(RUSAGE_CHILDREN)) / (wall_s() - begin_s);
    if (part < alone)
        printf(
            "This machine was shared: the loops had a processor for %.0f %% of the time. A ratio "
            "that is\nout of bounds says nothing now; run it again when nothing else runs.\n",
            100 * part);
}

int main(int argc, char **argv)
{
    if (argc == 1 + 1 + LOOP_COUNT)
        return measure_round(argv + 1);
    const double begin_s = wall_s();
    static struct round rounds[ROUNDS];
    int64_t iterations[LOOP_COUNT];
    for (int loop = 0; loop < LOOP_COUNT; loop++)
        iterations[loop] = calibrate(loop);
    for (int i = 0; i < ROUNDS; i++)
        run_round(i, iterations, &rounds[i]);
    printf("%-14s %9s %9s %8s   %s\n", "loop", "C ns/op", "C++ ns/op", "C/C++", "95 % interval");
    bool good = true;
    for (int loop = 0; loop < LOOP_COUNT; loop++)
        good = judge(loop, rounds) && good;
    printf("%d rounds; a ratio must lie in [%.2f, %.2f]\n", ROUNDS, ratio_low, ratio_high);
    tell_shared(begin_s);
    return good ? 0 : 1;
}
