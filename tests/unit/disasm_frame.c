/*
 * Frames from machine code, worked out by hand: offsets count from the address just above the
 * return address, which call leaves at -8.
 */
#include "base/memory.h"
#include "disasm/disasm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Instructions of functions as a listing has them; a name begins a function. */
static struct esc_code code_of(const char *const *texts)
{
    struct esc_code code = {0};
    for (; *texts != NULL; texts++) {
        bool function = (*texts)[strlen(*texts) - 1] == ':';
        code.lines = esc_grow(code.lines, &code.count, sizeof *code.lines);
        struct esc_code_line *line = &code.lines[code.count - 1];
        line->kind = function ? ESC_CODE_FUNCTION : ESC_CODE_INSTRUCTION;
        line->address = 0x1000 * code.count;
        line->text = function ? strndup(*texts, strlen(*texts) - 1) : esc_strdup(*texts);
        if (strstr(*texts, "newobject") != NULL) {
            line->calls = esc_strdup("runtime.newobject");
            line->callee = ESC_CALLEE_ALLOCATES;
        }
    }
    return code;
}

static struct esc_frames frames_of(const char *const *texts, const char *start,
                                   const struct esc_variables *variables)
{
    static const struct esc_variables none;
    struct esc_code code = code_of(texts);
    struct esc_frames frames = {0};
    esc_frames_read(&code, start, "x.lua", variables != NULL ? variables : &none, &frames);
    esc_code_free(&code);
    return frames;
}

/* Slots follow each other from the top to the bottom without a gap. */
static void assert_slots(const struct esc_frame *frame, const int64_t (*wanted)[3], size_t count)
{
    int64_t above = 0;
    assert_int_equal(frame->count, count);
    for (size_t i = 0; i < count; i++) {
        const struct esc_slot *slot = &frame->slots[i];
        assert_int_equal(slot->kind, wanted[i][0]);
        assert_int_equal(slot->offset, wanted[i][1]);
        assert_int_equal(slot->bytes, wanted[i][2]);
        assert_int_equal(slot->offset + slot->bytes, above);
        above = slot->offset;
    }
    assert_int_equal(frame->bottom, above);
}

/* newInt of an article about escape: go1.19 on amd64, sub 0x18 and bp at 0x10(SP). */
static void a_function_of_go(void **state)
{
    (void)state;
    static const char *const texts[] = {"newInt:",
                                        "CMPQ 0x10(R14), SP",
                                        "JBE 0x48b596",
                                        "SUBQ $0x18, SP",
                                        "MOVQ BP, 0x10(SP)",
                                        "LEAQ 0x10(SP), BP",
                                        "LEAQ type.*+29728(SB), AX",
                                        "CALL runtime.newobject(SB)",
                                        "MOVQ $0x1, 0(AX)",
                                        "MOVQ 0x10(SP), BP",
                                        "ADDQ $0x18, SP",
                                        "RET",
                                        "CALL runtime.morestack_noctxt.abi0(SB)",
                                        "JMP newInt(SB)",
                                        NULL};
    static const int64_t slots[][3] = {
        {ESC_SLOT_RETURN, -8, 8}, {ESC_SLOT_BASE, -16, 8}, {ESC_SLOT_REST, -32, 16}};
    struct esc_frames frames = frames_of(texts, "newInt", NULL);
    assert_int_equal(frames.count, 1);
    assert_slots(&frames.list[0], slots, 3);
    assert_int_equal(frames.list[0].base, -16);
    assert_true(frames.list[0].takes_memory);
    assert_string_equal(frames.list[0].calls, "runtime.newobject");
    assert_string_equal(frames.list[0].slots[1].by, "MOVQ BP, 0x10(SP)");
    assert_int_equal(frames.list[0].step_count, 7);
    assert_string_equal(frames.list[0].steps[6].instruction, "RET");
    esc_frames_free(&frames);
}

