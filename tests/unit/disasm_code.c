/*
 * objdump's text -> the code of a kernel: what is reached, what leaves the library, what is marked.
 */
#include "base/error.h"
#include "disasm/disasm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Two units with a function `helper` each; the heap one reaches its allocator by a tail jump, and a
 * function of which it only takes the address. As binutils 2.40 writes it. */
static const char text[] =
    "\nx.so:     file format elf64-x86-64\n\n"
    "DYNAMIC SYMBOL TABLE:\n"
    "0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.2.5) malloc\n"
    "0000000000006000 g    DO .data.rel.ro\t0000000000000020  Base        esc_kernel_0_stack_none\n"
    "0000000000006020 g    DO .data.rel.ro\t0000000000000020  Base        esc_kernel_0_heap_malloc\n"
    "0000000000006040 g    DO .data.rel.ro\t0000000000000020  Base        esc_kernel_0_heap_boehm\n"
    "\n\nDYNAMIC RELOCATION RECORDS\n"
    "OFFSET           TYPE              VALUE\n"
    "0000000000006000 R_X86_64_RELATIVE  *ABS*+0x0000000000004000\n"
    "0000000000006010 R_X86_64_RELATIVE  *ABS*+0x0000000000001100\n"
    "0000000000006030 R_X86_64_RELATIVE  *ABS*+0x0000000000001200\n"
    "\n\nx.so:     file format elf64-x86-64\n\n"
    "Contents of the .debug_line section:\n\n"
    "CU: x.c:\n"
    "File name                            Line number    Starting address    View    Stmt\n\n"
    "x.lua                                 12              0x1100               x\n"
    "x.lua                                  0              0x1105        \n"
    "x.lua                                 12              0x1107               x\n"
    "x.lua                                 10              0x110a               x\n"
    "x.lua                                  -              0x110b               x  END\n\n"
    "\nDisassembly of section .text:\n"
    "\n0000000000001100 <esc_run_stack>:\n"
    "esc_run_stack():\n"
    "/home/me/cases/x.lua:12\n"
    "    1100:\tcall   1180 <helper>\n"
    "    1105:\tje     1102 <esc_run_stack+0x2>\n"
    "    1107:\tcall   *0x8(%rax)\n"
    "/home/me/cases/x.lua:10\n"
    "    110a:\tret\n"
    "    110b:\tnopl   0x0(%rax,%rax,1)\n"
    "\n0000000000001180 <helper>:\n"
    "helper():\n"
    "/home/me/cases/x.lua:7 (discriminator 2)\n"
    "    1180:\tcall   1050 <memset@plt>\n"
    "    1185:\tret\n"
    "\n0000000000001200 <esc_run_heap>:\n"
    "esc_run_heap():\n"
    "    1200:\tlea    0x99(%rip),%rax        # 12c0 <taken>\n"
    "    1207:\tcall   1280 <helper>\n"
    "    120c:\tcall   *0x2ecd(%rip)        # 6fe0 <free@GLIBC_2.2.5>\n"
    "    1212:\tret\n"
    "\n0000000000001280 <helper>:\n"
    "    1280:\tjmp    1060 <malloc@plt>\n"
    "\n00000000000012c0 <taken>:\n"
    "    12c0:\tcall   1060 <malloc@plt>\n"
    "\n0000000000001300 <never_reached>:\n"
    "    1300:\tcall   1070 <goheap_new@plt>\n";

static struct esc_code code_of(const char *symbol)
{
    struct esc_listing *listing = esc_listing_parse(text);
    struct esc_code code;
    struct esc_error error = {0};
    assert_true(esc_listing_code(listing, symbol, &code, &error));
    esc_listing_close(listing);
    return code;
}

static size_t count_functions(const struct esc_code *code, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < code->count; i++)
        count += code->lines[i].kind == ESC_CODE_FUNCTION && strcmp(code->lines[i].text, name) == 0;
    return count;
}

static void only_what_is_reached_is_shown(void **state)
{
    (void)state;
    struct esc_code code = code_of("esc_kernel_0_stack_none");
    assert_string_equal(code.lines[0].text, "esc_run_stack");
    assert_int_equal(code.lines[0].address, 0x1100);
    assert_int_equal(count_functions(&code, "helper"), 1);
    assert_int_equal(count_functions(&code, "taken"), 0);
    assert_int_equal(count_functions(&code, "never_reached"), 0);
    assert_int_equal(code.indirect, 1);
    esc_code_free(&code);
}

static void functions_of_one_name_are_told_apart(void **state)
{
    (void)state;
    struct esc_code code = code_of("esc_kernel_0_stack_none");
    assert_int_equal(esc_code_heap_calls(&code, ESC_RUNTIME_NONE), 0);
    assert_int_equal(code.call_count, 1);
    assert_string_equal(code.calls[0].name, "memset");
    esc_code_free(&code);
}

