/* The kernels for any processor. */
#include "hamming.h"

#define TARGET
#define NAME(x) hamming_##x##_portable
#define STEP 1

static inline uint32_t near(const uint16_t *siblings, uint16_t sibling, int least, int most) {
    uint32_t found = 0;
    for (int lane = 0; lane < LANES; lane++) {
        uint32_t x = (uint32_t)(siblings[lane] ^ sibling);
        x = x - ((x >> 1) & 0x5555);
        x = (x & 0x3333) + ((x >> 2) & 0x3333);
        x = (x + (x >> 4)) & 0x0f0f;
        int bits = (int)((x + (x >> 8)) & 0x1f);
        found |= (uint32_t)(bits >= least && bits <= most) << lane;
    }
    return found;
}

static inline unsigned near_hashes(const uint64_t *block, const uint64_t *query, int radius_bits, uint64_t *far) {
    *far = 0;
    for (int word = 0; word < WORDS && *far <= (uint64_t)radius_bits; word++)
        *far += (uint64_t)__builtin_popcountll(block[word * BLOCK] ^ query[word]);
    return *far <= (uint64_t)radius_bits;
}

static inline uint64_t put_found(unsigned found, const uint64_t *far, uint32_t first, uint32_t *row,
                                 uint16_t *distance) {
    *row = first;
    *distance = (uint16_t)*far;
    return found;
}

#define REDUCE(x) reduce_##x##_portable

#include "scan.h"
#include "search.h"
#include "reduce.h"
