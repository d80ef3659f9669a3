/*
 * The text of runner.go, as it stands in this folder: it is compiled with the cases' Go, not here.
 */
#include "golang/internal.h"

__asm__(
    ".pushsection .rodata\n"
    ".globl esc_go_runner\n"
    "esc_go_runner:\n"
    ".incbin \"harness/golang/runner.go\"\n"
    ".byte 0\n"
    ".popsection\n");
