/*
 * The commands of the program, one file each. A command gets its own arguments (argv[0] is
 * "escapement NAME", for argp's messages) and returns what the process exits with (base/error.h).
 */
#ifndef ESC_COMMAND_COMMAND_H
#define ESC_COMMAND_COMMAND_H

int esc_command_bench(int argc, char **argv);
int esc_command_caches(int argc, char **argv);
int esc_command_calibrate(int argc, char **argv);
int esc_command_charts(int argc, char **argv);
int esc_command_cheatsheet(int argc, char **argv);
int esc_command_check(int argc, char **argv);
int esc_command_compare(int argc, char **argv);
int esc_command_collect(int argc, char **argv);
int esc_command_disasm(int argc, char **argv);
int esc_command_doctor(int argc, char **argv);
int esc_command_escape(int argc, char **argv);
int esc_command_exercise(int argc, char **argv);
int esc_command_explain(int argc, char **argv);
int esc_command_frame(int argc, char **argv);
int esc_command_guess(int argc, char **argv);
int esc_command_list(int argc, char **argv);
int esc_command_marking(int argc, char **argv);
int esc_command_migrate(int argc, char **argv);
int esc_command_new(int argc, char **argv);
int esc_command_report(int argc, char **argv);
int esc_command_profile(int argc, char **argv);
int esc_command_schema(int argc, char **argv);
int esc_command_verify(int argc, char **argv);
int esc_command_why(int argc, char **argv);

#endif