/* Go 1.21 and later push bp; 0x80 is taken by adding -0x80, which is one byte shorter. */
static void newer_go_and_an_object_without_a_name(void **state)
{
    (void)state;
    static const char *const texts[] = {"stackOp:",
                                        "PUSHQ BP",
                                        "MOVQ SP, BP",
                                        "ADDQ $-0x80, SP",
                                        "LEAQ 0x18(SP), AX",
                                        "CALL fill(SB)",
                                        "SUBQ $-0x80, SP",
                                        "POPQ BP",
                                        "RET",
                                        "fill:",
                                        "MOVQ BX, 0(AX)",
                                        "RET",
                                        NULL};
    /* 0x18(SP) is -16 - 128 + 24 = -120; what lies above it up to bp is taken for the object. */
    static const int64_t slots[][3] = {{ESC_SLOT_RETURN, -8, 8},
                                       {ESC_SLOT_BASE, -16, 8},
                                       {ESC_SLOT_OBJECT, -120, 104},
                                       {ESC_SLOT_REST, -144, 24}};
    struct esc_frames frames = frames_of(texts, "stackOp", NULL);
    assert_slots(&frames.list[0], slots, 4);
    assert_int_equal(frames.list[0].base, -16);
    assert_false(frames.list[0].takes_memory);
    esc_frames_free(&frames);
}

/* gcc's, with a name for the object; stack_op of pointer-return at 64 bytes. */
static void a_function_of_c_and_the_one_it_calls(void **state)
{
    (void)state;
    static const char *const texts[] = {"stack_op:",
                                        "push   %rbp",
                                        "mov    %rsp,%rbp",
                                        "push   %rbx",
                                        "sub    $0x48,%rsp",
                                        "lea    -0x50(%rbp),%rbx",
                                        "mov    %rbx,%rdi",
                                        "call   1100 <by_address>",
                                        "mov    -0x8(%rbp),%rbx",
                                        "leave",
                                        "ret",
                                        "by_address:",
                                        "sub    $0x8,%rsp",
                                        "call   1030 <goheap_newobject@plt>",
                                        "add    $0x8,%rsp",
                                        "ret",
                                        NULL};
    static const int64_t outer[][3] = {{ESC_SLOT_RETURN, -8, 8},
                                       {ESC_SLOT_BASE, -16, 8},
                                       {ESC_SLOT_SAVED, -24, 8},
                                       {ESC_SLOT_REST, -32, 8},
                                       {ESC_SLOT_VARIABLE, -96, 64}};
    static const int64_t inner[][3] = {{ESC_SLOT_RETURN, -8, 8}, {ESC_SLOT_REST, -16, 8}};
    char name[] = "t";
    struct esc_variable variable = {0x1000, name, -96, 64};
    const struct esc_variables variables = {&variable, 1};
    struct esc_frames frames = frames_of(texts, "stack_op", &variables);
    assert_int_equal(frames.count, 2);
    assert_slots(&frames.list[0], outer, 5);
    assert_string_equal(frames.list[0].slots[4].name, "t");
    assert_string_equal(frames.list[0].slots[4].by, "lea -0x50(%rbp),%rbx");
    assert_string_equal(frames.list[0].slots[2].name, "rbx");
    assert_string_equal(frames.list[0].calls, "by_address");
    assert_slots(&frames.list[1], inner, 2);
    assert_int_equal(frames.list[1].base, 0); /* bp is the caller's still */
    assert_true(frames.list[1].takes_memory);
    esc_frames_free(&frames);
}

