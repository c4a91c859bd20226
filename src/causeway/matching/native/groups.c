/* Groups of what hangs together: a forest in which each root is the smallest of its tree. */
#include "hamming.h"

static uint32_t root_of(uint32_t *parents, uint32_t at) {
    while (parents[at] != at) {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    return at;
}

EXPORT int causeway_join(uint32_t *parents, const uint32_t *left, const uint32_t *right, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        uint32_t a = root_of(parents, left[i]), b = root_of(parents, right[i]);
        if (a < b) parents[b] = a;
        if (b < a) parents[a] = b;
    }
    return HAMMING_OK;
}

EXPORT int causeway_flatten(uint32_t *parents, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) parents[i] = parents[parents[i]];
    return HAMMING_OK;
}
