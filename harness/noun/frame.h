/*
 * Stack frames as functions' own machine code lays them out on x86-64: what lies where, which
 * instruction put it there, where sp and bp point. disasm/ reads them, report/ and chart/ draw.
 */
#ifndef ESC_NOUN_FRAME_H
#define ESC_NOUN_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum esc_slot_kind {
    ESC_SLOT_RETURN,   /* where the caller goes on */
    ESC_SLOT_BASE,     /* the caller's bp */
    ESC_SLOT_SAVED,    /* another register of the caller's */
    ESC_SLOT_VARIABLE, /* named by the debug information */
    ESC_SLOT_OBJECT,   /* without a name; its address is taken */
    ESC_SLOT_REST,     /* temporaries, outgoing arguments, padding */
};

/* Bytes [offset, offset + bytes) from the frame's top, the address just above its return address:
 * offsets are negative. Slots fill a frame without a gap, from the top downwards. */
struct esc_slot {
    enum esc_slot_kind kind;
    int64_t offset, bytes;
    char *name; /* of a variable, or of a register; NULL: none */
    char *by;   /* the instruction that fills it, or takes its address; NULL: none does */
    bool told;  /* its address is, by a step */
};

/* An instruction that moves sp or bp, takes an address or goes elsewhere, and what it does. */
struct esc_frame_step {
    char *instruction, *does;
};

struct esc_frame {
    char *function;
    struct esc_slot *slots;
    size_t count;
    int64_t bottom; /* where sp points while it works, from the top */
    int64_t base;   /* where bp points; 0: it is the caller's still */
    struct esc_frame_step *steps;
    size_t step_count;
    char *calls;       /* the function of the next frame, or the one outside that takes memory */
    bool takes_memory; /* whether `calls` does: where the object is that is in no frame */
};

/* Of one side, each calling the next. Zero-initialise before use. */
struct esc_frames {
    struct esc_frame *list;
    size_t count;
};

/* Frees everything inside and zeroes. */
void esc_frames_free(struct esc_frames *frames);

#endif
