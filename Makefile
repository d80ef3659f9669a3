# escapement: what does an escape cost? `make bench` measures it, `make test` checks everything.
# Every variable below can be given on the command line: make bench CASE=pointer-return QUICK=1

# No rule of make's own is used, and looking for them takes longer than all else that make does.
MAKEFLAGS += --no-builtin-rules

VERSION  := 0.1.0
CC       ?= cc
CXX      ?= c++
BUILD    ?= build
SANITIZE ?=

# bench: CASE=a,b or a path  MATCH=regex TAG=a,b SKIP=regex  POINT=size:64  QUICK=1 or PRESET=  RUNTIME=  GO=  SEED=  ROUNDS=  RESUME=1 or a folder  SAVE=name  SEAT=name
# compare: A=before B=after, each a run's folder, a results.json, an id or a saved name
# charts: RUN=folder  CASE=a,b  PRESET=projector|screen|paper  THEME=light|dark|page  FORMAT=svg,png,pdf  ALL=1  SLIDES=file
# report: RUN=folder   cheatsheet: RUN=folder CASE=a,b
# bench, check, verify, explain: GO=1.19|1.27|both, releases of the Go model, or commands of real Go
# explain, disasm, frame, profile: CASE=name POINT=size:64   new: CASE=name LIKE=other or LANG=go|c or FROM=main.go:42
# explain: Q=3 or Q= (questions), WORD=price   exercise: DO=list|next|hint|… DO='from 5' SEAT=name LANG=go|c
# collect: RUNS='a b c'   class: HOSTS=hosts.txt CASE= QUICK=1 OUT=folder   guess: CASE= POINT= SEAT=
# why: FILE=main.go or a folder, ./..., -   GO=  ASSERT=1  RUN=folder
# escape: FILE=main.go
# any: ARGS='further options', words parted by blanks

# What each command takes; anything else on the command line is refused, not ignored.
TAKES_bench   := CASE MATCH TAG SKIP POINT QUICK PRESET RUNTIME GO SEED ROUNDS RESUME SAVE SEAT
TAKES_workshop := SETTINGS
TAKES_compare := A B PRESET THEME FORMAT
TAKES_charts  := RUN CASE PRESET THEME FORMAT ALL SLIDES
TAKES_report  := RUN
TAKES_cheatsheet := RUN CASE
TAKES_check   := CASE MATCH TAG SKIP GO
TAKES_new     := CASE LIKE LANG FROM GO
TAKES_explain := CASE POINT GO Q WORD
TAKES_exercise := DO SEAT LANG GO
TAKES_disasm  := CASE POINT
TAKES_frame   := CASE POINT PRESET THEME FORMAT
TAKES_verify  := CASE MATCH TAG SKIP RUNTIME GO
TAKES_why     := FILE GO ASSERT RUN
TAKES_escape  := FILE
TAKES_bench-heap := GO
TAKES_marking := PRESET THEME FORMAT
TAKES_caches  := PRESET THEME FORMAT
TAKES_collect := RUNS PRESET THEME FORMAT
TAKES_class   := HOSTS CASE QUICK PRESET OUT
TAKES_guess   := CASE POINT SEAT
TAKES_profile := CASE POINT
TAKES_reference := RUN
FACE := bench compare workshop charts report cheatsheet list check new explain exercise disasm frame verify why escape marking caches profile collect class guess doctor calibrate overhead bench-heap load-check compare-check time-check reference
TAKEN := $(sort ARGS $(foreach goal,$(FACE),$(TAKES_$(goal))))
# A value is never expanded by make, also not for the environment of a recipe.
unexport $(filter-out LANG,$(TAKEN)) $(if $(filter command,$(firstword $(origin LANG))),LANG)
GIVEN := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
ASKED := $(filter $(FACE),$(MAKECMDGOALS))
HERE  := ARGS $(foreach goal,$(ASKED),$(TAKES_$(goal)))
BUILDS := V CC CXX AR MAKE SHELL BUILD SANITIZE LUA OPTIMISE UNTIMED WERROR CFLAGS CXXFLAGS LDLIBS
STRANGE := $(if $(ASKED),$(filter-out $(HERE) $(BUILDS),$(GIVEN)))
$(if $(STRANGE),$(error make $(ASKED) takes no $(firstword $(STRANGE))=; it takes $(strip $(HERE))))

