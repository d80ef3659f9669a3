/*
 * Parts of a run as JSON, one way and back. Unknown values are left out and come back as unknown;
 * a number that is not finite is never written. Texts that are not UTF-8 get '?' for their bytes.
 * Every `esc_json_*` that returns json_t * returns a new reference, owned by the caller.
 */
#ifndef ESC_EMIT_JSON_H
#define ESC_EMIT_JSON_H

#include "base/text.h"
#include "noun/run.h"

#include <jansson.h>

json_t *esc_json_text(const char *value);

/* Members; each does nothing for a value it leaves out (NULL; not finite; `known` false). */
void esc_json_set_text(json_t *object, const char *key, const char *value);
void esc_json_set_whole(json_t *object, const char *key, int64_t value);
void esc_json_set_count(json_t *object, const char *key, int64_t value); /* known when >= 0 */
void esc_json_set_real(json_t *object, const char *key, double value);
void esc_json_set_known(json_t *object, const char *key, double value); /* known when >= 0 */
void esc_json_set_flag(json_t *object, const char *key, bool value);
void esc_json_set_estimate(json_t *object, const char *key, const struct esc_estimate *estimate);
void esc_json_set_hash(json_t *object, const char *key, uint64_t value); /* "0x" + hex: 64 bits
                                                                            do not fit a double */

/* Members back; `missing` when there is no such member or it has another type. */
char *esc_json_get_text(const json_t *object, const char *key); /* NULL; the caller frees */
int64_t esc_json_get_whole(const json_t *object, const char *key, int64_t missing);
double esc_json_get_real(const json_t *object, const char *key, double missing);
bool esc_json_get_flag(const json_t *object, const char *key);
uint64_t esc_json_get_hash(const json_t *object, const char *key);

/*
 * Layout for people: a member or an element a line, everything below that on the line. `indent` is
 * that of the closing bracket; no line end behind it.
 */
void esc_json_add_members(struct esc_text *text, const json_t *object, const char *indent);
void esc_json_add_elements(struct esc_text *text, const json_t *array, const char *indent);
void esc_json_add_line(struct esc_text *text, const json_t *value);

json_t *esc_json_machine(const struct esc_machine *machine);
void esc_json_read_machine(const json_t *object, struct esc_machine *machine);

json_t *esc_json_go(const struct esc_go *go);
/* False when it has no version; freed by esc_go_free() either way. */
bool esc_json_read_go(const json_t *object, struct esc_go *go);

/* The names of the runtimes that are set; unknown names are left out when it is read. */
json_t *esc_json_runtimes(const bool runtimes[ESC_RUNTIMES]);
void esc_json_read_runtimes(const json_t *array, bool runtimes[ESC_RUNTIMES]);

/* Without the C and Go texts. */
json_t *esc_json_case(const struct esc_case *bench_case);
/* False when an index is out of range; the case is freed by esc_case_free() either way. */
bool esc_json_read_case(const json_t *object, struct esc_case *bench_case);

/* `figures` may be NULL both ways. Reading leaves *figures alone when there are none. */
json_t *esc_json_variant(const struct esc_variant *variant, const struct esc_figures *figures);
bool esc_json_read_variant(const json_t *object, struct esc_variant *variant,
                           struct esc_figures *figures);

/* Members "counters", "events" and "events_refused" of a variant's object; each is left out where
 * there is nothing of it. Counters go by the names that the case has for them. */
void esc_json_set_tally(json_t *object, const struct esc_tally *tally,
                        const struct esc_case *bench_case);
void esc_json_read_tally(const json_t *object, const struct esc_case *bench_case,
                         struct esc_tally *tally);

/* Whether the indices of a variant that was read are those of things in the run. */
bool esc_json_holds(const struct esc_run *run, const struct esc_variant *variant);

json_t *esc_json_pair(const struct esc_run *run, const struct esc_pair *pair);
bool esc_json_read_pair(const json_t *object, struct esc_pair *pair);

/* Collections and heap points are arrays in the order of the columns that esc_json_columns() names.
 */
json_t *esc_json_record(const struct esc_record *record);
bool esc_json_read_record(const json_t *object, struct esc_record *record);
json_t *esc_json_columns(void);

#endif
