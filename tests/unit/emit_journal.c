/* The journal: whole rounds only, whatever was cut off and wherever. */
#include "emit/emit.h"

#include "emit_fixture.h"
#include "sealed_journal.h"

#include <signal.h>
#include <sys/resource.h>

static char *journal_path(const struct esc_run *run)
{
    return esc_format("%s/journal.tsv", run->folder);
}

static struct esc_journal *open_journal(const struct esc_run *run)
{
    struct esc_error error = {0};
    struct esc_journal *journal = esc_journal_create(run, &error);
    if (journal == NULL)
        esc_error_print(&error, stderr);
    assert_non_null(journal);
    return journal;
}

/* The journal as it stands on disk, with what is damaged cut off. */
static struct esc_journal *resume(const char *folder, struct esc_run *run, char **note)
{
    struct esc_error error = {0};
    struct esc_journal *journal = esc_journal_resume(folder, run, &error);
    if (journal == NULL || !esc_journal_cut(journal, note, &error))
        esc_error_print(&error, stderr);
    assert_non_null(journal);
    assert_int_equal(error.count, 0);
    return journal;
}

static void write_round(struct esc_journal *journal, struct esc_run *run, uint32_t round)
{
    struct esc_error error = {0};
    size_t first = fixture_round(run, round);
    assert_true(esc_journal_round(journal, run, first, &error));
}

static void assert_refused(const char *folder, const char *words)
{
    struct esc_run run = {0};
    struct esc_error error = {0};
    assert_null(esc_journal_resume(folder, &run, &error));
    assert_true(error.count > 0);
    if (strstr(error.messages[0].text, words) == NULL)
        fail_msg("'%s' is not in '%s'", words, error.messages[0].text);
    assert_null(run.id);
    assert_int_equal(run.variant_count, 0);
    esc_error_free(&error);
    esc_run_free(&run);
}

/* What failed is said once, in the round after which it was so. */
static size_t count_failures(const struct esc_run *run)
{
    char *path = journal_path(run);
    size_t length;
    char *text = read_whole(path, &length);
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, "\nfailed\t")) != NULL; at++)
        count++;
    free(text);
    free(path);
    return count;
}

static void a_resumed_run_is_the_same_run(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_error error = {0};
    struct esc_journal *journal = open_journal(&run);
    for (uint32_t round = 0; round < 3; round++) {
        if (round == 1)
            esc_variant_fail(&run.variants[6], ESC_STATUS_SIGNAL, "heap:\tcrashed\nin round 2");
        write_round(journal, &run, round);
    }
    esc_journal_close(journal);
    struct esc_run again = {0};
    journal = esc_journal_resume(run.folder, &again, &error);
    assert_non_null(journal);
    same_raw(&run, &again);
    write_round(journal, &run, 3);
    esc_journal_close(journal);
    assert_int_equal(count_failures(&run), 1);
    esc_run_free(&again);
    journal = esc_journal_resume(run.folder, &again, &error);
    assert_non_null(journal);
    same_raw(&run, &again);
    esc_journal_close(journal);
    esc_run_free(&again);
    esc_run_free(&run);
}

static void releases_of_go_come_back(void **state)
{
    (void)state;
    struct esc_run run = fixture_go_plan();
    struct esc_error error = {0};
    struct esc_journal *journal = open_journal(&run);
    write_round(journal, &run, 0);
    esc_journal_close(journal);
    struct esc_run again = {0};
    journal = esc_journal_resume(run.folder, &again, &error);
    assert_non_null(journal);
    assert_int_equal(again.go_count, 2);
    assert_string_equal(again.gos[1].version, "go1.27.3");
    same_raw(&run, &again);
    esc_journal_close(journal);
    esc_run_free(&again);
    esc_run_free(&run);
}

static void a_run_without_a_round_resumes(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_error error = {0};
    esc_journal_close(open_journal(&run));
    struct esc_run again = {0};
    struct esc_journal *journal = esc_journal_resume(run.folder, &again, &error);
    assert_non_null(journal);
    same_raw(&run, &again);
    esc_journal_close(journal);
    esc_run_free(&again);
    esc_run_free(&run);
}

/* A small plan, so that every byte can be tried. */
static struct esc_run small_plan(void)
{
    struct esc_run run = fixture_plan();
    for (size_t v = 2; v < run.variant_count; v++) {
        free(run.variants[v].name);
        free(run.variants[v].go_name);
        free(run.variants[v].label);
        free(run.variants[v].message);
    }
    run.variant_count = 2;
    return run;
}

