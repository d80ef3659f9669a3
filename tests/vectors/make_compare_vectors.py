#!/usr/bin/python3
"""Writes compare_vectors.h: expected values of harness/stats/shift.h and holm.h, made with SciPy.

Needed only to make the vectors again: /usr/bin/python3 make_compare_vectors.py > compare_vectors.h
(Debian: python3-scipy). The tests read the committed header.

p-values are SciPy's own. Shifts are medians of all differences. Intervals come from turning the
test round, without any formula for ranks: of all differences the one farthest out that SciPy's test
does not reject when it is taken off the second sample.
"""

import itertools

import numpy
import scipy
from scipy import stats

LEVEL = 0.05
EXACT = 50
LONGEST = 60


def exact_tail(n, m, u):
    """P(U <= u) without ties, from SciPy's exact p of two samples that have this U."""
    first, second = samples_with(n, m, u)
    return stats.mannwhitneyu(second, first, alternative="less", method="exact").pvalue


def samples_with(n, m, u):
    """n and m distinct values such that in u pairs the second is larger."""
    full, rest = divmod(u, n)
    below = [-1.0 - i for i in range(m - full - (1 if rest else 0))]
    above = [100.0 + i for i in range(full)]
    between = [rest - 0.5] if rest else []
    return [float(i) for i in range(n)], below + between + above


def cut(n, m):
    """The largest k with 2 P(U <= k - 1) <= 5 %, at least 1, and the coverage."""
    k = 1
    while k < n * m // 2 and 2 * exact_tail(n, m, k) <= LEVEL:
        k += 1
    return k, max(0, 1 - 2 * exact_tail(n, m, k - 1))


def normal_cut(n, m):
    middle, deviation = n * m / 2, numpy.sqrt(n * m * (n + m + 1) / 12)
    k = 1
    while 2 * stats.norm.cdf((k + 0.5 - middle) / deviation) <= LEVEL:
        k += 1
    return k, 1 - 2 * stats.norm.cdf((k - 0.5 - middle) / deviation)


def independent(first, second):
    n, m = len(first), len(second)
    ties = len(set(first) | set(second)) < n + m
    exact = n <= EXACT and m <= EXACT and not ties
    if len(set(first) | set(second)) == 1:
        p = 1.0  # SciPy divides 0 by 0 here
    else:
        p = stats.mannwhitneyu(first, second, alternative="two-sided",
                               method="exact" if exact else "asymptotic").pvalue
    differences = numpy.sort([b - a for a, b in itertools.product(first, second)])
    k, coverage = cut(n, m) if n <= EXACT and m <= EXACT else normal_cut(n, m)
    return [numpy.median(differences), differences[k - 1], differences[-k], coverage, p], exact


def numbers(values):
    return ", ".join(repr(float(value)) for value in values)


def print_independent(generator):
    sizes = [(1, 1), (2, 3), (4, 4), (5, 7), (6, 6), (12, 12), (20, 12), (50, 50), (50, 7), (51, 20),
             (60, 60)]
    lists = [(generator.lognormal(3, 0.2, n), generator.lognormal(3.1, 0.2, m)) for n, m in sizes]
    lists.append((generator.normal(0, 1, 12), generator.normal(9, 1, 12)))
    lists.append((numpy.arange(12.0), numpy.arange(12.0) + 0.5))
    lists.append((generator.integers(1, 5, 12), generator.integers(2, 6, 12)))
    lists.append((generator.integers(1, 9, 60), generator.integers(1, 9, 55)))
    lists.append((numpy.full(8, 7.0), numpy.full(9, 7.0)))
    print(f"#define LONGEST_OF_TWO {LONGEST}")
    print("static const struct {")
    print("    size_t n, m;")
    print("    double first[LONGEST_OF_TWO], second[LONGEST_OF_TWO];")
    print("    double shift, low, high, confidence, p;")
    print("    int exact;")
    print("} independent_vectors[] = {")
    for first, second in lists:
        first, second = [float(x) for x in first], [float(x) for x in second]
        results, exact = independent(first, second)
        print(f"    {{{len(first)}, {len(second)}, {{{numbers(first)}}},\n     {{{numbers(second)}}},")
        print(f"     {numbers(results)}, {int(exact)}}},")
    print("};\n")


def print_paired(generator):
    lists = [generator.normal(0.1, 0.2, n) for n in (1, 2, 5, 6, 12, 20, 50, 60)]
    lists.append(numpy.abs(generator.normal(1, 0.1, 12)))
    lists.append(numpy.array([0.0, 0.0, 1.0, 2.0, -1.0, 3.0, 4.0, 5.0, 6.0]))
    lists.append(numpy.zeros(7))
    print("static const struct {")
    print("    size_t n;")
    print("    double differences[LONGEST_OF_TWO];")
    print("    double shift, low, high, p;")
    print("} paired_vectors[] = {")
    for values in lists:
        above, below = int((values > 0).sum()), int((values < 0).sum())
        p = stats.binomtest(above, above + below, 0.5).pvalue if above + below else 1.0
        low = 0
        while low + 1 < (len(values) + 1) // 2 and 2 * stats.binom.cdf(low, len(values), 0.5) <= LEVEL:
            low += 1
        low = max(low, 1)
        ordered = numpy.sort(values)
        print(f"    {{{len(values)}, {{{numbers(values)}}},\n"
              f"     {numbers([numpy.median(values), ordered[low - 1], ordered[-low], p])}}},")
    print("};\n")


def print_least():
    print("static const struct { size_t n, m; double p; } least_vectors[] = {")
    for n, m in [(1, 1), (2, 2), (3, 3), (4, 4), (6, 6), (12, 12), (20, 12), (50, 50)]:
        first, second = numpy.arange(float(n)), numpy.arange(float(m)) + 1000
        p = stats.mannwhitneyu(first, second, method="exact").pvalue
        print(f"    {{{n}, {m}, {float(p)!r}}},")
    print("};")


def main():
    generator = numpy.random.default_rng(20261130)
    print(f"/* Made by tests/vectors/make_compare_vectors.py with SciPy {scipy.__version__} and "
          f"NumPy {numpy.__version__}. Do not edit. */")
    print("/* clang-format off */")
    print("#include <stddef.h>\n")
    print_independent(generator)
    print_paired(generator)
    print_least()


if __name__ == "__main__":
    main()
