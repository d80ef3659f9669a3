// An A/A comparison by nanobench: one function against itself, in one process.
// usage: nanobench ROUNDS EPOCH_MS; prints ratio, low and high of its interval.
// The function is the work of cases/a-a.lua: 512 bytes of a frame cleared, first and last word
// used.
#define ANKERL_NANOBENCH_IMPLEMENT
#include <nanobench.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

struct object {
    uint64_t words[64];
};

static __attribute__((noinline)) uint64_t ends(const object *t)
{
    __asm__ volatile("" : : "r"(t) : "memory");
    return t->words[0] + t->words[63];
}

static __attribute__((noinline)) uint64_t work(uint64_t x)
{
    object t;
    std::memset(&t, 0, sizeof t);
    t.words[0] = t.words[63] = x;
    return ends(&t);
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 2;
    uint64_t x = 0, y = 0;
    const auto result =
        ankerl::nanobench::Bench()
            .output(nullptr)
            .epochs(std::strtoul(arguments[1], nullptr, 10))
            .minEpochTime(std::chrono::milliseconds(std::strtoul(arguments[2], nullptr, 10)))
            .compare(
                "a", [&] { ankerl::nanobench::doNotOptimizeAway(work(x++)); }, "b",
                [&] { ankerl::nanobench::doNotOptimizeAway(work(y++)); });
    std::printf("%.6f %.6f %.6f\n", result[1].relative, result[1].relativeLow,
                result[1].relativeHigh);
    return 0;
}
