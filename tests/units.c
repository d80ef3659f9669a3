/*
 * Most unit tests as one program, which is linked once: it runs the test by whose name it is
 * called. UNITS is UNIT(a) UNIT(b)…, from the Makefile.
 */
#include <stdio.h>
#include <string.h>

#define UNIT(name) int unit_##name(void);
UNITS
#undef UNIT

static const struct {
    const char *name;
    int (*run)(void);
} units[] = {
#define UNIT(name) {#name, unit_##name},
    UNITS
#undef UNIT
};

int main(int argc, char **argv)
{
    const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
    const char *name = slash != NULL ? slash + 1 : argc > 0 ? argv[0] : "";
    for (size_t k = 0; k < sizeof units / sizeof *units; k++)
        if (strcmp(units[k].name, name) == 0)
            return units[k].run();
    fprintf(stderr, "no unit test is called %s\n", name);
    return 2;
}