static void cut_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static size_t size_of(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return (size_t)status.st_size;
}

/* After a cut the run resumes with `rounds` rounds and takes the next one. */
static void resume_cut(const char *folder, const char *path, const size_t *ends, uint32_t rounds)
{
    struct esc_run run = {0};
    char *note;
    size_t before = size_of(path);
    struct esc_journal *journal = resume(folder, &run, &note);
    assert_int_equal(run.rounds_done, rounds);
    assert_int_equal(run.record_count, 2 * rounds);
    assert_int_equal(size_of(path), ends[rounds]);
    assert_int_equal(note != NULL, before > ends[rounds]);
    if (note != NULL)
        assert_non_null(strstr(note, "dropped a round that was cut short"));
    free(note);
    write_round(journal, &run, rounds);
    esc_journal_close(journal);
    struct esc_run next = {0};
    journal = resume(folder, &next, &note);
    assert_null(note);
    same_raw(&run, &next);
    esc_journal_close(journal);
    esc_run_free(&next);
    esc_run_free(&run);
}

/* A journal of a small plan and ROUNDS rounds; ends[i]: of the plan and the first i rounds. */
enum { ROUNDS = 4 };

struct sample_journal {
    struct esc_run run;
    char *path, *kept; /* beside the journal, where it was damaged */
    char *bytes;
    size_t length, ends[ROUNDS + 1];
};

static struct sample_journal make_journal(void)
{
    struct sample_journal made = {.run = small_plan()};
    made.path = journal_path(&made.run);
    made.kept = esc_format("%s/journal.damaged.tsv", made.run.folder);
    struct esc_journal *journal = open_journal(&made.run);
    made.ends[0] = size_of(made.path);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        write_round(journal, &made.run, round);
        made.ends[round + 1] = size_of(made.path);
    }
    esc_journal_close(journal);
    made.bytes = read_whole(made.path, &made.length);
    assert_int_equal(made.length, made.ends[ROUNDS]);
    return made;
}

static void free_journal(struct sample_journal *made)
{
    free(made->path);
    free(made->kept);
    free(made->bytes);
    esc_run_free(&made->run);
}

static void cut_at_every_byte(void **state)
{
    (void)state;
    struct sample_journal made = make_journal();
    for (size_t cut = 0; cut <= made.length; cut++) {
        cut_file(made.path, made.bytes, cut);
        unlink(made.kept);
        if (cut < made.ends[0]) {
            assert_refused(made.run.folder, "the plan in the journal is cut short");
            assert_int_equal(size_of(made.path), cut);
            continue;
        }
        uint32_t rounds = 0;
        while (rounds < ROUNDS && cut >= made.ends[rounds + 1])
            rounds++;
        resume_cut(made.run.folder, made.path, made.ends, rounds);
    }
    free_journal(&made);
}

/*
 * The file holds `bytes`, of which `rounds` rounds stand. Resuming keeps these, says how many
 * others it dropped, keeps the file as it was, and changes nothing before it cuts.
 */
static void assert_kept(const struct sample_journal *made, const char *bytes, size_t length,
                        uint32_t rounds, size_t dropped)
{
    struct esc_run run = {0};
    struct esc_error error = {0};
    char *note;
    cut_file(made->path, bytes, length);
    unlink(made->kept);
    struct esc_journal *journal = esc_journal_resume(made->run.folder, &run, &error);
    assert_non_null(journal);
    assert_int_equal(run.rounds_done, rounds);
    assert_int_equal(run.record_count, 2 * rounds);
    for (size_t i = 0; i < run.record_count; i++)
        same_record(&run.records[i], &made->run.records[i]);
    assert_int_equal(size_of(made->path), length);
    assert_int_equal(access(made->kept, F_OK), -1);
    assert_true(esc_journal_cut(journal, &note, &error));
    assert_int_equal(size_of(made->path), made->ends[rounds]);
    if (dropped > 0) {
        char *words = esc_format("dropped %zu damaged round%s,", dropped, dropped == 1 ? "" : "s");
        size_t kept_length;
        char *kept = read_whole(made->kept, &kept_length);
        assert_int_equal(kept_length, length);
        assert_memory_equal(kept, bytes, length);
        assert_non_null(note);
        if (strstr(note, words) == NULL || strstr(note, made->kept) == NULL)
            fail_msg("'%s' or the name of the kept file is not in '%s'", words, note);
        free(kept);
        free(words);
    } else {
        assert_null(note);
    }
    free(note);
    esc_journal_close(journal);
    esc_run_free(&run);
}

