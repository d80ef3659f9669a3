/* The C API of gbench.h over the C++ library.
 * The library was built with its assertions on: whatever would trip one aborts the process, so
 * everything is checked here first. No exception leaves an extern "C" function. */
#include "gbench.h"

#include <atomic>
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/* Stands in where the header does not declare benchmark::GetBenchmarkVersion (before 1.8.4), which
 * is no template and therefore preferred where it does. */
template <class... None> static std::string GetBenchmarkVersion(None...)
{
    return "1.8";
}

using benchmark::BenchmarkReporter;
using benchmark::Counter;
using benchmark::State;

namespace
{

/* ---- what differs between 1.7 and 1.9.5, told by what the header declares ------------------- */

/* benchmark::internal::Benchmark, from 1.9.5 on benchmark::Benchmark. */
using library_benchmark = std::remove_pointer_t<decltype(benchmark::RegisterBenchmark(
    "", static_cast<benchmark::internal::Function *>(nullptr)))>;

/* From 1.9.2 on the library takes the benchmark as a unique_ptr. */
template <class Register, class Bench> void hand_over(Register add, std::unique_ptr<Bench> bench)
{
    if constexpr (std::is_invocable_v<Register, Bench *>)
        add(bench.release());
    else
        add(std::move(bench));
}

/* Run's error_occurred and error_message, from 1.8 on skipped and skip_message. */
template <class Run, class = void> struct outcome {
    static bool failed(const Run &run)
    {
        return run.error_occurred;
    }
    static const std::string &message(const Run &run)
    {
        return run.error_message;
    }
};
template <class Run> struct outcome<Run, std::void_t<decltype(Run::skip_message)>> {
    static bool failed(const Run &run)
    {
        return run.skipped != decltype(run.skipped){};
    }
    static const std::string &message(const Run &run)
    {
        return run.skip_message;
    }
};

std::string library_version()
{
    using namespace benchmark;
    return GetBenchmarkVersion();
}

/* Up to 1.8 the times of several threads are their mean, from 1.9 on their sum, and no declaration
 * tells. A library that does not know its version is taken for a new one. */
bool adds_up_threads()
{
    static const bool adds_up = [] {
        const std::string version = library_version();
        int major = 0, minor = 0;
        const int read = std::sscanf(version.c_str(), "%*[v]%d.%d", &major, &minor);
        if (read < 2 && std::sscanf(version.c_str(), "%d.%d", &major, &minor) < 2)
            return true;
        return major > 1 || (major == 1 && minor >= 9);
    }();
    return adds_up;
}

bool is_ratio(const BenchmarkReporter::Run &run)
{
    return run.run_type == BenchmarkReporter::Run::RT_Aggregate &&
           run.aggregate_unit == benchmark::StatisticUnit::kPercentage;
}

/* The run as libraries up to 1.8 report it: the mean of the threads' times, and under the process'
 * clock, which every thread reads, that of the process; rates over these. */
BenchmarkReporter::Run with_mean_times(BenchmarkReporter::Run run)
{
    if (!adds_up_threads() || run.threads < 2 || is_ratio(run))
        return run;
    const double threads = static_cast<double>(run.threads);
    const std::string &clock = run.run_name.time_type; /* "process_time/real_time", say; "": CPU */
    run.real_accumulated_time /= threads;
    if (clock.find("process_time") != std::string::npos)
        run.cpu_accumulated_time /= threads;
    for (auto &[name, counter] : run.counters)
        if (!clock.empty() && (counter.flags & Counter::kIsRate) != 0)
            counter.value *= (counter.flags & Counter::kInvert) != 0 ? 1 / threads : threads;
    return run;
}

/* ---- what is the same in all of them --------------------------------------------------------- */

/* What a benchmark must remember from one call of its function to the next, in any thread. */
class memory
{
  public:
    /* A counter's flags are those it had first: the library aborts when repetitions differ. */
    bool agrees(const std::string &name, unsigned flags)
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        return flags_.emplace(name, flags).first->second == flags;
    }

    /* A failure lasts for the run's remaining repetitions: the library reads an uninitialised
     * pointer when the first repetition failed and two others did not. */
    void remember(const std::vector<int64_t> &run, const char *message)
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (failed_run_ == run)
            return;
        message_ = message;
        failed_run_ = run;
    }

    /* The message the run failed with before; "" if it did not. */
    std::string failure(const std::vector<int64_t> &run)
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        return failed_run_ == run ? message_ : "";
    }

  private:
    std::mutex mutex_;
    std::map<std::string, unsigned> flags_;
    std::vector<int64_t> failed_run_;
    std::string message_;
};

} // namespace

