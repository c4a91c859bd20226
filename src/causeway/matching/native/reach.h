/* Where the tables must be looked into.

   By pigeonhole, two hashes within the radius have a pair of chunks within an eighth of it, and in that pair a chunk
   within a sixteenth. Holds for radii up to 31, where a chunk has at most one flip. A pair that is found by its even
   chunk is not looked for by its odd one. */
#include "hamming.h"

enum { FLIPS = 17, SIBLINGS_A_HASH = 12, FREE_SHARE = 8 };

typedef struct {
    int radius_bits, pair_bits, chunk_bits;
} reach;

TARGET static inline reach reach_of(int radius_bits) {
    return (reach){radius_bits, radius_bits / 8, radius_bits / 16};
}
TARGET static inline int flips_of(reach far) { return far.chunk_bits ? FLIPS : 1; }
TARGET static inline uint16_t flipped_chunk(uint16_t chunk, int flip) {
    return flip ? chunk ^ (uint16_t)(1u << (flip - 1)) : chunk;
}
TARGET static inline int16_t least_bits(int table, reach far) { return table % 2 ? (int16_t)(far.chunk_bits + 1) : 0; }
TARGET static inline int16_t most_bits(int flip, reach far) { return (int16_t)(far.pair_bits - (flip > 0)); }
