#include "gort/slice.h"
#include "gort/string.h"

/* What the grading calls: all words, one after the other. */
ESC_NOINLINE static gort_string join(const gort_string *words, size_t count)
{
    gort_string s = words[0]; /* "" + word is the word itself */
    for (size_t k = 1; k < count; k++)
        s = gort_concat(NULL, s, words[k]); /* s += word */
    return s;
}
