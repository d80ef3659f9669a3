/*
 * Orders, and how far several agree; values far from the others. Pure.
 */
#ifndef ESC_BASE_RANK_H
#define ESC_BASE_RANK_H

#include <stddef.h>

/* Ranks from 1 of n finite values, equal ones get the mean of theirs. */
void esc_rank(const double *values, size_t n, double *ranks);

/*
 * Spearman's rank correlation of n pairs: Pearson's of the ranks, which is right with ties as well.
 * NAN for n < 2, or where one side has one value only. Source: Spearman, "The proof and measurement
 * of association between two things", American Journal of Psychology 15 (1904).
 */
double esc_spearman(const double *a, const double *b, size_t n);

/*
 * Kendall's coefficient of concordance W of `judges` rankings of the same `n` things, 0 (no
 * agreement) to 1 (one order), corrected for ties; values[judge * n + thing]. NAN for fewer than
 * two judges or things, or where no judge tells any apart. Source: Kendall and Babington Smith,
 * "The problem of m rankings", Annals of Mathematical Statistics 10 (1939); ties: Kendall, "Rank
 * Correlation Methods" (1948), chapter 6.
 */
double esc_kendall_w(const double *values, size_t judges, size_t n);

/*
 * Modified z-score of each value: 0.6745 (x - median) / MAD, MAD the median absolute deviation;
 * where that is 0, 0 for what equals the median and an infinity for the rest. n >= 1. Source:
 * Iglewicz and Hoaglin, "How to Detect and Handle Outliers", ASQC 1993, who call what is beyond
 * ESC_FAR_FROM_MEDIAN a potential outlier.
 */
#define ESC_FAR_FROM_MEDIAN 3.5
void esc_modified_z(const double *values, size_t n, double *scores);

#endif