/* Invariants: timing implies begun, !over and !failed; the library's timer runs iff timing. */
struct gb_state {
    State &state;
    memory &memories;
    const std::vector<int64_t> run; /* number of the gb_run, threads, arguments */
    bool begun;                     /* gb_batch was called */
    bool timing;                    /* the clock runs */
    bool over;                      /* gb_batch returned 0 */
    bool failed;                    /* gb_skip_with_error was called */
};

namespace
{

std::atomic<bool> running{false};
std::atomic<int64_t> run_number{0};
const size_t before_args = 2; /* values before the arguments in gb_state.run */

/* Holds the one run that may be under way; not taken if there is one already. */
class run_guard
{
  public:
    run_guard() : taken_(!running.exchange(true))
    {
    }
    ~run_guard()
    {
        if (taken_)
            running = false;
    }
    run_guard(const run_guard &) = delete;
    run_guard &operator=(const run_guard &) = delete;
    bool taken() const
    {
        return taken_;
    }

  private:
    const bool taken_;
};

const char inside_a_run[] = "a benchmark is running";

void tell(gb_error *error, const char *text) noexcept
{
    if (error != nullptr)
        std::snprintf(error->text, sizeof error->text, "%s", text);
}

/* Runs body; an exception becomes the error and the result `otherwise`. */
template <class Result, class Body>
Result contained(gb_error *error, Result otherwise, Body body) noexcept
{
    try {
        return body();
    } catch (const std::exception &exception) {
        tell(error, exception.what());
    } catch (...) {
        tell(error, "unknown C++ exception");
    }
    return otherwise;
}

class kernel final : public library_benchmark
{
  public:
    explicit kernel(const gb_spec &spec)
        : library_benchmark(spec.name), function_(spec.function), user_(spec.user),
          arg_count_(spec.arg_count)
    {
    }

    /* Every thread passes the library's start and stop barriers, whatever the function did, and so
     * counts the same iterations in each repetition; the library aborts when they differ. */
    void Run(State &state) override
    {
        gb_state own{state, memories_, run_of(state), false, false, false, false};
        const std::string failure = memories_.failure(own.run);
        if (failure.empty())
            function_(&own, user_);
        else
            gb_skip_with_error(&own, failure.c_str());
        if (!own.over && !own.failed)
            gb_skip_with_error(&own, "the function returned before gb_batch returned 0");
        gb_batch(&own);
    }

  private:
    std::vector<int64_t> run_of(const State &state) const
    {
        std::vector<int64_t> run{run_number, state.threads()};
        for (size_t i = 0; i < arg_count_; i++)
            run.push_back(state.range(i));
        return run;
    }

