/*
 * Machine code -> frames: sp and bp are followed from a function's first instruction to its first
 * return. See disasm.h for the contracts.
 */
#include "disasm/listing.h"

#include "base/memory.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 8, OPERAND = 64, FRAMES_MOST = 3 };

/* "mov %rsp,%rbp" and "MOVQ SP, BP" are both {"mov", {"sp", "bp"}}; "-0x50(%rbp)" is "-0x50(bp)".
 */
struct operation {
    char name[16];
    char operands[2][OPERAND];
};

/* Where sp and bp point while a function is followed; from its frame's top. */
struct state {
    struct esc_frame *frame;
    int64_t sp, base;
    bool returned;
};

/* ---- one instruction ---- */

static void read_name(struct operation *operation, const char **text)
{
    static const char *const sized[] = {"push", "pop", "mov", "lea", "add", "sub", "call", "ret"};
    size_t length = 0;
    for (; isalnum((unsigned char)**text); ++*text)
        if (length + 1 < sizeof operation->name)
            operation->name[length++] = (char)tolower((unsigned char)**text);
    for (size_t i = 0; i < sizeof sized / sizeof *sized; i++)
        if (length == strlen(sized[i]) + 1 && operation->name[length - 1] == 'q' &&
            strncmp(operation->name, sized[i], length - 1) == 0)
            operation->name[length - 1] = '\0';
}

/* Lower case, without "%"; rsp and rbp as Go calls them. */
static void read_operand(char *out, const char **text)
{
    size_t length = 0;
    int depth = 0;
    *text += strspn(*text, " \t");
    for (; **text != '\0' && (depth > 0 || **text != ','); ++*text) {
        depth += (**text == '(') - (**text == ')');
        bool dropped = **text == '%' || **text == ' ' || **text == '\t' ||
                       strncmp(*text, "rsp", 3) == 0 || strncmp(*text, "rbp", 3) == 0;
        if (!dropped && length + 1 < OPERAND)
            out[length++] = (char)tolower((unsigned char)**text);
    }
    *text += **text == ',';
    out[length] = '\0';
}

static struct operation read_operation(const char *text)
{
    struct operation operation = {0};
    read_name(&operation, &text);
    for (size_t k = 0; k < 2 && *text != '\0'; k++)
        read_operand(operation.operands[k], &text);
    return operation;
}

static bool is(const char *one, const char *other)
{
    return strcmp(one, other) == 0;
}

/* "$0x50", "$-0x80". */
static bool read_number(const char *operand, int64_t *number)
{
    *number = operand[0] == '$' ? strtoll(operand + 1, NULL, 0) : 0;
    return operand[0] == '$';
}

/* "-0x50(bp)", "0x10(sp)", "(sp)" where that lies, from the frame's top. */
static bool read_place(const struct state *state, const char *operand, int64_t *place)
{
    char *rest;
    int64_t offset = strtoll(operand, &rest, 0);
    if (is(rest, "(sp)"))
        *place = state->sp + offset;
    else if (is(rest, "(bp)") && state->base != 0)
        *place = state->base + offset;
    else
        return false;
    return true;
}

/* Blanks in place of tabs, single ones. Caller frees. */
static char *plain(const char *text)
{
    char *out = esc_strdup(text);
    size_t length = 0;
    for (const char *at = text; *at != '\0'; at++)
        if ((*at != ' ' && *at != '\t') || (length > 0 && out[length - 1] != ' '))
            out[length++] = *at == '\t' ? ' ' : *at;
    out[length] = '\0';
    char *target = strstr(out, " <"); /* "call 1200 <fill>" as "call fill" */
    char *space = strchr(out, ' ');
    if (target != NULL && space != NULL && target > space) {
        size_t name = strcspn(target + 2, "@>+");
        memmove(space + 1, target + 2, name);
        space[1 + name] = '\0';
    }
    return out;
}

/* ---- what it does ---- */

/* Takes over `does`. */
static void add_step(struct esc_frame *frame, const char *text, char *does)
{
    frame->steps = esc_grow(frame->steps, &frame->step_count, sizeof *frame->steps);
    frame->steps[frame->step_count - 1] = (struct esc_frame_step){plain(text), does};
}

