/*
 * Asking a compiler for its version. See compiler.h for the contract.
 */
#include "machine/compiler.h"

#include "base/memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *esc_compiler_version(const char *command)
{
    char *question = esc_format("%s --version 2>/dev/null", command);
    FILE *answer = popen(question, "r");
    free(question);
    if (answer == NULL)
        return esc_strdup(command);
    char line[256] = "";
    bool read = fgets(line, sizeof line, answer) != NULL;
    bool good = pclose(answer) == 0 && read;
    line[strcspn(line, "\n")] = '\0';
    return esc_strdup(good && line[0] != '\0' ? line : command);
}