    gb_function *const function_;
    void *const user_;
    const size_t arg_count_;
    memory memories_;
};

const char *args_fault(const gb_spec &spec)
{
    if ((spec.arg_rows == 0) != (spec.arg_count == 0))
        return "arg_rows and arg_count must both be zero or both not";
    if (spec.arg_count == 0)
        return spec.arg_names == nullptr ? nullptr : "arg_names without args";
    if (spec.args == nullptr)
        return "args is NULL";
    for (size_t i = 0; spec.arg_names != nullptr && i < spec.arg_count; i++)
        if (spec.arg_names[i] == nullptr)
            return "an argument name is NULL";
    return nullptr;
}

const char *threads_fault(const gb_spec &spec)
{
    if (spec.thread_rows == 0)
        return nullptr;
    if (spec.threads == nullptr)
        return "threads is NULL";
    for (size_t i = 0; i < spec.thread_rows; i++)
        if (spec.threads[i] < 1 || spec.threads[i] > GB_MAX_THREADS)
            return "threads must be between 1 and GB_MAX_THREADS";
    return nullptr;
}

const char *length_fault(const gb_spec &spec)
{
    if (spec.iterations < 0 || spec.iterations > INT64_MAX / GB_MAX_THREADS)
        return "iterations is negative or too large";
    if (!(spec.min_time_s >= 0) || std::isinf(spec.min_time_s))
        return "min_time_s must be finite and not negative";
    if (spec.iterations > 0 && spec.min_time_s > 0)
        return "iterations and min_time_s exclude each other";
    if (spec.repetitions < 0 || spec.repetitions > GB_MAX_REPETITIONS)
        return "repetitions must be between 0 and GB_MAX_REPETITIONS";
    return nullptr;
}

/* C may have stored any number in an enum; C++ must not load it as one. */
template <class Enum> int number_in(const Enum &place)
{
    int number = 0;
    static_assert(sizeof number == sizeof place, "enums are ints");
    std::memcpy(&number, &place, sizeof number);
    return number;
}

/* What is wrong with the spec, or NULL. */
const char *fault_of(const gb_spec &spec)
{
    if (spec.name == nullptr || spec.name[0] == '\0')
        return "name is NULL or empty";
    if (std::strncmp(spec.name, "DISABLED_", 9) == 0)
        return "a name that starts with DISABLED_ would never run";
    if (spec.function == nullptr)
        return "function is NULL";
    if (number_in(spec.unit) < GB_NANOSECOND || number_in(spec.unit) > GB_SECOND)
        return "unknown unit";
    if (number_in(spec.clock) < GB_CPU_TIME || number_in(spec.clock) > GB_MANUAL_TIME)
        return "unknown clock";
    const char *fault = length_fault(spec);
    if (fault == nullptr)
        fault = args_fault(spec);
    return fault != nullptr ? fault : threads_fault(spec);
}

void set_times(kernel &bench, const gb_spec &spec)
{
    bench.Unit(static_cast<benchmark::TimeUnit>(spec.unit));
    if (spec.clock == GB_REAL_TIME)
        bench.UseRealTime();
    if (spec.clock == GB_MANUAL_TIME)
        bench.UseManualTime();
    if (spec.process_cpu)
        bench.MeasureProcessCPUTime();
    if (spec.iterations > 0)
        bench.Iterations(spec.iterations);
    if (spec.min_time_s > 0)
        bench.MinTime(spec.min_time_s);
    if (spec.repetitions > 0)
        bench.Repetitions(spec.repetitions);
}

void set_tables(kernel &bench, const gb_spec &spec)
{
    for (size_t row = 0; row < spec.arg_rows; row++) {
        const int64_t *first = spec.args + row * spec.arg_count;
        bench.Args(std::vector<int64_t>(first, first + spec.arg_count));
    }
    if (spec.arg_names != nullptr)
        bench.ArgNames({spec.arg_names, spec.arg_names + spec.arg_count});
    for (size_t i = 0; i < spec.thread_rows; i++)
        bench.Threads(spec.threads[i]);
}

static_assert(static_cast<int>(GB_SECOND) == static_cast<int>(benchmark::kSecond) &&
                  static_cast<int>(GB_MILLISECOND) == static_cast<int>(benchmark::kMillisecond) &&
                  static_cast<int>(GB_MICROSECOND) == static_cast<int>(benchmark::kMicrosecond) &&
                  static_cast<int>(GB_NANOSECOND) == static_cast<int>(benchmark::kNanosecond),
              "gb_unit has the library's values");

struct flag_pair {
    unsigned ours;
    Counter::Flags theirs;
};

const flag_pair flag_table[] = {
    {GB_RATE, Counter::kIsRate},
    {GB_PER_THREAD, Counter::kAvgThreads},
    {GB_TIMES_ITERATIONS, Counter::kIsIterationInvariant},
    {GB_PER_ITERATION, Counter::kAvgIterations},
    {GB_INVERT, Counter::kInvert},
};

const unsigned all_flags =
    GB_RATE | GB_PER_THREAD | GB_TIMES_ITERATIONS | GB_PER_ITERATION | GB_INVERT;

Counter::Flags library_flags(unsigned flags)
{
    Counter::Flags result = Counter::kDefaults;
    for (const flag_pair &pair : flag_table)
        if ((flags & pair.ours) != 0)
            result = result | pair.theirs;
    return result;
}

unsigned our_flags(Counter::Flags flags)
{
    unsigned result = GB_PLAIN;
    for (const flag_pair &pair : flag_table)
        if ((flags & pair.theirs) != 0)
            result |= pair.ours;
    return result;
}

std::vector<gb_counter> counters_of(const BenchmarkReporter::Run &run)
{
    std::vector<gb_counter> counters;
    counters.reserve(run.counters.size());
    for (const auto &[name, counter] : run.counters)
        counters.push_back({name.c_str(), counter.value, our_flags(counter.flags)});
    return counters;
}

/* Hands each row to the C callback; what the library says goes to text(), never to a terminal. */
class c_reporter final : public BenchmarkReporter
{
  public:
    c_reporter(gb_report *report, void *user) : report_(report), user_(user)
    {
        SetOutputStream(&said_);
        SetErrorStream(&said_);
    }

    bool ReportContext(const Context &) override
    {
        return true;
    }