/* The first to speak of a place keeps it. */
static struct esc_slot *add_slot(struct esc_frame *frame, enum esc_slot_kind kind, int64_t offset,
                                 int64_t bytes, const char *name, const char *by)
{
    for (size_t i = 0; i < frame->count; i++)
        if (offset >= frame->slots[i].offset &&
            offset < frame->slots[i].offset + frame->slots[i].bytes) {
            if (frame->slots[i].by == NULL && by != NULL)
                frame->slots[i].by = plain(by);
            return &frame->slots[i];
        }
    frame->slots = esc_grow(frame->slots, &frame->count, sizeof *frame->slots);
    frame->slots[frame->count - 1] = (struct esc_slot){
        .kind = kind,
        .offset = offset,
        .bytes = bytes,
        .name = esc_strdup(name),
        .by = by != NULL ? plain(by) : NULL,
    };
    return &frame->slots[frame->count - 1];
}

static void move_sp(struct state *state, int64_t by)
{
    state->sp += by;
    if (state->sp < state->frame->bottom)
        state->frame->bottom = state->sp;
}

static void set_base(struct state *state, int64_t base)
{
    state->base = base;
    state->frame->base = base;
}

static bool do_push(struct state *state, const struct operation *one, const char *text)
{
    if (!is(one->name, "push"))
        return false;
    bool base = is(one->operands[0], "bp");
    move_sp(state, -WORD);
    add_slot(state->frame, base ? ESC_SLOT_BASE : ESC_SLOT_SAVED, state->sp, WORD,
             base ? NULL : one->operands[0], text);
    add_step(state->frame, text,
             base ? esc_strdup("sp - 8; the caller's bp is kept there")
                  : esc_format("sp - 8; the caller's %s is kept there", one->operands[0]));
    return true;
}

static bool do_pop(struct state *state, const struct operation *one, const char *text)
{
    bool leave = is(one->name, "leave");
    if (!leave && !is(one->name, "pop"))
        return false;
    if (leave)
        state->sp = state->base;
    state->sp += WORD;
    add_step(state->frame, text,
             leave
                 ? esc_strdup("sp = bp, then the caller's bp is taken back: all below is given up")
                 : esc_format("the caller's %s is taken back; sp + 8", one->operands[0]));
    return true;
}

/* sub $0x50,%rsp and SUBQ $0x50, SP; Go writes ADDQ $-0x80 for 128 bytes. */
static bool do_room(struct state *state, const struct operation *one, const char *text)
{
    int64_t number;
    bool sub = is(one->name, "sub");
    if ((!sub && !is(one->name, "add")) || !is(one->operands[1], "sp") ||
        !read_number(one->operands[0], &number))
        return false;
    int64_t by = sub ? -number : number;
    move_sp(state, by);
    add_step(state->frame, text,
             by < 0
                 ? esc_format("sp - %" PRId64 ": room for all that stays, by one instruction", -by)
                 : esc_format("sp + %" PRId64 ": the room is given back, what was in it is left to "
                              "be overwritten",
                              by));
    return true;
}

static bool do_base(struct state *state, const struct operation *one, const char *text)
{
    int64_t place;
    bool copies = is(one->name, "mov") && is(one->operands[0], "sp") && is(one->operands[1], "bp");
    bool computes = is(one->name, "lea") && is(one->operands[1], "bp") &&
                    read_place(state, one->operands[0], &place);
    bool keeps = is(one->name, "mov") && is(one->operands[0], "bp") &&
                 read_place(state, one->operands[1], &place);
    bool restores = is(one->name, "mov") && is(one->operands[1], "bp") &&
                    read_place(state, one->operands[0], &place);
    if (copies || computes) {
        set_base(state, copies ? state->sp : place);
        add_step(state->frame, text, esc_strdup("bp points to where the caller's bp is kept"));
    } else if (keeps) {
        add_slot(state->frame, ESC_SLOT_BASE, place, WORD, NULL, text);
        add_step(state->frame, text, esc_strdup("the caller's bp is kept there"));
    } else if (restores) {
        add_step(state->frame, text, esc_strdup("the caller's bp is taken back"));
    }
    return copies || computes || keeps || restores;
}

/* "lea 0x10(%rsp),%rdi", and "mov %rsp,%rdi" where the object lies lowest. */
static bool takes_address(const struct state *state, const struct operation *one, int64_t *place)
{
    if (is(one->name, "mov") && is(one->operands[0], "sp") && one->operands[1][0] != '\0') {
        *place = state->sp;
        return true;
    }
    return is(one->name, "lea") && read_place(state, one->operands[0], place);
}

