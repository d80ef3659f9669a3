/* The journal: whole rounds only, whatever was cut off and wherever. */
#include "emit/emit.h"

#include "emit_fixture.h"

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

/* After a cut at `length` the run resumes with `rounds` rounds and takes the next one. */
static void resume_cut(const char *folder, const char *path, const size_t *ends, uint32_t rounds)
{
    struct esc_run run = {0};
    struct esc_error error = {0};
    struct esc_journal *journal = esc_journal_resume(folder, &run, &error);
    assert_non_null(journal);
    assert_int_equal(run.rounds_done, rounds);
    assert_int_equal(run.record_count, 2 * rounds);
    assert_int_equal(size_of(path), ends[rounds]);
    write_round(journal, &run, rounds);
    esc_journal_close(journal);
    struct esc_run next = {0};
    journal = esc_journal_resume(folder, &next, &error);
    assert_non_null(journal);
    same_raw(&run, &next);
    esc_journal_close(journal);
    esc_run_free(&next);
    esc_run_free(&run);
}

static void cut_at_every_byte(void **state)
{
    (void)state;
    enum { ROUNDS = 3 };
    struct esc_run run = small_plan();
    char *path = journal_path(&run);
    size_t ends[ROUNDS + 1];
    struct esc_journal *journal = open_journal(&run);
    ends[0] = size_of(path);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        write_round(journal, &run, round);
        ends[round + 1] = size_of(path);
    }
    esc_journal_close(journal);
    size_t length;
    char *bytes = read_whole(path, &length);
    assert_int_equal(length, ends[ROUNDS]);
    for (size_t cut = 0; cut <= length; cut++) {
        cut_file(path, bytes, cut);
        if (cut < ends[0]) {
            assert_refused(run.folder, "the plan in the journal is cut short");
            assert_int_equal(size_of(path), cut);
            continue;
        }
        uint32_t rounds = 0;
        while (rounds < ROUNDS && cut >= ends[rounds + 1])
            rounds++;
        resume_cut(run.folder, path, ends, rounds);
    }
    free(bytes);
    free(path);
    esc_run_free(&run);
}

/* One wrong bit anywhere in a round drops it and what follows, and nothing before it. */
static void damage_in_the_middle(void **state)
{
    (void)state;
    struct esc_run run = small_plan();
    char *path = journal_path(&run);
    struct esc_journal *journal = open_journal(&run);
    size_t plan_end = size_of(path);
    write_round(journal, &run, 0);
    size_t first_end = size_of(path);
    write_round(journal, &run, 1);
    esc_journal_close(journal);
    size_t length;
    char *bytes = read_whole(path, &length);
    for (size_t at = plan_end; at < length; at++) {
        bytes[at] ^= 4;
        cut_file(path, bytes, length);
        bytes[at] ^= 4;
        struct esc_run again = {0};
        struct esc_error error = {0};
        journal = esc_journal_resume(run.folder, &again, &error);
        assert_non_null(journal);
        assert_int_equal(again.rounds_done, at < first_end ? 0 : 1);
        esc_journal_close(journal);
        esc_run_free(&again);
    }
    free(bytes);
    free(path);
    esc_run_free(&run);
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
        cmocka_unit_test_setup_teardown(damage_in_the_middle, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_changed_case_is_told, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(other_files_are_refused, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_folder_is_used_once, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(one_writer_at_a_time, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_full_disk_keeps_whole_rounds, make_scratch,
                                        remove_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
