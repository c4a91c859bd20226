/* What a batch of queries will cost, before it is searched: how many threads are worth their start. */
#include "hamming.h"

#define TARGET
#include "reach.h"

enum { ASKED_ABOUT = 16, HASHES_A_QUERY = 8192 };
/* A query that meets no crowd takes as long as a scan of so many hashes, in a list of a million. */

/* How many siblings one query meets in the tables. */
static uint64_t siblings_of(const hamming_tables *tables, const uint16_t *chunks, reach far) {
    uint64_t siblings = 0;
    for (int table = 0; table < CHUNKS; table++) {
        const uint32_t *starts = tables->starts + (uint64_t)table * (BUCKETS + 1);
        for (int flip = 0; flip < flips_of(far); flip++) {
            const uint16_t bucket = flipped_chunk(chunks[table], flip);
            const uint32_t first = starts[bucket], last = starts[bucket + 1];
            if (first < last && least_bits(table, far) <= most_bits(flip, far)) siblings += last - first;
        }
    }
    return siblings;
}

/* In hashes that a scan compares in the same time, from up to 16 of the queries. One that meets more siblings than an
   eighth of the entries is taken for one that is scanned for. */
EXPORT uint64_t causeway_estimate(const hamming_tables *tables, const hamming_queries *asked) {
    if (asked->by_scan || !asked->count) return asked->count * tables->entries;
    const uint16_t *chunks = (const uint16_t *)asked->words;
    const reach far = reach_of(asked->radius_bits);
    const uint64_t step = (asked->count + ASKED_ABOUT - 1) / ASKED_ABOUT;
    uint64_t cost = 0, seen = 0;
    for (uint64_t query = 0; query < asked->count; query += step, seen++) {
        const uint64_t siblings = siblings_of(tables, chunks + query * CHUNKS, far);
        cost += HASHES_A_QUERY;
        cost += siblings > tables->entries / FREE_SHARE ? tables->entries : siblings / SIBLINGS_A_HASH;
    }
    return cost / seen * asked->count;
}
