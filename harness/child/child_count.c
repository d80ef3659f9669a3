/*
 * The counting pass. The library's wrappers count what the case itself calls; what libc allocates
 * on its behalf (strdup, getline, asprintf, qsort of much) is counted here: in a counting job, and
 * in no other, libc's own calls of its allocator are led through this file, by the tables through
 * which they go. Whose call it was the stack says. See child.h.
 */
#include "child/child.h"

#include <dlfcn.h>
#include <link.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unwind.h>

/* The memory of a loaded object, [low, high). */
struct range {
    uintptr_t low, high;
};

static struct {
    struct esc_counts *counts;
    struct range program; /* the child, with the heap model */
    struct range library; /* the counting library */
    struct range libgc;
} own;

static bool is_in(const struct range *range, uintptr_t address)
{
    return range->low <= address && address < range->high;
}

/* ---- whose call it is ----------------------------------------------------------------------- */

/* From the innermost frame outwards. */
struct walk {
    bool outside;     /* left the frames of this file */
    uintptr_t last;   /* the frame before this one; 0: of this file */
    uintptr_t caller; /* in the case's library; 0: the call is not the case's */
};

static _Unwind_Reason_Code step(struct _Unwind_Context *frame, void *user)
{
    struct walk *walk = user;
    uintptr_t address = (uintptr_t)_Unwind_GetIP(frame);
    if (is_in(&own.library, address)) {
        walk->caller = address;
        return _URC_END_OF_STACK;
    }
    bool runtime = is_in(&own.program, address) || is_in(&own.libgc, address);
    if (runtime && walk->outside)
        return _URC_END_OF_STACK;
    walk->outside = walk->outside || !runtime;
    walk->last = runtime ? 0 : address;
    return _URC_NO_REASON;
}

/* A function by an address in it, a return address, which lies behind its call. Names that libc and
 * sanitizers have beside the usual one are not a reader's. */
static const char *name_of(uintptr_t address, const char *otherwise)
{
    static const char interceptor[] = "interceptor_";
    Dl_info about;
    if (address == 0 || dladdr((void *)(address - 1), &about) == 0 || about.dli_sname == NULL)
        return otherwise;
    const char *name = about.dli_sname + strspn(about.dli_sname, "_");
    size_t length = strlen(interceptor);
    return strncmp(name, interceptor, length) == 0 ? name + length : name;
}

/* An allocation by libc's `function`. It counts when the case called libc; what a runtime has libc
 * do for it is none of the case's. */
static void count(uintptr_t block, size_t bytes, const char *function)
{
    struct walk walk = {0};
    if (block == 0 || __atomic_load_n(&own.counts->inside, __ATOMIC_RELAXED) != 0)
        return;
    _Unwind_Backtrace(step, &walk);
    if (walk.caller == 0)
        return;
    struct esc_count_site *site =
        esc_counts_add(own.counts, bytes, malloc_usable_size((void *)block), walk.caller);
    if (site != NULL && site->callee == NULL)
        site->callee = name_of(walk.last, function);
}

/* ---- leading libc's calls through here ------------------------------------------------------ */

#if ESC_CHILD_SANITIZED

/* Sanitizers have an allocator of their own, which calls this. */
int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void *, size_t),
                                              void (*free_hook)(const volatile void *));

static void on_malloc(const volatile void *block, size_t bytes)
{
    count((uintptr_t)block, bytes, "libc");
}

static void on_free(const volatile void *block)
{
    (void)block;
}

static void redirect_libc(void)
{
    __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
}

#else

static void *count_malloc(size_t bytes)
{
    void *block = malloc(bytes);
    count((uintptr_t)block, bytes, "malloc");
    return block;
}

static void *count_calloc(size_t items, size_t bytes)
{
    void *block = calloc(items, bytes);
    count((uintptr_t)block, items * bytes, "calloc");
    return block;
}

static void *count_realloc(void *old, size_t bytes)
{
    void *block = realloc(old, bytes);
    count((uintptr_t)block, bytes, "realloc");
    return block;
}

static const struct {
    const char *name;
    void *by;
} redirected[] = {{"malloc", (void *)count_malloc},
                  {"calloc", (void *)count_calloc},
                  {"realloc", (void *)count_realloc}};

/* What an object's dynamic section says, as far as it is needed. */
struct tables {
    const ElfW(Rela) * relocations[2];
    size_t bytes[2];
    const ElfW(Sym) * symbols;
    const char *strings;
};

/* The loader has made addresses of the offsets, but where it could not write. */
static const void *address_of(const struct dl_phdr_info *object, ElfW(Addr) value)
{
    return (const void *)(value < object->dlpi_addr ? object->dlpi_addr + value : value);
}

static struct tables read_tables(const struct dl_phdr_info *object, const ElfW(Dyn) * entry)
{
    struct tables tables = {0};
    for (; entry->d_tag != DT_NULL; entry++) {
        const void *address = address_of(object, entry->d_un.d_ptr);
        switch (entry->d_tag) {
        case DT_RELA:
            tables.relocations[0] = address;
            break;
        case DT_JMPREL:
            tables.relocations[1] = address;
            break;
        case DT_RELASZ:
            tables.bytes[0] = entry->d_un.d_val;
            break;
        case DT_PLTRELSZ:
            tables.bytes[1] = entry->d_un.d_val;
            break;
        case DT_SYMTAB:
            tables.symbols = address;
            break;
        case DT_STRTAB:
            tables.strings = address;
            break;
        default:
            break;
        }
    }
    return tables;
}

