#!/usr/bin/python3
"""Writes stats_vectors.h: expected values of harness/stats/, computed by SciPy and NumPy.

Needed only to make the vectors again: /usr/bin/python3 make_vectors.py > stats_vectors.h
(Debian: python3-scipy). The tests read the committed header.
"""

import numpy
import scipy
from scipy import stats

CONFIDENCE = 0.95


def ranks(n):
    """The innermost symmetric order statistics that cover the median with 95 %, or the outermost."""
    for low in range((n + 1) // 2, 0, -1):
        coverage = 1 - 2 * stats.binom.cdf(low - 1, n, 0.5)
        if coverage >= CONFIDENCE or low == 1:
            return low, n + 1 - low, coverage


def numbers(values):
    return ", ".join(repr(float(value)) for value in values)


def print_ranks():
    print("static const struct { size_t n, low, high; double confidence; } rank_vectors[] = {")
    for n in list(range(1, 121)) + [200, 1000, 1001, 10000, 65537]:
        low, high, coverage = ranks(n)
        print(f"    {{{n}, {low}, {high}, {float(coverage)!r}}},")
    print("};\n")


def print_samples(generator):
    lists = [generator.lognormal(3, 0.2, n) for n in (1, 2, 3, 5, 6, 12, 20, 50)]
    lists.append(numpy.array([7.0] * 9))
    lists.append(generator.integers(1, 5, 21).astype(float))
    lists.append(numpy.concatenate([generator.normal(10, 0.1, 18), [1000.0, 5000.0]]))
    print("#define LONGEST_SAMPLE 50")
    print("static const struct {")
    print("    size_t n;")
    print("    double values[LONGEST_SAMPLE];")
    print("    double median, low, high, confidence, noise, quantile_25, quantile_99;")
    print("} sample_vectors[] = {")
    for values in lists:
        ordered = numpy.sort(values)
        low, high, coverage = ranks(len(values))
        median = numpy.median(values)
        noise = 1.4826 * stats.median_abs_deviation(values) / median
        results = [median, ordered[low - 1], ordered[high - 1], coverage, noise,
                   numpy.quantile(values, 0.25), numpy.quantile(values, 0.99)]
        print(f"    {{{len(values)}, {{{numbers(values)}}},\n     {numbers(results)}}},")
    print("};\n")


def print_binomial():
    print("static const struct { size_t hits, trials; double low, high; } binomial_vectors[] = {")
    for trials in (1, 10, 200, 1000):
        for hits in sorted({0, 1, trials // 2, trials * 93 // 100, trials - 1, trials}):
            test = stats.binomtest(hits, trials).proportion_ci(CONFIDENCE, method="exact")
            print(f"    {{{hits}, {trials}, {float(test.low)!r}, {float(test.high)!r}}},")
    print("};\n")


def print_pair(generator, name, rounds, factor, spread, base_ns):
    """Rounds share a drift that the factor must not see."""
    iterations = 20000
    drift = 1 + 0.3 * numpy.sin(numpy.arange(rounds) / 3)
    base = numpy.round(base_ns * iterations * drift * generator.lognormal(0, spread, rounds))
    other = numpy.round(
        base_ns * factor * iterations * drift * generator.lognormal(0, spread, rounds))
    low, high, coverage = ranks(rounds)
    results = []
    for values in (other / base, (other - base) / iterations):
        ordered = numpy.sort(values)
        results += [numpy.median(values), ordered[low - 1], ordered[high - 1]]
    print(f"static const struct pair_vector {name} = {{")
    print(f"    {rounds}, {iterations},")
    print("    {" + ", ".join(str(int(value)) for value in base) + "},")
    print("    {" + ", ".join(str(int(value)) for value in other) + "},")
    print(f"    {numbers(results)}, {float(coverage)!r}}};\n")


def main():
    generator = numpy.random.default_rng(20211)
    print("/* Made by tests/vectors/make_vectors.py with "
          f"SciPy {scipy.__version__} and NumPy {numpy.__version__}. Do not edit. */")
    print("/* clang-format off */")
    print("#include <stddef.h>\n#include <stdint.h>\n")
    print_ranks()
    print_samples(generator)
    print_binomial()
    print("struct pair_vector {\n    uint32_t rounds;\n    uint64_t iterations;\n"
          "    int64_t base_ns[50], other_ns[50];\n"
          "    double factor, factor_low, factor_high, price, price_low, price_high, confidence;\n"
          "};\n")
    print_pair(generator, "clear_pair", 20, 6.1, 0.01, 21.0)
    print_pair(generator, "equal_pair", 12, 1.0, 0.02, 21.0)
    print_pair(generator, "noisy_pair", 12, 2.0, 0.35, 21.0)
    print_pair(generator, "short_pair", 12, 3.0, 0.02, 1.5)


if __name__ == "__main__":
    main()
