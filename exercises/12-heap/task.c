#include "gort/block.h"

/* What the grading calls: the first 16 bytes of a message, for later. */
ESC_NOINLINE static const unsigned char *keep(const unsigned char *message)
{
    return message;
}