/* The blocks in this order, 0 is the plan; `other` where it is FOREIGN or more: of another run. */
enum { FOREIGN = 10 };

static void try_blocks(const struct sample_journal *made, const struct sample_journal *other,
                       const size_t *order, size_t count)
{
    struct esc_text text = {0};
    size_t whole = 0;
    size_t run = order[0] < FOREIGN ? 0 : FOREIGN; /* its plan says which */
    while (whole < count && order[whole] == run + whole)
        whole++;
    for (size_t i = 0; i < count; i++) {
        const struct sample_journal *from = order[i] < FOREIGN ? made : other;
        size_t block = order[i] % FOREIGN;
        size_t begin = block == 0 ? 0 : from->ends[block - 1];
        esc_text_add_bytes(&text, from->bytes + begin, from->ends[block] - begin);
    }
    if (whole == 0) {
        cut_file(made->path, text.bytes, text.length);
        assert_refused(made->run.folder, "journal");
        assert_int_equal(size_of(made->path), text.length);
    } else {
        assert_kept(made, text.bytes, text.length, (uint32_t)whole - 1, count - whole);
    }
    esc_text_free(&text);
}

/* Up to two blocks are replaced, left out, repeated or put in, in all ways. */
static void blocks_are_chained(void **state)
{
    (void)state;
    enum { BLOCKS = ROUNDS + 1 };
    struct sample_journal made = make_journal();
    struct sample_journal other = {.run = small_plan(), .path = esc_strdup(made.path)};
    free(other.run.folder);
    other.run.folder = esc_format("%s/other", scratch);
    other.run.seed = 1;
    struct esc_journal *journal = open_journal(&other.run);
    char *path = journal_path(&other.run);
    other.ends[0] = size_of(path);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        write_round(journal, &other.run, round);
        other.ends[round + 1] = size_of(path);
    }
    esc_journal_close(journal);
    other.bytes = read_whole(path, &other.length);
    free(path);
    size_t order[BLOCKS + 1];
    for (size_t at = 0; at < BLOCKS; at++) {
        size_t count = 0; /* left out; the last one cannot be missed: a run may end there */
        for (size_t i = 0; i < BLOCKS; i++)
            if (i != at)
                order[count++] = i;
        try_blocks(&made, &other, order, count);
        for (size_t with = 0; with < BLOCKS; with++) {
            for (size_t i = 0; i < BLOCKS; i++) /* swapped */
                order[i] = i == at ? with : i == with ? at : i;
            try_blocks(&made, &other, order, BLOCKS);
            order[at] = with; /* the other one twice */
            try_blocks(&made, &other, order, BLOCKS);
            for (size_t i = 0; i <= BLOCKS; i++) /* put in; at the end too */
                order[i] = i <= at ? i : i == at + 1 ? with : i - 1;
            try_blocks(&made, &other, order, BLOCKS + 1);
            order[at + 1] = FOREIGN + with;
            try_blocks(&made, &other, order, BLOCKS + 1);
        }
        for (size_t i = 0; i < BLOCKS; i++) /* of another run, in its place */
            order[i] = i == at ? FOREIGN + i : i;
        try_blocks(&made, &other, order, BLOCKS);
    }
    free_journal(&other);
    free_journal(&made);
}

/* The first damaged byte is at `at`: the blocks before it stand, none else. */
static void damage_found(const struct sample_journal *made, const char *bytes, size_t at)
{
    struct esc_run run = {0};
    struct esc_error error = {0};
    uint32_t whole = 0;
    while (whole <= ROUNDS && at >= made->ends[whole])
        whole++;
    cut_file(made->path, bytes, made->length);
    unlink(made->kept);
    struct esc_journal *journal = esc_journal_resume(made->run.folder, &run, &error);
    assert_int_equal(journal != NULL, whole > 0);
    if (journal != NULL) {
        char *note;
        assert_int_equal(run.rounds_done, whole - 1);
        assert_true(esc_journal_cut(journal, &note, &error));
        assert_int_equal(size_of(made->path), made->ends[whole - 1]);
        assert_int_equal(size_of(made->kept), made->length);
        free(note);
    }
    esc_journal_close(journal);
    esc_error_free(&error);
    esc_run_free(&run);
}

