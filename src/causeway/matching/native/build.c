/* Builds the tables, and finds hashes that are equal. */
#include <stdlib.h>
#include <string.h>

#include "hamming.h"

enum { RADIX = 256 };

typedef struct {
    uint32_t row;
    uint16_t key, sibling;
} entry;

/* One table: all entries in order of one chunk, those alike in order of row. Two passes of 256 ways, each of which stays
   within what the processor's caches and address tables hold; one pass of 65,536 ways does not. */
EXPORT int causeway_build_table(const uint16_t *chunks, uint64_t entries, int chunk, uint32_t *starts,
                                uint16_t *siblings, uint32_t *rows) {
    entry *half_sorted = hamming_take(entries * sizeof *half_sorted);
    uint32_t *next = calloc(BUCKETS, sizeof *next);
    if (!half_sorted || !next) {
        free(half_sorted);
        free(next);
        return HAMMING_NO_MEMORY;
    }
    uint32_t low_next[RADIX] = {0}, high_next[RADIX] = {0};
    for (uint64_t row = 0; row < entries; row++) next[chunks[row * CHUNKS + chunk]]++;
    uint32_t total = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        starts[bucket] = total;
        total += next[bucket];
        low_next[bucket % RADIX] += next[bucket];
    }
    starts[BUCKETS] = total;
    for (uint32_t low = 0, before = 0; low < RADIX; low++) {
        uint32_t count = low_next[low];
        low_next[low] = before;
        before += count;
        high_next[low] = starts[low * RADIX];
    }
    for (uint64_t row = 0; row < entries; row++) {
        const uint16_t *hash = chunks + row * CHUNKS;
        half_sorted[low_next[hash[chunk] % RADIX]++] = (entry){(uint32_t)row, hash[chunk], hash[chunk ^ 1]};
    }
    for (uint64_t at = 0; at < entries; at++) {
        uint32_t place = high_next[half_sorted[at].key / RADIX]++;
        rows[place] = half_sorted[at].row;
        siblings[place] = half_sorted[at].sibling;
    }
    memset(siblings + entries, 0, LANES * sizeof *siblings);
    free(half_sorted);
    free(next);
    return HAMMING_OK;
}

static uint64_t mixed(const uint64_t *hash, uint64_t seed) {
    uint64_t value = seed;
    for (int word = 0; word < WORDS; word++) {
        value = (value ^ hash[word]) * 0x9e3779b97f4a7c15u;
        value ^= value >> 29;
    }
    return value;
}

/* For each hash the first row that holds the same. `seed` is drawn anew each time, so that nobody can choose hashes
   that meet in one slot. */
EXPORT int causeway_first_equal(const uint64_t *words, uint64_t entries, uint64_t seed, uint32_t *first) {
    uint64_t slots = 64;
    while (slots < entries * 2) slots *= 2;
    uint32_t *slot = hamming_take(slots * sizeof *slot);
    if (!slot) return HAMMING_NO_MEMORY;
    memset(slot, 0xff, slots * sizeof *slot);
    enum { AHEAD = 16 };
    uint64_t ahead[AHEAD];
    for (uint64_t row = 0; row < entries + AHEAD; row++) {
        if (row >= AHEAD) {
            uint64_t done = row - AHEAD;
            uint64_t at = ahead[done % AHEAD];
            const uint64_t *hash = words + done * WORDS;
            while (slot[at] != UINT32_MAX && memcmp(words + (uint64_t)slot[at] * WORDS, hash, WORDS * sizeof *words))
                at = (at + 1) & (slots - 1);
            if (slot[at] == UINT32_MAX) slot[at] = (uint32_t)done;
            first[done] = slot[at];
        }
        if (row < entries) {
            ahead[row % AHEAD] = mixed(words + row * WORDS, seed) & (slots - 1);
            __builtin_prefetch(slot + ahead[row % AHEAD]);
        }
    }
    free(slot);
    return HAMMING_OK;
}
