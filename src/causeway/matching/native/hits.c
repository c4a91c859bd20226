/* Hits as they are found: arrays that grow. */
#include <stdlib.h>
#include <string.h>

#include "hamming.h"

enum { GROWTH = 4 };
/* What is not written to takes no memory, and what is moved takes time. */

EXPORT void causeway_release(hamming_hits *hits) {
    free(hits->query);
    free(hits->row);
    free(hits->distance);
    *hits = (hamming_hits){0};
}

/* The first `count` items of an array in a larger one, which takes its place. */
static int grow(void **array, uint64_t count, uint64_t capacity, uint64_t item) {
    void *larger = hamming_take(capacity * item);
    if (!larger) return HAMMING_NO_MEMORY;
    if (count) memcpy(larger, *array, count * item);
    free(*array);
    *array = larger;
    return HAMMING_OK;
}

int hamming_reserve(hamming_hits *hits, uint64_t more) {
    if (hits->most && hits->count + more > hits->most) return HAMMING_TOO_MANY;
    if (hits->capacity - hits->count >= more) return HAMMING_OK;
    uint64_t capacity = hits->capacity * GROWTH;
    if (capacity < hits->count + more) capacity = hits->count + more;
    if (grow((void **)&hits->query, hits->count, capacity, sizeof *hits->query) ||
        grow((void **)&hits->row, hits->count, capacity, sizeof *hits->row) ||
        grow((void **)&hits->distance, hits->count, capacity, sizeof *hits->distance))
        return HAMMING_NO_MEMORY;
    hits->capacity = capacity;
    return HAMMING_OK;
}
