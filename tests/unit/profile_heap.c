/* Heap profiles: Go's estimates, the child's file, frames in Go and C, pprof's format and lists. */
#include "child/alive.h"
#include "load_text.h"
#include "noun/profile.h"
#include "profile/profile.h"
#include "words/profile.h"

#include <math.h>
#include <profile.pb-c.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* ---- estimates ---- */

/* What scaleHeapSample of go1.19.8 (runtime/pprof/protomem.go) returns, run in a program. */
static void estimates_are_those_of_go(void **state)
{
    (void)state;
    static const int64_t vectors[][5] = {
        {100, 6400, 524288, 819250, 52432000},
        {1, 8, 524288, 65536, 524292},
        {7, 28672, 524288, 899, 3684370},
        {3, 3145728, 524288, 3, 3638089},
        {5, 335544320, 524288, 5, 335544320},
        {12, 768, 1, 12, 768},
        {0, 0, 524288, 0, 0},
        {250, 4000, 65536, 1024125, 16386000},
    };
    for (size_t k = 0; k < sizeof vectors / sizeof *vectors; k++) {
        int64_t count = vectors[k][0], bytes = vectors[k][1];
        esc_profile_scale(&count, &bytes, vectors[k][2]);
        assert_int_equal(count, vectors[k][3]);
        assert_int_equal(bytes, vectors[k][4]);
    }
}

/* 100 of n small blocks sampled: Poisson's 1 / sqrt(100). A block far above the rate is always
 * sampled: no spread. */
static void spread_of_a_total(void **state)
{
    (void)state;
    struct esc_profile_sample sample = {.block_bytes = 8, .sampled = 100};
    struct esc_profile profile = {.rate = 524288, .samples = &sample, .sample_count = 1};
    sample.values[ESC_PROFILE_ALLOC_SPACE] = 52429200;
    assert_true(fabs(esc_profile_spread(&profile) - 0.1) < 1e-5);
    sample.block_bytes = INT64_C(1) << 30;
    sample.values[ESC_PROFILE_ALLOC_SPACE] = INT64_C(100) << 30;
    assert_true(fabs(esc_profile_spread(&profile) - 0) < 1e-9);
    profile.rate = 1;
    assert_true(esc_profile_spread(&profile) == 0);
}

/* ---- what is alive ---- */

static int ended[4];

static void on_end(uint32_t record)
{
    ended[record]++;
}

static bool is_above(uintptr_t address)
{
    return address >= 0x40000;
}

static void blocks_end_where_others_begin(void **state)
{
    (void)state;
    memset(ended, 0, sizeof ended);
    assert_true(esc_alive_add(0x20000, 0)); /* begins a page */
    assert_true(esc_alive_add(0x21ff8, 1)); /* ends it */
    assert_true(esc_alive_add(0x22000, 2)); /* begins the next one */
    assert_true(esc_alive_add(0x40000, 3));
    esc_alive_reuse(0x20008, 0x1ff0, on_end); /* all between 0 and 1 */
    assert_int_equal(ended[0] + ended[1] + ended[2] + ended[3], 0);
    esc_alive_reuse(0x21ff0, 24, on_end); /* over the page's end */
    assert_int_equal(ended[0], 0);
    assert_int_equal(ended[1], 1);
    assert_int_equal(ended[2], 1);
    esc_alive_reuse(0x21ff0, 24, on_end); /* each ends once */
    assert_int_equal(ended[1] + ended[2], 2);
    esc_alive_settle(is_above, on_end);
    assert_int_equal(ended[0], 1);
    assert_int_equal(ended[3], 0);
    for (uintptr_t page = 0; page < 1000; page++)
        assert_true(esc_alive_add(0x1000000 + (page << 13), 3));
    esc_alive_reuse(0x1000000, UINT64_C(1000) << 13, on_end);
    assert_int_equal(ended[3], 1000);
}

/* ---- the child's file ---- */

static const char good_file[] =
    "library 1000 2000\nsetup 2 128\noperations 30 1920\n"
    "stack 64 30 29 1101 1201\nstack 64 2 0 1301\nend\n";

static bool read_text(const char *text, struct esc_profile_raw *raw)
{
    struct esc_error error = {0};
    char path[] = "/tmp/esc-profile-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    write_file(path, text, strlen(text));
    bool good = esc_profile_raw_read(path, raw, &error);
    assert_true(good || strstr(error.messages[0].text, "not what the profiling pass writes"));
    esc_error_free(&error);
    unlink(path);
    return good;
}

