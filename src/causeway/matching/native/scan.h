/* Comparing each hash with each query, once for each variant. The file that includes it defines

     TARGET                                the attribute that lets the compiler use the processor's instructions
     NAME(x)                               the function's name in this variant
     STEP                                  how many hashes are compared at once; where it is more than one, too:
     near_hashes(block, ..., far)          of STEP hashes, those within the radius, as bits; their distances in `far`
     put_found(found, far, first, ...)     writes the rows, from `first` on, and distances of those; says how many. What
                                           it writes behind them, up to STEP in all, means nothing.
*/
#include "hamming.h"

TARGET static inline int distance_of(const uint64_t *a, const uint64_t *b) {
    int distance = 0;
    for (int word = 0; word < WORDS; word++) distance += __builtin_popcountll(a[word] ^ b[word]);
    return distance;
}

/* A block as it lies. */
TARGET static void scan_rows(const uint64_t *words, int count, const uint64_t *query, int radius_bits, uint32_t number,
                             uint32_t first, hamming_hits *hits) {
    for (int i = 0; i < count; i++) {
        int distance = distance_of(words + i * WORDS, query);
        if (distance <= radius_bits) hamming_put(hits, number, first + (uint32_t)i, (uint16_t)distance);
    }
}

#if STEP > 1

enum { TURN_FROM = 4 };
/* For fewer queries it is not worth to turn a block. */

/* So that one word of all hashes of the block lies together. */
TARGET static void turn(const uint64_t *words, int count, uint64_t *block) {
    for (int i = 0; i < count; i++)
        for (int word = 0; word < WORDS; word++) block[word * BLOCK + i] = words[i * WORDS + word];
    for (int i = count; i % STEP; i++)
        for (int word = 0; word < WORDS; word++) block[word * BLOCK + i] = 0;
}

TARGET static void scan_turned(const uint64_t *block, int count, const uint64_t *query, int radius_bits,
                               uint32_t number, uint32_t first, hamming_hits *hits) {
    uint32_t *const row = hits->row + hits->count, *const of_query = hits->query + hits->count;
    uint16_t *const distance = hits->distance + hits->count;
    uint64_t far[STEP], put = 0;
    for (int i = 0; i < count; i += STEP) {
        unsigned found = near_hashes(block + i, query, radius_bits, far);
        if (count - i < STEP) found &= (1u << (count - i)) - 1;
        if (found) put += put_found(found, far, first + (uint32_t)i, row + put, distance + put);
    }
    for (uint64_t i = 0; i < put; i++) of_query[i] = number;
    hits->count += put;
}

#endif

typedef void scan_block(const uint64_t *, int, const uint64_t *, int, uint32_t, uint32_t, hamming_hits *);

/* A block of hashes is asked by every query before the next is fetched. */
TARGET int NAME(scan)(const uint64_t *words, uint64_t entries, const hamming_queries *asked, const uint32_t *numbers,
                      uint32_t first_row, hamming_hits *hits) {
    for (uint64_t at = 0; at < entries; at += BLOCK) {
        const int held = entries - at < BLOCK ? (int)(entries - at) : BLOCK;
        const uint64_t *block = words + at * WORDS;
        scan_block *scan = scan_rows;
#if STEP > 1
        uint64_t turned[WORDS * BLOCK];
        if (asked->count >= TURN_FROM) {
            turn(block, held, turned);
            block = turned;
            scan = scan_turned;
        }
#endif
        for (uint64_t i = 0; i < asked->count; i++) {
            int fault = hamming_reserve(hits, (uint64_t)held + STEP);
            if (fault) return fault;
            scan(block, held, asked->words + i * WORDS, asked->radius_bits, numbers ? numbers[i] : (uint32_t)i,
                 first_row + (uint32_t)at, hits);
        }
    }
    return HAMMING_OK;
}
