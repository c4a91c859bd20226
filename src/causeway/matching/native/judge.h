/* Whether a scan would answer a query sooner than the tables; once for each variant.

   What is in a crowd meets large buckets: of blank pictures all entries in each of 16 tables. Costs are counted in
   hashes that a scan compares in the same time. */
#include "reach.h"

enum { SAMPLED = 64, HASHES_A_FETCH = 8, LARGE_SHARE = 2048 };
/* As measured on one AVX2 processor: a scan compares a hash while the tables compare 12 siblings, and 8 while one hash
   is fetched. Before a query has met an eighth as many siblings as there are entries it cannot have cost more than a
   scan, and is not judged; having fetched as large a share it is given up, whatever was thought of it. Buckets that hold
   less than a 2,048th come, all 272 of a query together, to no more than an eighth, and are not counted. */

typedef struct {
    uint64_t met, fetched; /* siblings in its large buckets, and hashes fetched */
    int is_judged;
} effort;

TARGET static inline int is_large(uint64_t siblings, uint64_t entries) { return siblings > entries / LARGE_SHARE; }
TARGET static inline uint64_t free_siblings(uint64_t entries) { return entries / FREE_SHARE; }
TARGET static inline uint64_t most_fetched(uint64_t entries) { return entries / FREE_SHARE; }

/* What is left for one query, by the sizes of its buckets and a 64th of what lies in them. */
TARGET static int is_scan_sooner(const hamming_tables *tables, const uint16_t *chunks, reach far) {
    const uint64_t entries = tables->entries;
    uint64_t siblings = 0, fetched = 0, next = 0;
    for (int table = 0; table < CHUNKS; table++) {
        const uint32_t *starts = tables->starts + (uint64_t)table * (BUCKETS + 1);
        const uint16_t *of_table = tables->siblings + (uint64_t)table * (entries + LANES);
        for (int flip = 0; flip < flips_of(far); flip++) {
            uint16_t bucket = flipped_chunk(chunks[table], flip);
            uint64_t first = starts[bucket], last = starts[bucket + 1];
            if (last > entries) last = entries;
            int least = least_bits(table, far), most = most_bits(flip, far);
            if (first >= last || least > most) continue;
            for (; next < last - first; next += SAMPLED * LANES) {
                uint32_t found = near(of_table + first + next, chunks[table ^ 1], least, most);
                if (last - first - next < LANES) found &= (1u << (last - first - next)) - 1;
                fetched += SAMPLED * (uint64_t)__builtin_popcountll(found);
            }
            next -= last - first;
            siblings += last - first;
        }
    }
    return siblings / SIBLINGS_A_HASH + fetched * HASHES_A_FETCH > entries;
}
