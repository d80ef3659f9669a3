/*
 * The sizes that Go's allocator hands out. Growing slices and strings round up to them, so that the
 * room which is paid for is used. Source: runtime/sizeclasses.go (the table), runtime/msize.go
 * (roundupsize).
 */
#ifndef GORT_SIZECLASS_H
#define GORT_SIZECLASS_H

#include <stddef.h>
#include <stdint.h>

enum { GORT_MAX_SMALL_BYTES = 32768, GORT_PAGE_BYTES = 8192, GORT_EIGHTS_UP_TO = 1016 };

/* By class; class 0 is for objects over GORT_MAX_SMALL_BYTES. */
static const uint16_t gort_class_bytes[68] = {
    0,     8,     16,    24,    32,    48,    64,    80,    96,    112,   128,   144,  160,   176,
    192,   208,   224,   240,   256,   288,   320,   352,   384,   416,   448,   480,  512,   576,
    640,   704,   768,   896,   1024,  1152,  1280,  1408,  1536,  1792,  2048,  2304, 2688,  3072,
    3200,  3456,  4096,  4864,  5376,  6144,  6528,  6784,  6912,  8192,  9472,  9728, 10240, 10880,
    12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768};

/* The class of ceil(bytes / 8), up to 1016 bytes. */
static const uint8_t gort_class_of_eighth[128] = {
    0,  1,  2,  3,  4,  5,  5,  6,  6,  7,  7,  8,  8,  9,  9,  10, 10, 11, 11, 12, 12, 13,
    13, 14, 14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 19, 19, 19, 20, 20, 20, 20, 21, 21, 21,
    21, 22, 22, 22, 22, 23, 23, 23, 23, 24, 24, 24, 24, 25, 25, 25, 25, 26, 26, 26, 26, 27,
    27, 27, 27, 27, 27, 27, 27, 28, 28, 28, 28, 28, 28, 28, 28, 29, 29, 29, 29, 29, 29, 29,
    29, 30, 30, 30, 30, 30, 30, 30, 30, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31,
    31, 31, 31, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32};

/* The class of ceil((bytes - 1024) / 128), up to 32 768 bytes. */
static const uint8_t gort_class_of_128th[249] = {
    32, 33, 34, 35, 36, 37, 37, 38, 38, 39, 39, 40, 40, 40, 41, 41, 41, 42, 43, 43, 44, 44, 44,
    44, 44, 45, 45, 45, 45, 45, 45, 46, 46, 46, 46, 47, 47, 47, 47, 47, 47, 48, 48, 48, 49, 49,
    50, 51, 51, 51, 51, 51, 51, 51, 51, 51, 51, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52, 53, 53,
    54, 54, 54, 54, 55, 55, 55, 55, 55, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 57, 57, 57,
    57, 57, 57, 57, 57, 57, 57, 58, 58, 58, 58, 58, 58, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59,
    59, 59, 59, 59, 59, 59, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 61,
    61, 61, 61, 61, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 63, 63, 63, 63, 63, 63, 63, 63,
    63, 63, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 66,
    66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67,
    67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67};

/* The bytes that an allocation of `bytes` really gets. */
static inline size_t gort_round_size(size_t bytes)
{
    if (bytes <= GORT_EIGHTS_UP_TO)
        return gort_class_bytes[gort_class_of_eighth[(bytes + 7) / 8]];
    if (bytes <= GORT_MAX_SMALL_BYTES) {
        size_t step = bytes <= 1024 ? 0 : (bytes - 1024 + 127) / 128;
        return gort_class_bytes[gort_class_of_128th[step]];
    }
    return (bytes + GORT_PAGE_BYTES - 1) / GORT_PAGE_BYTES * GORT_PAGE_BYTES;
}

#endif