/* Regions of every length that is a power of two, at every multiple of it, zeroed or flipped. */
static void damage_anywhere(void **state)
{
    (void)state;
    static const char flips[] = {4, (char)0x80, 0x7F};
    struct sample_journal made = make_journal();
    char *bytes = esc_calloc(made.length, 1);
    for (size_t size = 1; size < made.length; size *= 2) {
        for (size_t at = 0; at < made.length; at += size) {
            size_t count = at + size < made.length ? size : made.length - at;
            memcpy(bytes, made.bytes, made.length);
            for (size_t i = at; i < at + count; i++)
                bytes[i] = at / size % 4 == 3 ? '\0' : (char)(bytes[i] ^ flips[at / size % 4]);
            damage_found(&made, bytes, at);
        }
    }
    free(bytes);
    free_journal(&made);
}

/* Once more the same line with another cell, and hashes that hold. */
static void assert_sealed(const struct sample_journal *made, const char *from, const char *to,
                          uint32_t rounds)
{
    struct esc_text text = {0};
    char *second = strstr(made->bytes + made->ends[1], from);
    assert_non_null(second);
    size_t before = (size_t)(second - made->bytes);
    esc_text_add_bytes(&text, made->bytes, before);
    esc_text_add(&text, to);
    esc_text_add(&text, second + strlen(from));
    seal_journal(text.bytes, text.length);
    assert_kept(made, text.bytes, text.length, rounds, ROUNDS - rounds);
    esc_text_free(&text);
}

/* Whoever seals what was changed is still asked for rows, rounds and statuses that are. */
static void a_sealed_round_must_fit_the_plan(void **state)
{
    (void)state;
    struct sample_journal made = make_journal();
    assert_sealed(&made, "sample\t0\t1\t", "sample\t9\t1\t", 1);
    assert_sealed(&made, "sample\t0\t1\t", "sample\t-1\t1\t", 1);
    assert_sealed(&made, "sample\t0\t1\t", "sample\t0\t3\t", 1);
    assert_sealed(&made, "round\t2\t", "round\t3\t", 1);
    assert_sealed(&made, "round\t2\t", "cycle\t1\nround\t2\t", 1);
    assert_sealed(&made, "round\t2\t", "failed\t7\tok\tx\nround\t2\t", 1);
    assert_sealed(&made, "round\t2\t", "failed\t0\tno-status\tx\nround\t2\t", 1);
    assert_sealed(&made, "round\t2\t", "variant\t{}\nround\t2\t", 1);
    free_journal(&made);
}

/* The plan says 4 rounds; a fifth, sealed, is none of it. */
static void no_more_rounds_than_planned(void **state)
{
    (void)state;
    struct sample_journal made = make_journal();
    char *planned = strstr(made.bytes, "\tnormal\t6\t");
    assert_non_null(planned);
    planned[strlen("\tnormal\t")] = '3';
    seal_journal(made.bytes, made.length);
    assert_kept(&made, made.bytes, made.length, 3, 1);
    free_journal(&made);
}

/* A message of a round that is dropped is dropped with it. */
static void a_failure_counts_with_its_round(void **state)
{
    (void)state;
    struct sample_journal made = make_journal();
    struct esc_text text = {0};
    const char *round = strstr(made.bytes + made.ends[1], "round\t2\t");
    esc_text_add_bytes(&text, made.bytes, (size_t)(round - made.bytes));
    esc_text_add(&text, "failed\t0\tsignal\tx\nround\t9\t0\t0\t0000000000000000\n");
    seal_journal(text.bytes, text.length);
    cut_file(made.path, text.bytes, text.length);
    struct esc_run run = {0};
    char *note;
    struct esc_journal *journal = resume(made.run.folder, &run, &note);
    assert_int_equal(run.rounds_done, 1);
    assert_int_equal(run.variants[0].status, ESC_STATUS_OK);
    assert_null(run.variants[0].message);
    free(note);
    esc_journal_close(journal);
    esc_run_free(&run);
    esc_text_free(&text);
    free_journal(&made);
}

