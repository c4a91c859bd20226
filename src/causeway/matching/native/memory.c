/* Memory for large arrays. */
#include <stdlib.h>

#include "hamming.h"

#if defined(__linux__)
#include <sys/mman.h>
#endif

/* Freed with `free`. A large array asks for large pages: taken in small ones, the first touch of each costs more than
   all that is done with it. */
void *hamming_take(uint64_t bytes) {
#if defined(__linux__)
    const uint64_t page = UINT64_C(1) << 21;
    if (bytes >= page) {
        uint64_t whole = (bytes + page - 1) / page * page;
        void *taken = aligned_alloc(page, whole);
        if (taken) madvise(taken, whole, MADV_HUGEPAGE);
        return taken;
    }
#endif
    return malloc(bytes ? bytes : 1);
}