WARNINGS := -Wall -Wextra -Wundef -Wshadow -Wconversion
CWARN    := $(WARNINGS) -Wmissing-prototypes -Wstrict-prototypes
REVISION := $(shell git rev-parse --short HEAD 2>/dev/null)
DEFINES  := -D_GNU_SOURCE -DESC_VERSION='"$(VERSION)"' -DESC_REVISION='"$(REVISION)"'
# Lua 5.4 or 5.5 by the name that Debian, Arch or Fedora gave it.
LUA      ?= $(shell for name in lua5.4 lua54 lua5.5 lua55 lua; do \
                pkg-config --exists "$$name >= 5.4" && echo $$name && exit; done 2>/dev/null)
PACKAGES := $(LUA) jansson libprotobuf-c zlib gmp
INCLUDES := -Iharness $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
OPTIMISE ?= -O2 -g
# What is never timed may be compiled with less (tests/run.sh): no kernel, no runtime and no child is.
UNTIMED  ?= $(OPTIMISE)
TIMED_CODE := harness/goheap/% harness/child/% harness/kernel/% bench/% tests/goheap/% \
              tests/unit/goheap_% tests/unit/gort_% tests/unit/gbench_% tests/unit/measure_%
# The other tests run for a moment, and compiling them would take longer.
TESTED   := -O0 -g1
LEVEL     = $(if $(filter $(TIMED_CODE),$<),$(OPTIMISE),$(if $(filter tests/unit/%,$<),$(TESTED),$(UNTIMED)))
HARDEN   := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
CFLAGS    = -std=gnu17 $(LEVEL) $(CWARN) $(WERROR) $(HARDEN)
CXXFLAGS := -std=c++17 $(OPTIMISE) $(WARNINGS) $(WERROR) $(HARDEN)
LDLIBS   := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm -pthread

# What is linked into what, a folder of harness/ each (docs/architecture.md):
NOUNS    := base noun gosyntax gotypes words
STAGES   := load codegen build plan measure golang why exercise goescape stats emit machine disasm verify lesson profile report chart page
WIRE     := session command

