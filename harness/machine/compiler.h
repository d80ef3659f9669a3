/*
 * Which compiler a command is: what results and captions quote.
 */
#ifndef ESC_MACHINE_COMPILER_H
#define ESC_MACHINE_COMPILER_H

/* The first line of `COMMAND --version` ("gcc (Debian 12.2.0-14) 12.2.0"); the command itself when
 * that says nothing. The command goes to the shell, as $CC does in make. The caller frees. */
char *esc_compiler_version(const char *command);

#endif
