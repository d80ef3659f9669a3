/*
 * A case file from a function. See from_text.h for the contract.
 */
#include "session/from_text.h"

#include "base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The prose with line ends for some of its blanks. Caller frees. */
static char *wrapped(const char *text)
{
    enum { WIDTH = 96 };
    struct esc_text out = {0};
    size_t used = 0;
    while (*text != '\0') {
        const size_t length = strcspn(text, " ");
        if (used > 0)
            esc_text_add(&out, used + 1 + length > WIDTH ? "\n" : " ");
        used = used > 0 && used + 1 + length <= WIDTH ? used + 1 + length : length;
        esc_text_add_bytes(&out, text, length);
        text += length + strspn(text + length, " ");
    }
    return esc_text_take(&out);
}

/* [=[TEXT]=], with as many signs as the text needs. */
static void add_quoted(const char *text, const char *behind, struct esc_text *out)
{
    char signs[16] = "";
    char end[sizeof signs + 3] = "]]";
    while (strstr(text, end) != NULL && strlen(signs) + 1 < sizeof signs) {
        strcat(signs, "=");
        snprintf(end, sizeof end, "]%s]", signs);
    }
    esc_text_addf(out, "[%s[\n%s]%s]%s", signs, text, signs, behind);
}

/* A text of one line between quotes. */
static void add_string(const char *text, struct esc_text *out)
{
    esc_text_add(out, "\"");
    for (; *text != '\0'; text++)
        esc_text_addf(out, "%s%c", *text == '"' || *text == '\\' ? "\\" : "", *text);
    esc_text_add(out, "\"");
}

static void add_head(const struct esc_from_text *from, struct esc_text *out)
{
    char *title = esc_format("%s in %s", from->value, from->function);
    char *said = esc_format("At %s %s says \"%s\": %s.", from->place, from->release, from->verdict,
                            from->cause);
    char *because = wrapped(said);
    char *remedy = wrapped(from->remedy != NULL  ? from->remedy
                           : from->helps != NULL ? from->helps
                                                 : "To be found.");
    esc_text_addf(out,
                  "-- %s: made from %s of %s, for %s.\n"
                  "-- The two sides call it with constants as arguments: put in what your program "
                  "has. The C takes\n"
                  "-- blocks of the same size and does no more: write in it what the Go does, and "
                  "return that on all\n"
                  "-- sides instead of i, so that their work is compared. docs/adding-a-case.md\n"
                  "return case {\n    title = ",
                  from->name, from->function, from->place, from->release);
    add_string(title, out);
    esc_text_add(
        out,
        ",\n    question = \"What does it cost that this leaves the stack?\",\n    because = ");
    add_quoted(because, ",\n    remedy = ", out);
    add_quoted(remedy, ",\n", out);
    free(remedy);
    free(because);
    free(said);
    free(title);
}

static void add_go(const char *function, const char *call, const char *side, struct esc_text *out)
{
    char *go = esc_format("%s%s\nfunc %sOp(i uint64) uint64 {\n\t%s\n\treturn i\n}\n",
                          strstr(function, "//go:noinline") == NULL ? "//go:noinline\n" : "",
                          function, side, call);
    esc_text_add(out, "go = ");
    add_quoted(go, ", c = ", out);
    free(go);
}

/* A C function that does so once for each block of a call. */
static void add_c(const struct esc_from_text *from, const char *side, const char *lines,
                  const char *behind, struct esc_text *out)
{
    struct esc_text c = {0};
    const bool many = from->blocks > 1;
    esc_text_addf(&c, "static uint64_t %s_op(uint64_t i) {\n", side);
    if (many)
        esc_text_addf(&c, "    for (int k = 0; k < %" PRId64 "; k++) {\n", from->blocks);
    while (*lines != '\0') {
        const size_t length = strcspn(lines, "\n") + 1;
        esc_text_addf(&c, "%s%.*s", many ? "        " : "    ", (int)length, lines);
        lines += length;
    }
    esc_text_add(&c, many ? "    }\n    return i;\n}\n" : "    return i;\n}\n");
    add_quoted(c.bytes, behind, out);
    esc_text_free(&c);
}

static void add_stack(const struct esc_from_text *from, struct esc_text *out)
{
    esc_text_add(out, "        stack = { ");
    if (from->stack == NULL) {
        esc_text_add(out,
                     "go = [[\n// TO DO: the same without the escape, called by\n"
                     "// func stackOp(i uint64) uint64, which returns what heapOp does.\n"
                     "]], c = [[\n/* TO DO: static uint64_t stack_op(uint64_t i) */\n]] },\n");
        return;
    }
    char *lines = esc_format("unsigned char t[%" PRId64
                             "] = {0};\n"
                             "t[0] = (unsigned char)i;\n"
                             "esc_use(t);\n",
                             from->bytes);
    add_go(from->stack, from->stack_call, "stack", out);
    add_c(from, "stack", from->blocks > 0 ? lines : "",
          from->blocks > 0 ? " },\n" : ",\n            place = \"heap\" },\n", out);
    free(lines);
}

static void add_heap(const struct esc_from_text *from, struct esc_text *out)
{
    char *lines = esc_format("piece *t = esc_make(piece, %" PRId64
                             ");\n"
                             "t[0] = (piece)i;\n"
                             "esc_use(t);\n"
                             "esc_done(t);\n",
                             from->bytes);
    esc_text_add(out, "        heap = { ");
    add_go(from->heap, from->heap_call, "heap", out);
    add_c(from, "heap", from->blocks > 0 ? lines : "", from->blocks > 0 ? "" : " },\n", out);
    free(lines);
    if (from->blocks == 0)
        return;
    esc_text_addf(out,
                  ",\n            allocs = %" PRId64
                  ", -- a call, counted with %s\n"
                  "            bytes = %" PRId64 ", -- %s\n            escapes = { ",
                  from->blocks, from->release, from->blocks * from->bytes,
                  from->is_rounded ? "as Go's heap rounds it up: put in what is asked for"
                                   : "asked for, before rounding");
    add_string(from->verdict, out);
    esc_text_add(out, " } },\n");
}

void esc_from_text(const struct esc_from_text *from, struct esc_text *out)
{
    add_head(from, out);
    esc_text_add(out, "    ");
    if (*from->shared != '\0') {
        esc_text_add(out, "go = ");
        add_quoted(from->shared, ", ", out);
    }
    esc_text_add(out,
                 "c = [[\n"
                 "typedef unsigned char piece;\n"
                 "ESC_NOSCAN(piece); /* no pointers in it; else ESC_POINTERS */\n"
                 "]],\n    strategies = {\n");
    add_stack(from, out);
    add_heap(from, out);
    esc_text_add(out, "    },\n}\n");
}
