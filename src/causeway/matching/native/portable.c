/* The kernels for any processor. */
#include "hamming.h"

#define TARGET
#define NAME(x) hamming_##x##_portable

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

static inline int scan_block(const uint64_t *block, int stride, int count, const uint64_t *query, int radius_bits,
                             uint32_t number, uint32_t first, hamming_hits *hits) {
    for (int i = 0; i < count; i++) {
        int distance = __builtin_popcountll(block[i] ^ query[0]) + __builtin_popcountll(block[stride + i] ^ query[1]);
        if (distance > radius_bits) continue;
        distance += __builtin_popcountll(block[2 * stride + i] ^ query[2]);
        distance += __builtin_popcountll(block[3 * stride + i] ^ query[3]);
        if (distance <= radius_bits && hamming_push(hits, number, first + (uint32_t)i, (uint16_t)distance))
            return HAMMING_NO_MEMORY;
    }
    return HAMMING_OK;
}

#include "kernel.h"