static void reads_what_the_child_writes(void **state)
{
    (void)state;
    struct esc_profile_raw raw = {0};
    assert_true(read_text(good_file, &raw));
    assert_int_equal(raw.setup.blocks, 2);
    assert_int_equal(raw.operations.bytes, 1920);
    assert_int_equal(raw.record_count, 2);
    assert_int_equal(raw.records[0].frees, 29);
    assert_int_equal(raw.records[0].depth, 2);
    assert_int_equal(raw.address_count, 3);
    assert_int_equal(raw.addresses[raw.records[0].calls[1]], 0x1200); /* of the call, not behind */
    esc_profile_raw_free(&raw);
}

static void refuses_what_it_does_not(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "end here\n",
        "library 1000 2000\n",                               /* cut off */
        "library 2000 1000\nend\n",                          /* ends before it begins */
        "library 1000 2000\nstack 64 1 2 1101\nend\n",       /* more freed than taken */
        "library 1000 2000\nstack 64 1 -2 1101\nend\n",      /* negative */
        "library 1000 2000\nstack 64 1 0 3101\nend\n",       /* outside */
        "library 1000 2000\nstack 64 1 0 zz\nend\n",         /* no number */
        "library 1000 2000\nsetup 99999999999999999999 1\n", /* no number of 64 bits */
        "libraryx 1000 2000\nend\n",
        "lib 1000 2000\nend\n",
    };
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct esc_profile_raw raw = {0};
        assert_false(read_text(texts[k], &raw));
        esc_profile_raw_free(&raw);
    }
}

/* ---- frames ---- */

enum { TEXT_LINE = 4 }; /* of the first line of the heap side's Go below */
static const char case_text[] =
    "return case { title = 't', question = 'q?', because = 'b.', remedy = 'r.',\n"
    "strategies = { stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[\n"
    "static uint64_t stack_op(uint64_t i) { return i; }]] }, heap = { go = [[\n"
    "var byTwo = 2 // byTwo(1)\n"                   /* 4 */
    "func (t *T) byTwo(x uint64) *uint64 {\n"       /* 5 */
    "\ta, t := x, x // new(int)\n"                  /* 6 */
    "\tvar f func(x int) = nil\n"                   /* 7 */
    "\tf = func(x int) { b := new(int) ; _ = b }\n" /* 8 */
    "\treturn &t\n"                                 /* 9 */
    "}\n"
    "func heapOp(i uint64) uint64 {\n" /* 11 */
    "\t// byTwo(i)\n"
    "\tx := t.byTwo(i)\n" /* 13 */
    "\ty := t.byTwo(i)\n" /* 14 */
    "\treturn *x + *y\n"
    "}\n"
    "]], c = [[\n"
    "static uint64_t heap_op(uint64_t i) { return i; }]], allocs = 2,\n"
    "escapes = { 'moved to heap: t', 'new(int) escapes to heap' } } } }\n";

static void load_frames_case(struct esc_case *bench_case)
{
    struct esc_error error = {0};
    if (!load_bytes(case_text, sizeof case_text - 1, bench_case, &error))
        fail_msg("%s", error.messages[0].text);
    esc_error_free(&error);
}

static struct esc_code_places place_at(const struct esc_case *bench_case, const char *function,
                                       int line)
{
    struct esc_code_places places = {.list = esc_calloc(1, sizeof *places.list), .count = 1};
    places.list[0] =
        (struct esc_code_place){esc_strdup(function), esc_strdup(bench_case->path), line};
    return places;
}

/* by_two allocates in two of its lines and is called in two of heap_op's. */
static void build_frames(const struct esc_case *bench_case, struct esc_profile *profile)
{
    struct esc_profile_raw raw = {0};
    assert_true(
        read_text("library 1000 2000\nsetup 0 0\noperations 6 96\n"
                  "stack 16 1 0 1101 1201\nstack 16 2 1 1111 1201\n"
                  "stack 16 4 4 1111 1211\nstack 32 1 1 1501 1111 1211\nend\n",
                  &raw));
    struct esc_code_places places[] = {
        place_at(bench_case, "by_two", 101), place_at(bench_case, "heap_op", 201),
        place_at(bench_case, "by_two", 102), place_at(bench_case, "heap_op", 202),
        place_at(bench_case, "gort_slice_grow", 9)};
    free(places[4].list[0].file); /* what stands for Go's runtime is not the case's */
    places[4].list[0].file = esc_strdup("/x/harness/gort/slice.h");
    profile->rate = 1;
    profile->library = esc_strdup("/x/good-count.so");
    esc_profile_build(&raw, places, bench_case, &bench_case->strategies[1], profile);
    for (size_t k = 0; k < 5; k++)
        esc_code_places_free(&places[k]);
    esc_profile_raw_free(&raw);
}

static const struct esc_profile_frame *frame(const struct esc_profile *profile, size_t sample,
                                             size_t depth)
{
    assert_true(sample < profile->sample_count && depth < profile->samples[sample].depth);
    return &profile->frames[profile->samples[sample].frames[depth]];
}