static void tail_jumps_and_taken_addresses_are_followed(void **state)
{
    (void)state;
    struct esc_code code = code_of("esc_kernel_0_heap_malloc");
    assert_int_equal(count_functions(&code, "taken"), 1);
    assert_int_equal(esc_code_heap_calls(&code, ESC_RUNTIME_MALLOC), 2);
    assert_int_equal(esc_code_heap_calls(&code, ESC_RUNTIME_BOEHM), 0);
    assert_int_equal(esc_code_heap_calls(&code, ESC_RUNTIME_GOHEAP), 0);
    assert_int_equal(esc_code_heap_calls(&code, ESC_RUNTIME_NONE), 3); /* free as well */
    esc_code_free(&code);
}

static void source_lines_stand_before_their_code(void **state)
{
    (void)state;
    struct esc_code code = code_of("esc_kernel_0_stack_none");
    assert_int_equal(code.lines[1].kind, ESC_CODE_SOURCE);
    assert_string_equal(code.lines[1].file, "/home/me/cases/x.lua");
    assert_int_equal(code.lines[1].line, 12);
    size_t found = 0;
    for (size_t i = 0; i < code.count; i++)
        found += code.lines[i].kind == ESC_CODE_SOURCE && code.lines[i].line == 7;
    assert_int_equal(found, 1);
    esc_code_free(&code);
}

/* objdump does not say that 1105 has no line, nor that 1107 has line 12 again. */
static void code_without_a_line_does_not_take_the_one_before(void **state)
{
    (void)state;
    static const int expected[] = {12, 0, 12, 10}; /* of 1100, 1105, 1107, 110a */
    struct esc_code code = code_of("esc_kernel_0_stack_none");
    size_t found = 0;
    for (size_t i = 1; found < sizeof expected / sizeof *expected; i += 2, found++) {
        assert_int_equal(code.lines[i].kind, ESC_CODE_SOURCE);
        assert_int_equal(code.lines[i].line, expected[found]);
        assert_int_equal(code.lines[i + 1].kind, ESC_CODE_INSTRUCTION);
    }
    esc_code_free(&code);
}

static void padding_is_left_out(void **state)
{
    (void)state;
    struct esc_code code = code_of("esc_kernel_0_stack_none");
    for (size_t i = 0; i < code.count; i++)
        assert_true(code.lines[i].text == NULL || strstr(code.lines[i].text, "nop") == NULL);
    esc_code_free(&code);
}

static void a_kernel_that_is_not_there_is_told(void **state)
{
    (void)state;
    struct esc_listing *listing = esc_listing_parse(text);
    struct esc_code code;
    struct esc_error error = {0};
    assert_false(esc_listing_code(listing, "esc_kernel_9_heap_malloc", &code, &error));
    assert_false(esc_listing_code(listing, "esc_kernel_0_heap_boehm", &code, &error)); /* no run */
    assert_int_equal(error.count, 2);
    esc_error_free(&error);
    esc_listing_close(listing);
}

static void allocators_are_known_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum esc_callee callee;
    } rows[] = {{"malloc", ESC_CALLEE_ALLOCATES},
                {"malloc_usable_size", ESC_CALLEE_OTHER},
                {"free", ESC_CALLEE_HEAP},
                {"GC_malloc_atomic", ESC_CALLEE_ALLOCATES},
                {"GC_gcollect", ESC_CALLEE_HEAP},
                {"goheap_new", ESC_CALLEE_ALLOCATES},
                {"goheap_make", ESC_CALLEE_ALLOCATES},
                {"goheap_alloc_dirty", ESC_CALLEE_ALLOCATES},
                {"goheap_store", ESC_CALLEE_HEAP},
                {"runtime.newobject", ESC_CALLEE_ALLOCATES},
                {"runtime.makeslice64", ESC_CALLEE_ALLOCATES},
                {"runtime.mallocgcSmallNoScan", ESC_CALLEE_ALLOCATES},
                {"runtime.makemap_small", ESC_CALLEE_ALLOCATES},
                {"runtime.makemap", ESC_CALLEE_MAY},
                {"runtime.convT64", ESC_CALLEE_MAY},
                {"runtime.concatstring2", ESC_CALLEE_MAY},
                {"runtime.gcWriteBarrierDX", ESC_CALLEE_HEAP},
                {"fmt.Errorf", ESC_CALLEE_MAY},
                {"sync.(*Mutex).Lock", ESC_CALLEE_OTHER},
                {"runtime.morestack_noctxt.abi0", ESC_CALLEE_OTHER},
                {"memset", ESC_CALLEE_OTHER},
                {"esc_out_of_memory", ESC_CALLEE_OTHER}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(esc_callee_of(rows[i].name), rows[i].callee);
}