/* What an earlier resumption kept stays. */
static void kept_files_are_not_overwritten(void **state)
{
    (void)state;
    struct sample_journal made = make_journal();
    char *second = esc_format("%s/journal.damaged-2.tsv", made.run.folder);
    write_text(made.kept, "mine\n");
    cut_file(made.path, made.bytes, made.length - 1);
    struct esc_run run = {0};
    char *note;
    struct esc_journal *journal = resume(made.run.folder, &run, &note);
    assert_non_null(strstr(note, second));
    assert_int_equal(size_of(made.kept), strlen("mine\n"));
    assert_int_equal(size_of(second), made.length - 1);
    free(note);
    esc_journal_close(journal);
    esc_run_free(&run);
    free(second);
    free_journal(&made);
}

/* Where it cannot be kept nothing is cut. */
static void what_cannot_be_kept_is_not_cut(void **state)
{
    (void)state;
    struct sample_journal made = make_journal();
    struct esc_run run = {0};
    struct esc_error error = {0};
    char *note;
    cut_file(made.path, made.bytes, made.length - 1);
    struct esc_journal *journal = esc_journal_resume(made.run.folder, &run, &error);
    assert_non_null(journal);
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){100, limit.rlim_max}), 0);
    bool cut = esc_journal_cut(journal, &note, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_false(cut);
    assert_non_null(strstr(error.messages[0].text, "cannot write"));
    assert_int_equal(size_of(made.path), made.length - 1);
    assert_int_equal(access(made.kept, F_OK), -1);
    esc_error_free(&error);
    esc_journal_close(journal);
    esc_run_free(&run);
    free_journal(&made);
}

static void a_changed_case_is_told(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_journal *journal = open_journal(&run);
    write_round(journal, &run, 0);
    esc_journal_close(journal);
    char *path = journal_path(&run);
    size_t before = size_of(path);
    write_text(run.cases[0].path, "return case { changed = true }\n");
    assert_refused(run.folder, "has changed since run 20261121-142501-normal was planned");
    unlink(run.cases[0].path);
    assert_refused(run.folder, "cannot read");
    assert_int_equal(size_of(path), before);
    free(path);
    esc_run_free(&run);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_error error = {0};
    char *path = journal_path(&run);
    assert_refused(run.folder, "cannot open");
    assert_true(esc_make_folder(run.folder, &error));
    write_text(path, "name\tround\n");
    assert_refused(run.folder, "is not a journal of escapement");
    write_text(path, "journal\t99\nrun\tx\n");
    assert_refused(run.folder, "another version");
    free(path);
    esc_run_free(&run);
}

static void a_folder_is_used_once(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_error error = {0};
    esc_journal_close(open_journal(&run));
    assert_null(esc_journal_create(&run, &error));
    assert_non_null(strstr(error.messages[0].text, "is there already"));
    esc_error_free(&error);
    esc_run_free(&run);
}

static void one_writer_at_a_time(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_journal *journal = open_journal(&run);
    assert_refused(run.folder, "another escapement is writing this run");
    esc_journal_close(journal);
    esc_run_free(&run);
}

/* The limit on file sizes stands for a full disk. */
static void a_full_disk_keeps_whole_rounds(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_error error = {0};
    struct esc_journal *journal = open_journal(&run);
    char *path = journal_path(&run);
    write_round(journal, &run, 0);
    size_t before = size_of(path);
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){before + 100, limit.rlim_max}), 0);
    size_t first = fixture_round(&run, 1);
    bool written = esc_journal_round(journal, &run, first, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_false(written);
    assert_non_null(strstr(error.messages[0].text, "cannot write a round"));
    assert_int_equal(size_of(path), before);
    esc_error_free(&error);
    assert_true(esc_journal_round(journal, &run, first, &error));
    esc_journal_close(journal);
    struct esc_run again = {0};
    journal = esc_journal_resume(run.folder, &again, &error);
    same_raw(&run, &again);
    esc_journal_close(journal);
    esc_run_free(&again);
    free(path);
    esc_run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_resumed_run_is_the_same_run, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(releases_of_go_come_back, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_run_without_a_round_resumes, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(cut_at_every_byte, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(blocks_are_chained, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(damage_anywhere, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_sealed_round_must_fit_the_plan, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(no_more_rounds_than_planned, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_failure_counts_with_its_round, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(kept_files_are_not_overwritten, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(what_cannot_be_kept_is_not_cut, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(a_changed_case_is_told, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(other_files_are_refused, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_folder_is_used_once, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(one_writer_at_a_time, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_full_disk_keeps_whole_rounds, make_scratch,
                                        remove_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
