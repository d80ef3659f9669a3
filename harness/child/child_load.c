/*
 * Loading a kernel: the library, its symbols, its global variables as roots. See child.h.
 */
#include "child/child.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

struct search {
    const struct esc_pass *pass;
    ElfW(Addr) base; /* load address of the library */
};

/* Hands the library's writable segments to the runtime. */
static int add_roots(struct dl_phdr_info *info, size_t size, void *user)
{
    (void)size;
    const struct search *search = user;
    if (info->dlpi_addr != search->base)
        return 0;
    for (size_t k = 0; k < info->dlpi_phnum; k++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[k];
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) == 0)
            continue;
        char *low = (char *)info->dlpi_addr + segment->p_vaddr;
        search->pass->runtime->add_roots(low, low + segment->p_memsz);
    }
    return 1;
}

/* A name that only the linker misses has no line: the compiler takes its definition to be
 * elsewhere. */
static void fail_to_load(struct esc_slot *slot, const char *reason)
{
    static const char missing[] = "undefined symbol: ";
    const char *name = strstr(reason, missing);
    if (name == NULL)
        esc_child_fail(slot, "cannot load the case: %s", reason);
    esc_child_fail(slot, "the C uses %s, which nothing defines; is it inside #if, or misspelt?",
                   name + strlen(missing));
}

void esc_child_load(struct esc_pass *pass)
{
    const struct esc_job *job = &pass->slot->job;
    void *library = dlopen(job->library, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        fail_to_load(pass->slot, dlerror());
    pass->kernel = dlsym(library, job->symbol);
    if (pass->kernel == NULL)
        esc_child_fail(pass->slot, "cannot find the kernel: %s", dlerror());
    pass->counts = dlsym(library, "esc_counts");
    if (pass->counts == NULL && (job->kind == ESC_JOB_COUNT || job->kind == ESC_JOB_PROFILE))
        esc_child_fail(pass->slot, "cannot count: %s", dlerror());
    struct link_map *map = NULL;
    if (dlinfo(library, RTLD_DI_LINKMAP, &map) != 0)
        esc_child_fail(pass->slot, "cannot find the library in memory: %s", dlerror());
    struct search search = {.pass = pass, .base = map->l_addr};
    dl_iterate_phdr(add_roots, &search);
}
