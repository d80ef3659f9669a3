/* The table of sizeclasses.go and the two lookup arrays derived from it. */
#include "sizeclass.h"

#include "goheap.h"

const uint16_t goheap_class_bytes[SIZE_CLASSES] = {
    0,     8,     16,    24,    32,    48,    64,    80,    96,    112,   128,   144,
    160,   176,   192,   208,   224,   240,   256,   288,   320,   352,   384,   416,
    448,   480,   512,   576,   640,   704,   768,   896,   1024,  1152,  1280,  1408,
    1536,  1792,  2048,  2304,  2688,  3072,  3200,  3456,  4096,  4864,  5376,  6144,
    6528,  6784,  6912,  8192,  9472,  9728,  10240, 10880, 12288, 13568, 14336, 16384,
    18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
};

const uint8_t goheap_class_pages[SIZE_CLASSES] = {
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,  1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 2, 1, 2, 1, 3, 2,  3, 1, 3,
    2, 3, 4, 5, 6, 1, 7, 6, 5, 4, 3, 5, 7, 2, 9, 7, 5, 8, 3, 10, 7, 4,
};

uint32_t goheap_class_magic[SIZE_CLASSES];
uint8_t goheap_class_of_8[LOOKUP_8_MAX_BYTES / 8 + 1];
uint8_t goheap_class_of_128[(SMALL_MAX_BYTES - 1024) / 128 + 1];

/* The smallest class that holds `bytes`. */
static uint8_t class_by_search(size_t bytes)
{
    uint8_t class = 1;
    while (goheap_class_bytes[class] < bytes)
        class ++;
    return class;
}

void goheap_sizeclass_init(void)
{
    for (size_t i = 0; i < sizeof goheap_class_of_8; i++)
        goheap_class_of_8[i] = class_by_search(i * 8);
    for (unsigned class = 1; class < SIZE_CLASSES; class ++)
        goheap_class_magic[class] = divide_magic_of(goheap_class_bytes[class]);
    for (size_t i = 0; i < sizeof goheap_class_of_128; i++)
        goheap_class_of_128[i] = class_by_search(1024 + i * 128);
}

size_t goheap_round_size(size_t bytes)
{
    if (goheap_class_of_8[1] == 0)
        goheap_sizeclass_init();
    if (bytes == 0)
        return 0;
    if (bytes <= SMALL_MAX_BYTES)
        return goheap_class_bytes[size_class_of(bytes)];
    return bytes > SIZE_MAX - PAGE_BYTES ? bytes : page_round(bytes);
}
