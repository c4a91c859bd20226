/* The kernels for any processor. */
#include "hamming.h"

#define TARGET
#define NAME(x) hamming_##x##_portable
#define STEP 1

static inline uint32_t near(const uint16_t *siblings, uint16_t sibling, int limit) {
    uint32_t found = 0;
    for (int lane = 0; lane < LANES; lane++) {
        uint32_t x = (uint32_t)(siblings[lane] ^ sibling);
        x = x - ((x >> 1) & 0x5555);
        x = (x & 0x3333) + ((x >> 2) & 0x3333);
        x = (x + (x >> 4)) & 0x0f0f;
        found |= (uint32_t)((int)((x + (x >> 8)) & 0x1f) <= limit) << lane;
    }
    return found;
}

static inline unsigned near_by_halves(const uint64_t *block, int stride, const uint64_t *query, int radius_bits) {
    return __builtin_popcountll(block[0] ^ query[0]) + __builtin_popcountll(block[stride] ^ query[1]) <= radius_bits;
}

#define REDUCE(x) reduce_##x##_portable

#include "kernel.h"
#include "reduce.h"