static void assert_frame(const struct esc_profile *profile, size_t sample, size_t depth,
                         const char *function, int line)
{
    assert_string_equal(frame(profile, sample, depth)->function, function);
    assert_int_equal(frame(profile, sample, depth)->line, line);
}

static void frames_in_go_and_in_c(void **state)
{
    (void)state;
    struct esc_case bench_case = {0};
    struct esc_profile profile = {0};
    load_frames_case(&bench_case);
    build_frames(&bench_case, &profile);
    assert_int_equal(profile.sample_count, 4);
    assert_int_equal(profile.samples[0].depth, 4);
    assert_frame(&profile, 0, 0, "main.byTwo", TEXT_LINE + 2); /* t is declared there */
    assert_frame(&profile, 0, 1, "by_two", 101);
    assert_frame(&profile, 0, 2, "main.heapOp", TEXT_LINE + 9);
    assert_frame(&profile, 0, 3, "heap_op", 201);
    assert_frame(&profile, 1, 0, "main.byTwo", TEXT_LINE + 4); /* new(int), not the comment's */
    assert_frame(&profile, 1, 1, "by_two", 102);
    assert_frame(&profile, 2, 2, "main.heapOp", TEXT_LINE + 10);
    assert_frame(&profile, 3, 1, "by_two", 102); /* the runtime's frame is left out */
    assert_int_equal(profile.samples[1].values[ESC_PROFILE_ALLOC_SPACE], 32);
    assert_int_equal(profile.samples[1].values[ESC_PROFILE_INUSE_OBJECTS], 1);
    assert_int_equal(esc_profile_total(&profile, ESC_PROFILE_ALLOC_SPACE), 7 * 16 + 32);
    assert_int_equal(esc_profile_total(&profile, ESC_PROFILE_INUSE_SPACE), 2 * 16);
    esc_profile_free(&profile);
    esc_case_free(&bench_case);
}

/* ---- pprof's format ---- */

static Perftools__Profiles__Profile *read_back(const char *path)
{
    static uint8_t bytes[1 << 16];
    gzFile file = gzopen(path, "rb");
    assert_non_null(file);
    int length = gzread(file, bytes, sizeof bytes);
    assert_true(length > 0 && gzdirect(file) == 0);
    gzclose(file);
    return perftools__profiles__profile__unpack(NULL, (size_t)length, bytes);
}

static void what_is_written_is_whole(void **state)
{
    (void)state;
    struct esc_case bench_case = {0};
    struct esc_profile profile = {0};
    struct esc_error error = {0};
    char *folder = fresh_folder();
    char *path = esc_format("%s/heap.pb.gz", folder);
    load_frames_case(&bench_case);
    build_frames(&bench_case, &profile);
    profile.time_ns = INT64_C(1500000000000000000);
    esc_profile_comment(&profile, esc_strdup("a comment"));
    assert_true(esc_profile_write(&profile, path, &error));
    Perftools__Profiles__Profile *read = read_back(path);
    assert_non_null(read);
    char **texts = read->string_table;
    static const char *const types[] = {"alloc_objects", "alloc_space", "inuse_objects",
                                        "inuse_space"};
    assert_string_equal(texts[0], "");
    assert_int_equal(read->n_sample_type, 4);
    for (size_t k = 0; k < 4; k++) {
        assert_string_equal(texts[read->sample_type[k]->type], types[k]);
        assert_string_equal(texts[read->sample_type[k]->unit], k % 2 == 0 ? "count" : "bytes");
    }
    assert_string_equal(texts[read->default_sample_type], "alloc_space");
    assert_string_equal(texts[read->period_type->type], "space");
    assert_int_equal(read->period, 1);
    assert_int_equal(read->time_nanos, INT64_C(1500000000000000000));
    assert_string_equal(texts[read->comment[0]], "a comment");
    assert_int_equal(read->mapping[0]->memory_start, 0x1000);
    assert_int_equal(read->n_sample, 4);
    for (size_t k = 0; k < read->n_sample; k++) {
        const Perftools__Profiles__Sample *sample = read->sample[k];
        assert_int_equal(sample->n_value, 4);
        assert_int_equal(sample->value[1], profile.samples[k].values[1]);
        assert_int_equal(sample->label[0]->num, profile.samples[k].block_bytes);
        for (size_t i = 0; i < sample->n_location_id; i++) {
            const uint64_t id = sample->location_id[i];
            assert_true(id >= 1 && id <= read->n_location && read->location[id - 1]->id == id);
            const Perftools__Profiles__Line *line = read->location[id - 1]->line[0];
            const uint64_t function = line->function_id;
            assert_int_equal(read->location[id - 1]->mapping_id, 1);
            assert_int_equal(line->line, frame(&profile, k, i)->line);
            assert_true(function >= 1 && function <= read->n_function);
            assert_int_equal(read->function[function - 1]->id, function);
            assert_string_equal(texts[read->function[function - 1]->name],
                                frame(&profile, k, i)->function);
        }
    }
    perftools__profiles__profile__free_unpacked(read, NULL);
    unlink(path);
    assert_false(esc_profile_write(&profile, "/nowhere/heap.pb.gz", &error));
    rmdir(folder);
    free(path);
    free(folder);
    esc_error_free(&error);
    esc_profile_free(&profile);
    esc_case_free(&bench_case);
}