/* lea -0x10(%rbp),%rsp gives up what is below saved registers. */
static bool do_address(struct state *state, const struct operation *one, const char *text)
{
    int64_t place;
    if (!takes_address(state, one, &place))
        return false;
    if (is(one->operands[1], "sp")) {
        state->sp = place;
        add_step(state->frame, text, esc_strdup("sp goes up: what is below is given up"));
    } else if (place < -WORD && place >= state->frame->bottom) {
        struct esc_slot *slot = add_slot(state->frame, ESC_SLOT_OBJECT, place, WORD, NULL, text);
        if (!slot->told)
            add_step(state->frame, text,
                     esc_format("the address of %s, a place in this frame",
                                slot->name != NULL ? slot->name : "an object"));
        slot->told = true;
    }
    return true;
}

static bool do_return(struct state *state, const struct operation *one, const char *text)
{
    if (!is(one->name, "ret"))
        return false;
    state->returned = true;
    add_step(state->frame, text,
             esc_strdup("goes on at the return address, which sp points to; sp + 8"));
    return true;
}

/* ---- a function ---- */

/* Where the function's lines begin, and end; code->count: there is none. */
static size_t find_function(const struct esc_code *code, const char *name, size_t length)
{
    size_t i = 0;
    while (i < code->count &&
           (code->lines[i].kind != ESC_CODE_FUNCTION ||
            strncmp(code->lines[i].text, name, length) || code->lines[i].text[length] != '\0'))
        i++;
    return i;
}

static size_t end_of(const struct esc_code *code, size_t function)
{
    size_t end = function + 1;
    while (end < code->count && code->lines[end].kind != ESC_CODE_FUNCTION)
        end++;
    return end;
}

/* "call 1200 <fill>", "CALL fill(SB)": a function of the listing; code->count: another call, or
 * none. */
static size_t called(const struct esc_code *code, const struct esc_code_line *line)
{
    if (line->kind != ESC_CODE_INSTRUCTION || strncasecmp(line->text, "call", 4) != 0)
        return code->count;
    const char *angle = strchr(line->text, '<');
    const char *name = angle != NULL ? angle + 1 : line->text + strcspn(line->text, " ");
    name += strspn(name, " ");
    return find_function(code, name, strcspn(name, ">(@+"));
}

static bool stands_in(const struct esc_code *code, size_t function, const char *file)
{
    size_t end = end_of(code, function);
    for (size_t i = function + 1; i < end; i++)
        if (code->lines[i].kind == ESC_CODE_SOURCE) {
            size_t length = strlen(code->lines[i].file);
            size_t wanted = strlen(file);
            return length >= wanted && is(code->lines[i].file + length - wanted, file);
        }
    return false;
}

static const char *taker_in(const struct esc_code *code, size_t function)
{
    size_t end = end_of(code, function);
    for (size_t i = function + 1; i < end; i++)
        if (code->lines[i].calls != NULL && code->lines[i].callee == ESC_CALLEE_ALLOCATES)
            return code->lines[i].calls;
    return NULL;
}

static bool leads_to_taker(const struct esc_code *code, size_t function, int depth)
{
    if (function == code->count || depth == 0)
        return false;
    if (taker_in(code, function) != NULL)
        return true;
    size_t end = end_of(code, function);
    for (size_t i = function + 1; i < end; i++)
        if (leads_to_taker(code, called(code, &code->lines[i]), depth - 1))
            return true;
    return false;
}

/* The function of the next frame; code->count: the chain ends here. */
static size_t next_of(const struct esc_code *code, size_t function, const char *file)
{
    size_t end = end_of(code, function);
    size_t first = code->count;
    if (taker_in(code, function) != NULL)
        return code->count;
    for (size_t i = function + 1; i < end; i++) {
        size_t next = called(code, &code->lines[i]);
        if (next == code->count || next == function)
            continue;
        if (leads_to_taker(code, next, FRAMES_MOST))
            return next;
        if (first == code->count && stands_in(code, next, file))
            first = next;
    }
    return first;
}

