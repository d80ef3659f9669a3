/*
 * How wide what is written to is.
 */
#ifndef ESC_BASE_SCREEN_H
#define ESC_BASE_SCREEN_H

/* Columns of the terminal behind the descriptor (-1: none), from 40 to 1000: what COLUMNS says,
 * else what the terminal says, else 80. */
int esc_screen_columns(int file);

#endif