/* The table may have been made read-only once it was filled. */
static void set_slot(void **slot, void *value)
{
    uintptr_t page_bytes = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t page = (uintptr_t)slot & ~(page_bytes - 1);
    if (mprotect((void *)page, page_bytes, PROT_READ | PROT_WRITE) == 0)
        *slot = value;
}

static void redirect(const struct dl_phdr_info *object, const struct tables *tables,
                     const ElfW(Rela) * relocation)
{
    size_t symbol = ELF64_R_SYM(relocation->r_info);
    const char *name = tables->strings + tables->symbols[symbol].st_name;
    for (size_t k = 0; symbol != 0 && k < sizeof redirected / sizeof *redirected; k++)
        if (strcmp(name, redirected[k].name) == 0)
            set_slot((void **)(object->dlpi_addr + relocation->r_offset), redirected[k].by);
}

/* Libraries that are neither a runtime nor the case itself: libc, and what the case has brought. */
static int redirect_object(struct dl_phdr_info *object, size_t size, void *user)
{
    (void)size;
    (void)user;
    for (size_t k = 0; k < object->dlpi_phnum; k++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[k];
        uintptr_t address = object->dlpi_addr + segment->p_vaddr;
        if (segment->p_type != PT_DYNAMIC || is_in(&own.program, address) ||
            is_in(&own.library, address) || is_in(&own.libgc, address))
            continue;
        struct tables tables = read_tables(object, (const ElfW(Dyn) *)address);
        for (size_t t = 0; t < 2 && tables.symbols != NULL && tables.strings != NULL; t++)
            for (size_t r = 0; r < tables.bytes[t] / sizeof *tables.relocations[t]; r++)
                redirect(object, &tables, &tables.relocations[t][r]);
    }
    return 0;
}

static void redirect_libc(void)
{
    dl_iterate_phdr(redirect_object, NULL);
}

#endif

/* ---- the pass ------------------------------------------------------------------------------- */

struct search {
    const void *inside;
    struct range range;
};

static int find_object(struct dl_phdr_info *object, size_t size, void *user)
{
    (void)size;
    struct search *search = user;
    struct range range = {.low = UINTPTR_MAX};
    for (size_t k = 0; k < object->dlpi_phnum; k++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[k];
        uintptr_t low = object->dlpi_addr + segment->p_vaddr;
        if (segment->p_type != PT_LOAD)
            continue;
        range.low = low < range.low ? low : range.low;
        range.high = low + segment->p_memsz > range.high ? low + segment->p_memsz : range.high;
    }
    if (!is_in(&range, (uintptr_t)search->inside))
        return 0;
    search->range = range;
    return 1;
}

static struct range object_of(const void *inside)
{
    struct search search = {.inside = inside};
    dl_iterate_phdr(find_object, &search);
    return search.range;
}

void esc_child_range_of(const void *inside, uintptr_t *low, uintptr_t *high)
{
    const struct range range = object_of(inside);
    *low = range.low;
    *high = range.high;
}

/* The places that allocated most, the first before the others. */
static void take_sites(const struct esc_counts *counts, struct esc_sample *sample)
{
    bool taken[ESC_COUNT_SITES] = {false};
    for (size_t k = 0; k < ESC_SAMPLE_SITES; k++) {
        size_t most = ESC_COUNT_SITES;
        for (size_t s = 0; s < ESC_COUNT_SITES; s++)
            if (!taken[s] && counts->sites[s].allocs > 0 &&
                (most == ESC_COUNT_SITES || counts->sites[s].allocs > counts->sites[most].allocs))
                most = s;
        if (most == ESC_COUNT_SITES)
            return;
        const struct esc_count_site *from = &counts->sites[most];
        struct esc_alloc_site *to = &sample->sites[k];
        taken[most] = true;
        to->offset = from->address - own.library.low;
        to->allocs = (int64_t)from->allocs;
        if (from->callee != NULL)
            strncpy(to->callee, from->callee, sizeof to->callee - 1);
    }
}

/* The threads' shares one after the other: the same work and checksum as in the timed pass. */
void esc_child_count(struct esc_pass *pass)
{
    const struct esc_job *job = &pass->slot->job;
    struct esc_sample *sample = &pass->slot->sample;
    uint64_t each = esc_job_share(job, job->iterations);
    own.counts = pass->counts;
    own.program = object_of((const void *)esc_child_count);
    own.library = object_of(pass->counts);
    own.libgc = object_of(dlsym(RTLD_DEFAULT, "GC_malloc"));
    for (uint32_t k = 0; k < job->threads; k++)
        pass->kernel->run(esc_job_share(job, job->warmup));
    redirect_libc();
    memset(pass->counts, 0, sizeof *pass->counts);
    for (uint32_t k = 0; k < job->threads; k++)
        sample->checksum += pass->kernel->run(each);
    const struct esc_counts counts = *pass->counts;
    sample->iterations = each * job->threads;
    sample->count_allocs = (int64_t)counts.allocs;
    sample->count_requested_bytes = (int64_t)counts.requested_bytes;
    sample->count_bytes = (int64_t)counts.bytes;
    take_sites(&counts, sample);
}