    void ReportRuns(const std::vector<Run> &runs) override
    {
        for (const Run &run : runs)
            if (report_ != nullptr)
                deliver(run);
    }

    std::string text() const
    {
        const std::string all = said_.str();
        return all.substr(0, all.find('\n'));
    }

  private:
    void deliver(const Run &reported) const
    {
        const Run run = with_mean_times(reported);
        const std::string name = run.benchmark_name();
        const std::string run_name = run.run_name.str();
        const std::vector<gb_counter> counters = counters_of(run);
        gb_row row{};
        row.name = name.c_str();
        row.run_name = run_name.c_str();
        row.family = run.run_name.function_name.c_str();
        row.aggregate = run.aggregate_name.c_str();
        row.label = run.report_label.c_str();
        row.failed = outcome<Run>::failed(run);
        row.message = outcome<Run>::message(run).c_str();
        row.is_ratio = is_ratio(run);
        row.iterations = run.iterations;
        row.threads = static_cast<int>(run.threads);
        row.repetition = run.repetition_index;
        row.repetitions = run.repetitions;
        row.real_s = run.real_accumulated_time;
        row.cpu_s = run.cpu_accumulated_time;
        row.real_per_iteration = row.is_ratio ? row.real_s : run.GetAdjustedRealTime();
        row.cpu_per_iteration = row.is_ratio ? row.cpu_s : run.GetAdjustedCPUTime();
        row.unit = static_cast<gb_unit>(run.time_unit);
        row.counters = counters.data();
        row.counter_count = counters.size();
        report_(user_, &row);
    }

    gb_report *const report_;
    void *const user_;
    std::ostringstream said_;
};

/* The library takes each flag's default from the environment (BENCHMARK_OUT writes files,
 * BENCHMARK_REPETITIONS repeats…): set those that change a run to the documented defaults. A flag
 * that this library does not have yet is left alone. 1.7 takes no "s" after min_time, later ones
 * log that it is missing, at level 0: hence --v=-1. */
bool set_flags()
{
    static char arguments[][48] = {"gbench",
                                   "--benchmark_list_tests=false",
                                   "--benchmark_filter=",
                                   "--benchmark_min_time=0.5",
                                   "--benchmark_min_warmup_time=0",
                                   "--benchmark_repetitions=1",
                                   "--benchmark_dry_run=false",
                                   "--benchmark_enable_random_interleaving=false",
                                   "--benchmark_report_aggregates_only=false",
                                   "--benchmark_display_aggregates_only=false",
                                   "--benchmark_format=console",
                                   "--benchmark_out=",
                                   "--benchmark_out_format=json",
                                   "--benchmark_color=auto",
                                   "--benchmark_perf_counters=",
                                   "--benchmark_time_unit=ns",
                                   "--v=-1"};
    std::vector<char *> pointers;
    for (char *argument : arguments)
        pointers.push_back(argument);
    int count = static_cast<int>(pointers.size());
    pointers.push_back(nullptr);
    benchmark::Initialize(&count, pointers.data());
    return true;
}

/* What the library does once a process; see gb_prepare. */
void prepare()
{
    static const bool flags_set = set_flags();
    (void)flags_set;
    benchmark::CPUInfo::Get();
    benchmark::SystemInfo::Get();
}

/* Stops the clock and makes the run an error row. */
void fail(gb_state *state, const char *message)
{
    state->timing = false;
    state->failed = true;
    state->state.SkipWithError(message);
    state->memories.remember(state->run, message);
}

} // namespace

