/* The three loops as a C++ user of Google Benchmark writes them. The optimisation barriers are
 * those of gbench.h, so that the loop is all that differs; compile with NDEBUG, or the library's
 * header puts an assertion into every iteration (and clang then deletes the empty loop). */
#include "loops.h"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <cstring>

static void native_empty(benchmark::State &state)
{
    for (auto _ : state)
        gb_clobber_memory();
}

static void native_malloc(benchmark::State &state)
{
    for (auto _ : state) {
        void *const object = std::malloc(LOOP_BYTES);
        gb_do_not_optimize(object);
        std::free(object);
    }
}

static void native_copy(benchmark::State &state)
{
    for (auto _ : state) {
        std::memcpy(loop_target, loop_source, LOOP_BYTES);
        gb_clobber_memory();
    }
}

void loop_register_native(int loop, const char *name, int64_t iterations)
{
    static benchmark::internal::Function *const functions[] = {native_empty, native_malloc,
                                                               native_copy};
    benchmark::RegisterBenchmark(name, functions[loop])
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Iterations(iterations);
}