/* Counts down from 1000, so that no id is a place. */
static uint64_t renamed(uint64_t id)
{
    return 1000 - 7 * id;
}

static void ids_are_any_numbers(void **state)
{
    (void)state;
    struct esc_case bench_case = {0};
    struct esc_profile profile = {0};
    struct esc_error error = {0};
    struct esc_alloc_lines before = {0}, after = {0};
    char *folder = fresh_folder();
    char *path = esc_format("%s/heap.pb.gz", folder);
    load_frames_case(&bench_case);
    build_frames(&bench_case, &profile);
    assert_true(esc_profile_write(&profile, path, &error));
    assert_true(esc_profile_read(path, &before, &error));
    Perftools__Profiles__Profile *top = read_back(path);
    for (size_t k = 0; k < top->n_sample; k++)
        for (size_t i = 0; i < top->sample[k]->n_location_id; i++)
            top->sample[k]->location_id[i] = renamed(top->sample[k]->location_id[i]);
    for (size_t k = 0; k < top->n_location; k++) {
        top->location[k]->id = renamed(top->location[k]->id);
        top->location[k]->line[0]->function_id = renamed(top->location[k]->line[0]->function_id);
    }
    for (size_t k = 0; k < top->n_function; k++)
        top->function[k]->id = renamed(top->function[k]->id);
    static uint8_t bytes[1 << 16];
    const size_t length = perftools__profiles__profile__pack(top, bytes);
    assert_true(esc_text_write(path, (const char *)bytes, length, &error));
    assert_true(esc_profile_read(path, &after, &error));
    assert_true(before.count > 1);
    assert_int_equal(after.count, before.count);
    for (size_t k = 0; k < before.count; k++) {
        assert_string_equal(after.list[k].file, before.list[k].file);
        assert_int_equal(after.list[k].line, before.list[k].line);
        assert_int_equal(after.list[k].bytes, before.list[k].bytes);
    }
    perftools__profiles__profile__free_unpacked(top, NULL);
    unlink(path);
    rmdir(folder);
    free(path);
    free(folder);
    esc_alloc_lines_free(&before);
    esc_alloc_lines_free(&after);
    esc_error_free(&error);
    esc_profile_free(&profile);
    esc_case_free(&bench_case);
}

/* ---- lists ---- */

static void a_recursion_counts_once(void **state)
{
    (void)state;
    struct esc_profile_frame frames[] = {
        {"inner", "f", 1, 1}, {"outer", "f", 2, 2}, {"outer", "f", 3, 3}, {"other", "f", 4, 4}};
    size_t deep[] = {0, 1, 2, 1}, flat[] = {3};
    struct esc_profile_sample samples[] = {
        {.frames = deep, .depth = 4, .values = {1, 1000, 0, 0}},
        {.frames = flat, .depth = 1, .values = {9, 3000, 9, 3000}}};
    const struct esc_profile profile = {
        .frames = frames, .frame_count = 4, .samples = samples, .sample_count = 2};
    size_t count;
    struct esc_profile_row *rows = esc_profile_rows(&profile, ESC_PROFILE_ALLOC_SPACE, &count);
    assert_int_equal(count, 3);
    assert_string_equal(rows[0].function, "other");
    assert_int_equal(rows[0].flat, 3000);
    assert_string_equal(rows[1].function, "inner");
    assert_string_equal(rows[2].function, "outer");
    assert_int_equal(rows[2].flat, 0);
    assert_int_equal(rows[2].cum, 1000);
    free(rows);
    rows = esc_profile_rows(&profile, ESC_PROFILE_INUSE_SPACE, &count);
    assert_int_equal(count, 1); /* what holds nothing is in no list, as pprof drops it */
    free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(estimates_are_those_of_go),
        cmocka_unit_test(spread_of_a_total),
        cmocka_unit_test(blocks_end_where_others_begin),
        cmocka_unit_test(reads_what_the_child_writes),
        cmocka_unit_test(refuses_what_it_does_not),
        cmocka_unit_test(frames_in_go_and_in_c),
        cmocka_unit_test(what_is_written_is_whole),
        cmocka_unit_test(ids_are_any_numbers),
        cmocka_unit_test(a_recursion_counts_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