static void do_call(struct state *state, const struct esc_code *code,
                    const struct esc_code_line *line, size_t next)
{
    struct esc_frame *frame = state->frame;
    bool takes = line->calls != NULL && line->callee == ESC_CALLEE_ALLOCATES;
    bool there = called(code, line) == next && next < code->count;
    if (frame->calls != NULL || (!takes && !there))
        return;
    frame->calls = esc_strdup(takes ? line->calls : code->lines[next].text);
    frame->takes_memory = takes;
    add_step(frame, line->text,
             takes ? esc_strdup("takes memory: what comes back is an address outside all frames")
                   : esc_strdup("sp - 8; the address of the next instruction is kept there"));
}

static void follow(struct state *state, const struct esc_code *code, size_t function, size_t next)
{
    size_t end = end_of(code, function);
    for (size_t i = function + 1; i < end && !state->returned; i++) {
        const struct esc_code_line *line = &code->lines[i];
        if (line->kind != ESC_CODE_INSTRUCTION)
            continue;
        if (strncasecmp(line->text, "call", 4) == 0) {
            do_call(state, code, line, next);
            continue;
        }
        const struct operation one = read_operation(line->text);
        bool done = do_push(state, &one, line->text) || do_pop(state, &one, line->text) ||
                    do_room(state, &one, line->text) || do_base(state, &one, line->text) ||
                    do_address(state, &one, line->text) || do_return(state, &one, line->text);
        int64_t place;
        if (!done && is(one.name, "mov") && read_place(state, one.operands[1], &place) &&
            place < -WORD && place >= state->frame->bottom)
            add_slot(state->frame, ESC_SLOT_REST, place, WORD, NULL, line->text);
    }
}

static int compare_slots(const void *one, const void *other)
{
    int64_t a = ((const struct esc_slot *)one)->offset;
    int64_t b = ((const struct esc_slot *)other)->offset;
    return (a < b) - (a > b);
}

/* Objects reach up to what is above them; the rest between slots is temporaries and padding. */
static void fill_gaps(struct esc_frame *frame)
{
    qsort(frame->slots, frame->count, sizeof *frame->slots, compare_slots);
    int64_t top = 0;
    for (size_t i = 0; i < frame->count; i++) {
        struct esc_slot *slot = &frame->slots[i];
        if (slot->kind == ESC_SLOT_OBJECT)
            slot->bytes = top - slot->offset;
        top = slot->offset;
    }
    size_t known = frame->count;
    for (size_t i = 0; i <= known; i++) {
        int64_t above = i == 0 ? 0 : frame->slots[i - 1].offset;
        int64_t end = i == known ? frame->bottom : frame->slots[i].offset + frame->slots[i].bytes;
        if (end >= above)
            continue;
        frame->slots = esc_grow(frame->slots, &frame->count, sizeof *frame->slots);
        frame->slots[frame->count - 1] =
            (struct esc_slot){ESC_SLOT_REST, end, above - end, NULL, NULL, false};
    }
    qsort(frame->slots, frame->count, sizeof *frame->slots, compare_slots);
}

static void add_variables(struct esc_frame *frame, uint64_t function,
                          const struct esc_variables *variables)
{
    for (size_t i = 0; i < variables->count; i++) {
        const struct esc_variable *one = &variables->list[i];
        if (one->function == function && one->bytes > 0 && one->offset + one->bytes <= -WORD)
            add_slot(frame, ESC_SLOT_VARIABLE, one->offset, one->bytes, one->name, NULL);
    }
}

static void read_frame(const struct esc_code *code, size_t function, size_t next,
                       const struct esc_variables *variables, struct esc_frame *frame)
{
    struct state state = {.frame = frame, .sp = -WORD};
    frame->function = esc_strdup(code->lines[function].text);
    frame->bottom = -WORD;
    add_slot(frame, ESC_SLOT_RETURN, -WORD, WORD, NULL, "call");
    add_variables(frame, code->lines[function].address, variables);
    follow(&state, code, function, next);
    fill_gaps(frame);
}

void esc_frames_read(const struct esc_code *code, const char *start, const char *file,
                     const struct esc_variables *variables, struct esc_frames *frames)
{
    size_t function = find_function(code, start, strlen(start));
    if (function == code->count && code->count > 0) {
        size_t called_by_loop = next_of(code, 0, file);
        function = called_by_loop < code->count ? called_by_loop : 0;
    }
    while (function < code->count && frames->count < FRAMES_MOST) {
        size_t next = next_of(code, function, file);
        frames->list = esc_grow(frames->list, &frames->count, sizeof *frames->list);
        read_frame(code, function, next, variables, &frames->list[frames->count - 1]);
        function = next;
    }
}