extern "C" {

const char *gb_unit_name(enum gb_unit unit)
{
    return benchmark::GetTimeUnitString(static_cast<benchmark::TimeUnit>(unit));
}

bool gb_register(const struct gb_spec *spec, struct gb_error *error)
{
    const char *fault = spec == nullptr ? "spec is NULL" : fault_of(*spec);
    if (fault != nullptr)
        return tell(error, fault), false;
    return contained(error, false, [&] {
        const run_guard guard;
        if (!guard.taken())
            return tell(error, inside_a_run), false;
        auto bench = std::make_unique<kernel>(*spec);
        set_times(*bench, *spec);
        set_tables(*bench, *spec);
        hand_over(benchmark::internal::RegisterBenchmarkInternal, std::move(bench));
        return true;
    });
}

size_t gb_range(int64_t low, int64_t high, int multiplier, int64_t *values, size_t capacity)
{
    if (low > high || low == INT64_MIN || multiplier < 2)
        return 0;
    return contained(nullptr, size_t{0}, [&] {
        const std::vector<int64_t> range = benchmark::CreateRange(low, high, multiplier);
        for (size_t i = 0; i < range.size() && i < capacity; i++)
            values[i] = range[i];
        return range.size();
    });
}

size_t gb_run(const char *filter, gb_report *report, void *user, struct gb_error *error)
{
    return contained(error, size_t{0}, [&] {
        const run_guard guard;
        if (!guard.taken())
            return tell(error, inside_a_run), size_t{0};
        prepare();
        run_number++;
        c_reporter reporter(report, user);
        const size_t count =
            benchmark::RunSpecifiedBenchmarks(&reporter, filter == nullptr ? "" : filter);
        if (count == 0)
            tell(error, reporter.text().c_str());
        return count;
    });
}

bool gb_clear(void)
{
    const run_guard guard;
    if (guard.taken())
        benchmark::ClearRegisteredBenchmarks();
    return guard.taken();
}

void gb_prepare(void)
{
    contained(nullptr, false, [] {
        prepare();
        return true;
    });
}

/* What gb_measure's reporter fills in. */
struct measurement {
    struct gb_sample *sample;
    struct gb_error *error;
    bool failed;
};

static void take_sample(void *user, const struct gb_row *row)
{
    measurement *taken = static_cast<measurement *>(user);
    taken->failed = row->failed;
    if (row->failed)
        tell(taken->error, row->message);
    else
        *taken->sample = {row->iterations, row->real_s, row->cpu_s};
}

bool gb_measure(const struct gb_spec *spec, struct gb_sample *sample, struct gb_error *error)
{
    if (spec != nullptr && (spec->arg_rows > 1 || spec->thread_rows > 1 || spec->repetitions > 1))
        return tell(error, "gb_measure takes one run: one row of args, threads, repetitions"),
               false;
    if (!gb_clear())
        return tell(error, inside_a_run), false;
    if (!gb_register(spec, error))
        return false;
    measurement taken{sample, error, false};
    const bool ran = gb_run(nullptr, take_sample, &taken, error) == 1;
    gb_clear();
    return ran && !taken.failed;
}

int64_t gb_batch(struct gb_state *state)
{
    if (state->over)
        return 0;
    gb_resume(state);
    state->begun = true;
    state->timing = state->state.KeepRunningBatch(state->state.max_iterations);
    state->over = !state->timing;
    return state->timing ? state->state.max_iterations : 0;
}

int64_t gb_iterations(const struct gb_state *state)
{
    return state->state.max_iterations;
}

size_t gb_arg_count(const struct gb_state *state)
{
    return state->run.size() - before_args;
}

int64_t gb_arg(struct gb_state *state, size_t index)
{
    if (index < gb_arg_count(state))
        return state->run[before_args + index];
    gb_skip_with_error(state, "gb_arg: no argument with this index");
    return 0;
}

int gb_thread_index(const struct gb_state *state)
{
    return state->state.thread_index();
}

int gb_threads(const struct gb_state *state)
{
    return state->state.threads();
}

void gb_pause(struct gb_state *state)
{
    if (!state->timing)
        return;
    state->timing = false;
    state->state.PauseTiming();
}

void gb_resume(struct gb_state *state)
{
    if (!state->begun || state->timing || state->over || state->failed)
        return;
    state->timing = true;
    state->state.ResumeTiming();
}

void gb_add_time(struct gb_state *state, double seconds)
{
    if (!(seconds >= 0) || std::isinf(seconds))
        return gb_skip_with_error(state, "gb_add_time: seconds must be finite and not negative");
    state->state.SetIterationTime(seconds);
}

void gb_set_counter(struct gb_state *state, const char *name, double value, unsigned flags)
{
    if (name == nullptr || name[0] == '\0')
        return gb_skip_with_error(state, "gb_set_counter: name is NULL or empty");
    if ((flags & ~all_flags) != 0)
        return gb_skip_with_error(state, "gb_set_counter: unknown flags");
    contained(nullptr, false, [&] {
        if (state->memories.agrees(name, flags))
            state->state.counters[name] = Counter(value, library_flags(flags));
        else
            fail(state, "gb_set_counter: a counter of this name has other flags");
        return true;
    });
}

void gb_set_label(struct gb_state *state, const char *label)
{
    contained(nullptr, false, [&] {
        state->state.SetLabel(label == nullptr ? "" : label);
        return true;
    });
}

void gb_skip_with_error(struct gb_state *state, const char *message)
{
    contained(nullptr, false, [&] {
        fail(state, message == nullptr ? "skipped without a reason" : message);
        return true;
    });
}

} /* extern "C" */
