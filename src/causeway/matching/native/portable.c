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

#define REDUCE(x) reduce_##x##_portable

#include "scan.h"
#include "search.h"
#include "reduce.h"
