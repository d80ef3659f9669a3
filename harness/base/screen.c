/*
 * The width of a terminal. See screen.h.
 */
#include "base/screen.h"

#include <stdlib.h>
#include <sys/ioctl.h>

enum { COLUMNS_DEFAULT = 80, COLUMNS_LEAST = 40, COLUMNS_MOST = 1000 };

int esc_screen_columns(int file)
{
    const char *text = getenv("COLUMNS");
    long columns = text != NULL ? strtol(text, NULL, 10) : 0;
    struct winsize size;
    if (columns <= 0 && ioctl(file, TIOCGWINSZ, &size) == 0)
        columns = size.ws_col;
    if (columns <= 0)
        return COLUMNS_DEFAULT;
    return (int)(columns < COLUMNS_LEAST  ? COLUMNS_LEAST
                 : columns > COLUMNS_MOST ? COLUMNS_MOST
                                          : columns);
}