sources   = $(foreach folder,$(1),$(wildcard harness/$(folder)/*.c harness/$(folder)/*.cc))
object    = $(patsubst %.c,$(BUILD)/%.o,$(patsubst %.cc,$(BUILD)/%.o,$(1)))
objects   = $(call object,$(call sources,$(1)))

LIBRARY  := $(BUILD)/libescapement.a
CHILD    := $(BUILD)/libchild.a
PROGRAMS := $(BUILD)/escapement $(BUILD)/escapement-child $(BUILD)/count.o
UNITS    := $(wildcard tests/unit/*.c)
# The models of Go's runtime, built for both releases of Go: gort_map is 1.19's, gort_map-1.27 the other,
# gort_map-portable that one without vector instructions.
BOTH     := gort_answers gort_chan gort_collected gort_contract gort_map gort_select gort_slice gort_timer
PORTABLE := gort_map gort_mapswiss
TESTS    := $(UNITS:tests/unit/%.c=$(BUILD)/unit/%) $(BOTH:%=$(BUILD)/unit/%-1.27) $(PORTABLE:%=$(BUILD)/unit/%-portable)

.PHONY: all fuzz install deb $(FACE) deps test test-all units clean format lint
.DEFAULT_GOAL := all
.SECONDARY:

all: $(PROGRAMS)
	@:

# ---- the face: each target is one command of build/escapement -------------------------------
ESCAPEMENT = $(BUILD)/escapement
quote  = '$(subst ','\'',$(1))'
# $(call option,case,CASE): --case= with the value of CASE as it was typed; nothing without one.
option = $(if $(value $(2)),--$(1)=$(call quote,$(value $(2))))
MORE   = $(foreach each,$(value ARGS),$(call quote,$(each)))
ONE    = $(call option,case,CASE)

# ---- a course's settings: the variables of bench and charts, in a file -----------------------
COURSE  := $(or $(value SETTINGS),workshop.mk)
ifneq ($(filter workshop,$(MAKECMDGOALS)),)
BEFORE  := BEFORE $(.VARIABLES)
include $(COURSE)
UNKNOWN := $(filter-out $(BEFORE) $(TAKES_bench) $(TAKES_charts),$(.VARIABLES))
$(if $(UNKNOWN),$(error $(COURSE): there is no setting $(firstword $(UNKNOWN)); there are: $(sort $(TAKES_bench) $(TAKES_charts))))
endif

PICK   = $(ONE) $(call option,match,MATCH) $(call option,tag,TAG) $(call option,skip,SKIP)
TIMED  = $(PICK) $(call option,point,POINT) $(if $(value QUICK),--preset=quick,$(call option,preset,PRESET)) \
         $(call option,runtime,RUNTIME) $(call option,go,GO) $(call option,seed,SEED) \
         $(call option,rounds,ROUNDS) $(call option,save,SAVE) $(call option,seat,SEAT) \
         $(if $(filter-out 1,$(value RESUME)),$(call option,resume,RESUME),$(if $(value RESUME),--resume))
# The environment has a LANG, too, of another meaning.
SPOKEN = $(if $(filter command,$(firstword $(origin LANG))),$(call option,lang,LANG))
LOOKS  = $(call option,preset,PRESET) $(call option,theme,THEME) $(call option,format,FORMAT)
DRAWN  = $(call option,run,RUN) $(ONE) $(LOOKS) $(if $(value ALL),--all) $(call option,slides,SLIDES)

bench: deps-bench
	@test -e $(BUILD)/escapement || echo "building escapement, about a minute (V=1 shows each file)" >&2
	@$(MAKE) --no-print-directory all
	@$(ESCAPEMENT) bench $(TIMED) $(MORE)

# What changed from one run to another; without B the newest run.
compare: all
	@$(ESCAPEMENT) compare $(LOOKS) $(MORE) $(if $(value A),-- $(call quote,$(value A)) $(if $(value B),$(call quote,$(value B))))

# As workshop.mk says, or another file: make workshop SETTINGS=course.mk.
workshop: bench
	@$(ESCAPEMENT) charts $(LOOKS) $(call option,slides,SLIDES)

charts: all
	@$(ESCAPEMENT) charts $(DRAWN) $(MORE)

# One self-contained page of a finished run: RUN/report.html. Measures and compiles nothing.
report: all
	@$(ESCAPEMENT) report $(call option,run,RUN) $(MORE)

# Causes, diagnostics, prices of the latest run and remedies: one page, HTML and PDF.
cheatsheet: all
	@$(ESCAPEMENT) cheatsheet $(call option,run,RUN) $(ONE) $(MORE)

list: all
	@$(ESCAPEMENT) list $(MORE)

check: all
	@$(ESCAPEMENT) check $(PICK) $(call option,go,GO) $(MORE)

new: all
	@$(ESCAPEMENT) new $(call option,like,LIKE) $(SPOKEN) $(call option,from,FROM) $(call option,go,GO) $(if $(value CASE),$(call quote,$(value CASE))) $(MORE)

disasm profile: all
	@$(ESCAPEMENT) $@ $(ONE) $(call option,point,POINT) $(MORE)

# Q= and WORD= with nothing behind them list what there is.
given = $(if $(filter command,$(firstword $(origin $(2)))),--$(1)=$(call quote,$(value $(2))))
explain: all
	@$(ESCAPEMENT) explain $(ONE) $(call option,point,POINT) $(call option,go,GO) $(call given,question,Q) $(call given,word,WORD) $(MORE)

# Tasks that grade themselves, in the folder seat/. DO is a word, or 'from 5'.
exercise: all
	@$(ESCAPEMENT) exercise $(foreach word,$(value DO),$(call quote,$(word))) $(call option,seat,SEAT) $(SPOKEN) \
		$(call option,go,GO) $(MORE)

# Both sides' stack frames, read from their machine code; pictures in results/frames.
frame: all
	@$(ESCAPEMENT) frame $(ONE) $(call option,point,POINT) $(LOOKS) $(MORE)

# The same pairs in real Go. Needs a go from 1.19 on in PATH (Debian: golang-go), or GO=path,path.
verify: all
	@$(ESCAPEMENT) verify $(PICK) $(call option,runtime,RUNTIME) $(call option,go,GO) $(MORE)

# Any Go code: what leaves the stack, and why. FILE is main.go, a folder, ./..., or - for the compiler's text;
# a file of it, or the folder of its log (-json=0). ARGS=--page: a page in results/why.
why: all
	@$(ESCAPEMENT) why $(call option,go,GO) $(call option,run,RUN) $(if $(value ASSERT),--assert) $(MORE) -- $(call quote,$(value FILE))

# What Go's compiler says of a file's escapes, told without a Go (docs/escape-analysis.md). ARGS in place of -m -l:
# --tags, --why-not=x, --graph, --steps, --what-if=no-limits.
escape: all
	@$(ESCAPEMENT) escape $(or $(MORE),-m -l) $(if $(value FILE),-- $(call quote,$(value FILE)))

# Tri-colour marking step by step: an animation (numbered steps in a pipe), pictures in results/marking.
# Who serves allocations of each size: a table, a chart in results/caches.
marking caches: all
	@$(ESCAPEMENT) $@ $(LOOKS) $(MORE)

# The runs of many machines: run folders, results.json files, folders full of them, patterns.
collect: all
	@$(ESCAPEMENT) collect $(foreach each,$(value RUNS),$(call quote,$(each))) $(LOOKS) $(MORE)

# A lab room: the bench on all machines of HOSTS= at once over ssh, then collect. See tools/class.sh.
class: all
	@tools/deps.sh check class >/dev/null 2>&1 || tools/deps.sh install class
	@tools/class.sh $(call option,hosts,HOSTS) $(ONE) $(if $(value QUICK),--preset=quick,$(call option,preset,PRESET)) \
	    $(call option,out,OUT) --program=$(call quote,$(ESCAPEMENT)) $(MORE)

# A case's question and Go; it asks before it shows what was measured.
guess: all
	@$(ESCAPEMENT) guess $(ONE) $(call option,point,POINT) $(call option,seat,SEAT) $(MORE)

doctor: all
	@$(ESCAPEMENT) doctor $(MORE)

# 200 small runs of the A/A control: how often does the 95 % interval hold 1?
calibrate: all
	@$(ESCAPEMENT) calibrate $(MORE)

# The C port of Google Benchmark beside native C++, each loop in both: see bench/overhead/overhead.c.
# -DNDEBUG: the C++ header asserts in every iteration without it. Loops stand at equal offsets.
ALIGNED := -O2 -DNDEBUG -falign-functions=64 -falign-loops=64
OVERHEAD := $(BUILD)/overhead/overhead.o $(BUILD)/overhead/loops.o $(BUILD)/overhead/native.o
$(BUILD)/overhead/%.o: bench/overhead/%.c $(wildcard bench/overhead/*.h)
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE $(ALIGNED) $(CWARN) -Iharness -c $< -o $@
$(BUILD)/overhead/%.o: bench/overhead/%.cc $(wildcard bench/overhead/*.h)
	@mkdir -p $(@D)
	@$(CXX) -std=c++17 $(ALIGNED) $(WARNINGS) -Iharness -c $< -o $@
$(BUILD)/overhead/run: $(OVERHEAD) $(BUILD)/harness/gbench/gbench.o
	@$(CXX) -o $@ $^ -lbenchmark -pthread

# Stack kernels alone and beside a collector: see bench/overhead/stack.c. child-alone links none.
STACK := $(call object,bench/overhead/stack.c) $(LIBRARY)
ALONE := $(call object,bench/overhead/alone.c) $(CHILD) $(LIBRARY)
$(BUILD)/overhead/stack: $(STACK) $(BUILD)/overhead/child-alone $(PROGRAMS)
	@mkdir -p $(@D) && $(CC) $(HARDEN) -o $@ $(STACK) $(LDLIBS)
$(BUILD)/overhead/child-alone: $(ALONE)
	@mkdir -p $(@D) && $(CXX) $(HARDEN) -rdynamic -o $@ $^ $(LDLIBS) -lbenchmark -ldl
overhead: deps-bench
	@$(MAKE) --no-print-directory $(BUILD)/overhead/run $(BUILD)/overhead/stack
	@$(BUILD)/overhead/run; port=$$?; $(BUILD)/overhead/stack $(BUILD) && exit $$port

# goheap beside real Go, libgc and mimalloc: bench/goheap/compare.sh ROUNDS curve|trees|live|all|steps; GO=go,go1.27.
bench-heap:
	@GO=$(call quote,$(value GO)) bench/goheap/compare.sh $(MORE)

# Factors on an idle machine beside those on a shared one; ARGS=presets: quick beside normal.
load-check: all
	@bench/load/load.sh $(BUILD) $(MORE)

# The same code compared with itself, and with 20 % more work: ARGS='PAIRS ROUNDS MS CASE...'.
compare-check: all
	@bench/compare/compare.sh $(BUILD) $(MORE)

# Where the workbench's own time goes; ARGS=/other/tree/build: whether that build measures the same.
time-check: all
	@bench/time/time.sh $(BUILD) $(MORE)

# The committed run that README and docs show: made from a run folder, e.g. RUN=results/latest.
SHOWN := ^(pairs|gc-pressure\.|gc-timeline|distribution|scaling-(pointer-return|channel-send|live-heap|size-classes))
reference: all
	@$(if $(value RUN),,$(error make reference needs RUN=, a run folder such as results/latest))
	@rm -rf results/reference && mkdir -p results/reference
	@cp $(call quote,$(value RUN))/summary.tsv $(call quote,$(value RUN))/machine.txt results/reference/
	@$(ESCAPEMENT) charts $(call option,run,RUN) --format=svg --out=results/reference/charts
	@cd results/reference/charts && rm -f *.gp *.tsv && ls | grep -vE '$(SHOWN)' | xargs rm -f

# ---- what must be installed -----------------------------------------------------------------
.PHONY: deps-bench deps-test
deps-bench:
	@tools/deps.sh check bench >/dev/null 2>&1 || tools/deps.sh install bench
deps-test:
	@tools/deps.sh check test >/dev/null 2>&1 || tools/deps.sh install test
deps: deps-bench deps-test

# ---- building -------------------------------------------------------------------------------
# V=1: a line for each file.
SAY := $(if $(filter 1,$(V)),echo,:)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@$(SAY) "  CC    $<"
	@$(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -c $< -o $@

$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	@$(SAY) "  CXX   $<"
	@$(CXX) $(CXXFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -c $< -o $@

# Its text is part of the program; the compiler does not see that.
$(BUILD)/harness/golang/runner.o: harness/golang/runner.go

$(BUILD)/harness/gotypes/library.o: harness/gotypes/go1.19.data

# Files that record the revision are compiled again when it changes.
STAMPED := $(shell grep -l ESC_REVISION -r harness --include='*.c')
$(BUILD)/revision: FORCE
	@mkdir -p $(@D)
	@echo '$(REVISION)' | cmp -s - $@ || echo '$(REVISION)' >$@
$(call object,$(STAMPED)): $(BUILD)/revision
.PHONY: FORCE

# The program's own Lua texts lie inside it, and what each page brings along.
$(call object,harness/load/embedded.c): $(wildcard lua/*.lua)
$(call object,harness/page/assets.c): harness/page/style.css harness/page/script.js

# pprof's format in C, by protobuf-c's compiler (a plug-in of protoc where it stands alone no more).
PROTO := $(BUILD)/proto/profile.pb-c
$(PROTO).c: harness/profile/profile.proto
	@mkdir -p $(@D)
	@$(SAY) "  PROTO $<"
	@$$(command -v protoc-c || command -v protoc) --c_out=$(@D) --proto_path=$(<D) $< >$(@D)/log 2>&1 || \
		{ cat $(@D)/log >&2; rm -f $@; exit 1; }
$(PROTO).h: $(PROTO).c
	@:
$(PROTO).o: $(PROTO).c
	@$(CC) -std=gnu17 $(OPTIMISE) $(HARDEN) $(INCLUDES) -c $< -o $@
PROTO_USERS := $(call object,harness/profile/pprof.c tests/unit/profile_heap.c)
$(PROTO_USERS): $(PROTO).h
$(PROTO_USERS): INCLUDES += -I$(BUILD)/proto

# The counting object is linked into the cases' shared objects: never sanitized, and the same whatever
# the harness is optimised for, so that every build finds the libraries of the others.
$(BUILD)/count.o: harness/kernel/count.c $(wildcard harness/kernel/*.h harness/goheap/*.h)
	@mkdir -p $(@D)
	@$(SAY) "  CC    $<"
	@$(CC) -std=gnu17 -O2 -g $(CWARN) $(WERROR) $(DEFINES) $(INCLUDES) -fPIC -c $< -o $@

$(LIBRARY): $(call objects,$(NOUNS) $(STAGES)) $(PROTO).o
	@$(SAY) "  AR    $@"
	@rm -f $@ && $(AR) rcs $@ $^

# The child with its runtimes but the heap model, which kernels look up by name: it is linked whole.
$(CHILD): $(call objects,child gbench)
	@$(SAY) "  AR    $@"
	@rm -f $@ && $(AR) rcs $@ $^

# With the heap model: the lesson of `marking` drives it.
$(BUILD)/escapement: $(call object,harness/main.c) $(call objects,$(WIRE)) $(LIBRARY) $(call objects,goheap)
	@$(SAY) "  LINK  $@"
	@$(CC) $(HARDEN) -o $@ $^ $(LDLIBS)

$(BUILD)/escapement-child: $(call object,harness/child/child.c) $(call objects,goheap) $(CHILD) $(LIBRARY)
	@$(SAY) "  LINK  $@"
	@$(CXX) $(HARDEN) -rdynamic -Wl,-z,now -o $@ $^ $(LDLIBS) -lbenchmark -lgc -ldl

# ---- installing -----------------------------------------------------------------------------
# The program with all that it reads in one folder; cases are compiled against its headers.
PREFIX ?= /usr/local
READS   := $(sort $(wildcard cases/*.lua cases/recorded/* lua/*.lua plots/* exercises/*/*) \
                  $(wildcard harness/kernel/*.h harness/gort/*.h harness/goheap/*.h))

install: all
	@tools/install.sh $(call quote,$(value DESTDIR)) $(call quote,$(value PREFIX)) $(BUILD) $(VERSION) $(READS)

# A package of this machine's architecture, for this release of Debian: build/escapement_VERSION_ARCH.deb.
deb: all
	@tools/deb.sh $(BUILD) $(VERSION) $(READS)

# ---- tests ----------------------------------------------------------------------------------
# The names that cmocka 2 wants instead of those it calls deprecated are not in cmocka 1.
$(BUILD)/tests/unit/%.o: DEFINES += -DCMOCKA_DISABLE_DEPRECATION_WARNINGS

$(BUILD)/tests/unit/%-1.27.o: DEFINES += -DESC_GO=27
$(BUILD)/tests/unit/%-portable.o: DEFINES += -DESC_GO=27 -U__SSE2__
UNIT_AGAIN = @mkdir -p $(@D) && $(SAY) "  CC    $@" && \
             $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -c $< -o $@
$(BUILD)/tests/unit/%-1.27.o: tests/unit/%.c
	$(UNIT_AGAIN)
$(BUILD)/tests/unit/%-portable.o: tests/unit/%.c
	$(UNIT_AGAIN)

# One program that goes by the names of most of them is linked once; not those that define a function
# of libc, that register something before main, or that take arguments.
LINKED_ALONE := $(filter $(addprefix $(BUILD)/unit/,goheap_% gort_% gbench_%),$(TESTS))
TOGETHER     := $(filter-out $(LINKED_ALONE),$(TESTS))
TOGETHER_OBJECTS := $(TOGETHER:$(BUILD)/unit/%=$(BUILD)/tests/unit/%.o)
UNIT_LINK = @mkdir -p $(@D) && $(SAY) "  LINK  $@" && \
            $(CXX) $(HARDEN) -rdynamic -o $@ $^ $(LDLIBS) -lcmocka -lbenchmark -lgc -ldl
$(TOGETHER_OBJECTS): tests/main.h
$(TOGETHER_OBJECTS): DEFINES += -Dmain=unit_$(basename $(@F)) -include tests/main.h
$(BUILD)/tests/units.o: DEFINES += '-DUNITS=$(patsubst $(BUILD)/unit/%,UNIT(%),$(TOGETHER))'
$(BUILD)/tests/units.o: $(UNITS)
$(BUILD)/units: $(BUILD)/tests/units.o $(TOGETHER_OBJECTS) $(call objects,goheap) $(CHILD) $(LIBRARY)
	$(UNIT_LINK)
$(TOGETHER): $(BUILD)/units
	@mkdir -p $(@D) && ln -f $< $@
$(LINKED_ALONE): $(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(call objects,goheap) $(CHILD) $(LIBRARY)
	$(UNIT_LINK)

# What tests/goheap/prove.sh and chain.sh run, in builds of their own.
$(BUILD)/mutator $(BUILD)/chain: $(BUILD)/%: $(BUILD)/tests/goheap/%.o $(call objects,goheap)
	@$(SAY) "  LINK  $@"
	@$(CC) $(HARDEN) -o $@ $^ -lm -pthread

# Our tree of a Go file, and its types, for tests/gosyntax/compare.sh and tests/gotypes/compare.sh.
$(BUILD)/gosyntax-dump $(BUILD)/gotypes-dump: $(BUILD)/%-dump: $(BUILD)/tests/%/dump.o $(LIBRARY)
	@$(SAY) "  LINK  $@"
	@$(CC) $(HARDEN) -o $@ $^ $(LDLIBS)

# What is run by hand is compiled all the same, so that no warning waits for whoever runs it.
# mimalloc is on few machines: compare.sh alone asks for it.
BY_HAND := $(filter-out %/bench_mimalloc.c,$(wildcard bench/*/*.c tests/goheap/*.c tests/gosyntax/*.c tests/gotypes/*.c tests/fuzz/*.c))

units: $(TESTS) $(PROGRAMS) $(BUILD)/gosyntax-dump $(BUILD)/gotypes-dump $(call object,$(BY_HAND))

# libFuzzer on what reads other people's files, 60 s in all: make fuzz SECONDS=600. See tests/fuzz/run.sh.
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(LIBRARY)
	@mkdir -p $(@D)
	@$(SAY) "  LINK  $@"
	@$(CC) $(HARDEN) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

fuzz:
	@tools/deps.sh check fuzz >/dev/null 2>&1 || tools/deps.sh install fuzz
	@tests/fuzz/run.sh $(if $(value SECONDS),$(call quote,$(value SECONDS)))

# Everything but what takes long; make test-all is all that there is, see tests/run.sh.
test: deps-test
	@tests/run.sh

test-all: deps-test
	@tests/run.sh plain rest long

lint:
	@tests/lint.sh

format:
	@git ls-files '*.c' '*.h' '*.cc' | xargs clang-format -i

clean:
	@rm -rf build

-include $(shell find $(BUILD)/harness $(BUILD)/tests $(BUILD)/bench -name '*.d' 2>/dev/null)