/* As go1.19.8 prints it, with two functions of another side and a variable's initialisation. */
static const char go_text[] =
    "TEXT escapement/x/point1.EscRunHeap(SB) escapement/x/point1/loops.go\n"
    "  loops.go:5\t\t0x457d0c\t\te86f020000\t\tCALL escapement/x/point1.heapOp(SB)\t\n"
    "  loops.go:5\t\t0x457d3a\t\tc3\t\t\tRET\t\t\n"
    "\n"
    "TEXT escapement/x/point1.stackOp(SB) x.lua\n"
    "  x.lua:10\t\t0x457e00\t\tc3\t\t\tRET\t\t\n"
    "\n"
    "TEXT escapement/x/point1.heapOp(SB) x.lua\n"
    "  x.lua:21\t\t0x457f00\t\t493b6610\t\tCMPQ 0x10(R14), SP\t\n"
    "  x.lua:22\t\t0x48b574\t\t488d05a57e0000\t\tLEAQ type.*+29728(SB), AX\t\n"
    "  x.lua:22\t\t0x48b57b\t\t0f1f440000\t\tNOPL 0(AX)(AX*1)\t\n"
    "  x.lua:22\t\t0x48b580\t\te87b0df8ff\t\tCALL runtime.newobject(SB)\t\n"
    "  x.lua:23\t\t0x48b585\t\tffd1\t\t\tCALL CX\t\n"
    "  x.lua:23\t\t0x48b595\t\tc3\t\t\tRET\t\t\n"
    "  x.lua:21\t\t0x48b596\t\te8c5e5fcff\t\tCALL runtime.morestack_noctxt.abi0(SB)\t\n"
    "  x.lua:21\t\t0x48b59b\t\tebc3\t\t\tJMP escapement/x/point1.heapOp(SB)\t\n"
    "  :-1\t\t\t0x48b59d\t\tcc\t\t\tINT $0x3\t\t\n"
    "\n"
    "TEXT escapement/x/point1.heapOp.func1(SB) x.lua\n"
    "  x.lua:24\t\t0x48b5a0\t\te8c5e5fcff\t\tCALL runtime.growslice(SB)\t\n"
    "\n"
    "TEXT escapement/x/point1.init(SB) x.lua\n"
    "  x.lua:25\t\t0x48b5b0\t\te8c5e5fcff\t\tCALL runtime.makechan(SB)\t\n"
    "\n"
    "TEXT escapement/x/point10.heapOp(SB) x.lua\n"
    "  x.lua:21\t\t0x48b5c0\t\te8c5e5fcff\t\tCALL runtime.makeslice(SB)\t\n";

static const struct esc_go_side go_side = {"escapement/x/point1", "EscRunHeap", "x.lua", 20, 26};

static void a_side_in_go_is_what_it_reaches_and_defines(void **state)
{
    (void)state;
    struct esc_code code;
    struct esc_error error = {0};
    assert_true(esc_go_code(go_text, &go_side, &code, &error));
    assert_int_equal(count_functions(&code, "EscRunHeap"), 1);
    assert_int_equal(count_functions(&code, "heapOp"), 1);
    assert_int_equal(count_functions(&code, "heapOp.func1"), 1); /* through a pointer */
    assert_int_equal(count_functions(&code, "stackOp"), 0);
    assert_int_equal(count_functions(&code, "init"), 0);
    assert_int_equal(esc_code_heap_calls(&code, ESC_RUNTIME_GO), 2);
    assert_int_equal(esc_code_sure_calls(&code), 1); /* growslice may find room */
    assert_int_equal(code.indirect, 1);
    assert_string_equal(code.lines[2].text, "CALL heapOp(SB)");
    assert_null(code.lines[2].calls);
    size_t marked = 0;
    for (size_t i = 0; i < code.count; i++)
        if (code.lines[i].calls != NULL && code.lines[i].callee == ESC_CALLEE_ALLOCATES) {
            assert_string_equal(code.lines[i].calls, "runtime.newobject");
            assert_int_equal(code.lines[i].address, 0x48b580);
            marked++;
        }
    assert_int_equal(marked, 1);
    for (size_t i = 0; i < code.count; i++)
        assert_true(code.lines[i].text == NULL || strstr(code.lines[i].text, "INT $0x3") == NULL);
    esc_code_free(&code);
}

static void a_side_that_go_does_not_have_is_told(void **state)
{
    (void)state;
    struct esc_code code;
    struct esc_error error = {0};
    const struct esc_go_side other = {"escapement/x/point2", "EscRunHeap", "x.lua", 20, 26};
    assert_false(esc_go_code(go_text, &other, &code, &error));
    assert_int_equal(error.count, 1);
    esc_error_free(&error);
}

static void a_file_that_is_no_library_is_told(void **state)
{
    (void)state;
    struct esc_error error = {0};
    assert_null(esc_listing_open("/dev/null", &error));
    assert_int_equal(error.count, 1);
    assert_string_equal(error.messages[0].file, "/dev/null");
    esc_error_free(&error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_reached_is_shown),
        cmocka_unit_test(functions_of_one_name_are_told_apart),
        cmocka_unit_test(tail_jumps_and_taken_addresses_are_followed),
        cmocka_unit_test(source_lines_stand_before_their_code),
        cmocka_unit_test(code_without_a_line_does_not_take_the_one_before),
        cmocka_unit_test(padding_is_left_out),
        cmocka_unit_test(a_kernel_that_is_not_there_is_told),
        cmocka_unit_test(allocators_are_known_by_name),
        cmocka_unit_test(a_side_in_go_is_what_it_reaches_and_defines),
        cmocka_unit_test(a_side_that_go_does_not_have_is_told),
        cmocka_unit_test(a_file_that_is_no_library_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
