/*
 * Files that lie inside the program. The compiler is run in the project's root.
 */
#ifndef ESC_BASE_EMBED_H
#define ESC_BASE_EMBED_H

/* Defines `symbol`, the bytes of the file at `path`, which end at symbol_end. make does not see it:
 * the object needs a rule that names the file. */
#define ESC_EMBED(symbol, path)                                                                    \
    __asm__(                                                                                       \
        ".pushsection .rodata\n"                                                                   \
        ".globl " #symbol "\n.hidden " #symbol "\n" #symbol                                        \
        ":\n"                                                                                      \
        ".incbin \"" path                                                                          \
        "\"\n"                                                                                     \
        ".globl " #symbol "_end\n.hidden " #symbol "_end\n" #symbol                                \
        "_end:\n"                                                                                  \
        ".popsection\n");                                                                          \
    extern const char symbol[], symbol##_end[]

#endif