/* What objdump 2.40 prints of gcc's, of clang's whose base is bp, and of Go's with a list. */
static const char dwarf[] =
    "Contents of the .debug_info section:\n"
    " <1><2d>: Abbrev Number: 2 (DW_TAG_base_type)\n"
    "    <2e>   DW_AT_byte_size   : 8\n"
    "    <30>   DW_AT_name        : (indirect string, offset: 0x8d): long unsigned int\n"
    " <1><40>: Abbrev Number: 3 (DW_TAG_array_type)\n"
    "    <41>   DW_AT_type        : <0x2d>\n"
    " <2><45>: Abbrev Number: 4 (DW_TAG_subrange_type)\n"
    "    <46>   DW_AT_upper_bound : 7\n"
    " <1><50>: Abbrev Number: 5 (DW_TAG_typedef)\n"
    "    <51>   DW_AT_name        : words\n"
    "    <55>   DW_AT_type        : <0x40>\n"
    " <1><60>: Abbrev Number: 6 (DW_TAG_subprogram)\n"
    "    <61>   DW_AT_name        : stack_op\n"
    "    <65>   DW_AT_low_pc      : 0x1340\n"
    "    <6d>   DW_AT_frame_base  : 1 byte block: 9c \t(DW_OP_call_frame_cfa)\n"
    " <2><70>: Abbrev Number: 7 (DW_TAG_variable)\n"
    "    <71>   DW_AT_name        : t\n"
    "    <73>   DW_AT_type        : <0x50>\n"
    "    <77>   DW_AT_location    : 3 byte block: 91 a0 7f \t(DW_OP_fbreg: -96)\n"
    " <2><80>: Abbrev Number: 7 (DW_TAG_variable)\n"
    "    <81>   DW_AT_name        : in_pieces\n"
    "    <83>   DW_AT_type        : <0x2d>\n"
    "    <87>   DW_AT_location    : 5 byte block: 91 a0 7f 93 8 \t(DW_OP_fbreg: -96; DW_OP_piece: 8)\n"
    " <1><90>: Abbrev Number: 6 (DW_TAG_subprogram)\n"
    "    <91>   DW_AT_name        : by_clang\n"
    "    <95>   DW_AT_low_pc      : 0x1400\n"
    "    <9d>   DW_AT_frame_base  : 1 byte block: 56 \t(DW_OP_reg6 (rbp))\n"
    " <2><a0>: Abbrev Number: 7 (DW_TAG_variable)\n"
    "    <a1>   DW_AT_name        : t\n"
    "    <a3>   DW_AT_type        : <0x40>\n"
    "    <a7>   DW_AT_location    : 3 byte block: 91 b0 7f \t(DW_OP_fbreg: -80)\n"
    " <1><b0>: Abbrev Number: 6 (DW_TAG_subprogram)\n"
    "    <b1>   DW_AT_name        : escapement/x/point1.stackOp\n"
    "    <b5>   DW_AT_low_pc      : 0x457ea0\n"
    "    <bd>   DW_AT_frame_base  : 1 byte block: 9c \t(DW_OP_call_frame_cfa)\n"
    " <2><c0>: Abbrev Number: 7 (DW_TAG_variable)\n"
    "    <c1>   DW_AT_name        : t\n"
    "    <c3>   DW_AT_type        : <0x40>\n"
    "    <c7>   DW_AT_location    : 0x70f4e (location list)\n"
    " <2><d0>: Abbrev Number: 7 (DW_TAG_variable)\n"
    "    <d1>   DW_AT_name        : moves\n"
    "    <d3>   DW_AT_type        : <0x2d>\n"
    "    <d7>   DW_AT_location    : 0x70f80 (location list)\n"
    "Contents of the .debug_loc section:\n"
    "    Offset   Begin            End              Expression\n"
    "    00070f4e ffffffffffffffff 0000000000457ea0 (base address)\n"
    "    00070f5e 0000000000457eba 0000000000457f02 (DW_OP_fbreg: -80)\n"
    "    00070f73 <End of list>\n"
    "    00070f80 0000000000457eba 0000000000457ec0 (DW_OP_fbreg: -88)\n"
    "    00070f90 0000000000457ec0 0000000000457f02 (DW_OP_fbreg: -96)\n"
    "    00070fa0 <End of list>\n";

static void variables_with_a_place_of_their_own(void **state)
{
    (void)state;
    static const struct {
        uint64_t function;
        int64_t offset, bytes;
    } wanted[] = {{0x1340, -96, 64}, {0x1400, -96, 64}, {0x457ea0, -80, 64}};
    struct esc_variables variables = {0};
    esc_variables_parse(dwarf, &variables);
    assert_int_equal(variables.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(variables.list[i].name, "t");
        assert_true(variables.list[i].function == wanted[i].function);
        assert_int_equal(variables.list[i].offset, wanted[i].offset);
        assert_int_equal(variables.list[i].bytes, wanted[i].bytes);
    }
    esc_variables_free(&variables);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_function_of_go),
        cmocka_unit_test(newer_go_and_an_object_without_a_name),
        cmocka_unit_test(a_function_of_c_and_the_one_it_calls),
        cmocka_unit_test(variables_with_a_place_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
