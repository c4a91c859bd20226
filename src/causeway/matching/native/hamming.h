/* Exact search of 256-bit hashes by Hamming distance: the layout that Python and the kernels share.

   A hash is 16 chunks of 16 bits, or four words of 64. For each chunk one table keeps all entries in order of that
   chunk: `starts` says where each of the 65,536 buckets begins, `rows` which entry stands there, and `siblings` the
   other chunk of the same pair, which throws out nearly all before any hash is fetched. Tables follow each other in one
   array each. An array may be the content of a file that nobody has checked: every place and row is held to its bound.
*/
#ifndef CAUSEWAY_HAMMING_H
#define CAUSEWAY_HAMMING_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { CHUNKS = 16, BUCKETS = 1 << 16, WORDS = 4, LANES = 32 };
/* Siblings are read 32 at a time, so each table of them is followed by 32 that mean nothing. */
enum { BLOCK = 1024 };
/* A scan takes so many hashes at a time: they stay in the processor's first cache. */

typedef struct {
    uint64_t entries;
    const uint64_t *words;    /* [entries][4] */
    const uint32_t *starts;   /* [16][65537] */
    const uint16_t *siblings; /* [16][entries + 32] */
    const uint32_t *rows;     /* [16][entries] */
    uint64_t members;
    const int64_t *ids;     /* [members], in order of entry */
    const uint32_t *firsts; /* [entries + 1]: where the identifiers of each entry begin */
} hamming_tables;

/* What came and went since the tables were built. */
typedef struct {
    uint64_t added;
    const uint64_t *words; /* [added][4] */
    const int64_t *ids;    /* [added] */
    uint64_t removed;
    const int64_t *removed_ids; /* [removed], ascending; they count for the tables alone */
} hamming_changes;

typedef struct {
    const uint64_t *words; /* [count][4] */
    uint64_t count;
    int radius_bits;
    int by_scan;   /* compare all, whatever the tables would cost */
    uint64_t most; /* matches that may be held at once; 0: as many as there are */
} hamming_queries;

/* What a search cost: siblings compared in the tables, hashes fetched one by one for it, hashes compared in scans. */
typedef struct {
    uint64_t compared, fetched, scanned;
} hamming_work;

/* Matches with entries, in no order. */
typedef struct {
    uint32_t *query;
    uint32_t *row;
    uint16_t *distance;
    uint64_t count;
    uint64_t capacity;
    uint64_t most; /* 0: no bound */
} hamming_hits;

/* Matches with identifiers. First they are only found: there are `count` at most, and the caller gives room for them.
   Few are told at once, in `few`, and nothing else is held then. */
enum { FEW_ANSWERS = 32 };
typedef struct {
    uint64_t count;
    int64_t few[3 * FEW_ANSWERS];
    uint64_t is_told;
    hamming_hits hits;
    uint64_t *counts; /* [queries] */
    uint64_t queries, first_query;
    int radius_bits;
} hamming_answers;

enum { HAMMING_OK = 0, HAMMING_NO_MEMORY = 1, HAMMING_NO_VARIANT = 2, HAMMING_DAMAGED = 3, HAMMING_TOO_MANY = 4 };

/* Room for a large array, given back by `free`; NULL where there is none. */
void *hamming_take(uint64_t bytes);

EXPORT void causeway_release(hamming_hits *hits);

/* Make room for so many more hits; HAMMING_TOO_MANY where that passes their bound. */
int hamming_reserve(hamming_hits *hits, uint64_t more);

static inline void hamming_put(hamming_hits *hits, uint32_t query, uint32_t row, uint16_t distance) {
    hits->query[hits->count] = query;
    hits->row[hits->count] = row;
    hits->distance[hits->count++] = distance;
}

/* How many matches the hits are at most: of the tables, and of the added hashes as rows behind the entries. */
int hamming_count(const hamming_tables *, const hamming_changes *, hamming_answers *);

/* All that was found, in order of query, distance and identifier: the queries `into` an array with room for `count`,
   the identifiers `stride` further, the distances as far again. `count` then says how many they are without those that were
   removed; nothing else is held any more. */
EXPORT int causeway_tell(const hamming_tables *, const hamming_changes *, hamming_answers *, int64_t *into,
                         uint64_t stride);

EXPORT void causeway_forget(hamming_answers *);

/* By the tables: a query that a scan answers sooner is left, its byte in `is_crowded` set. */
typedef int hamming_search(const hamming_tables *, const hamming_queries *, uint8_t *is_crowded, hamming_work *,
                           hamming_hits *);
/* By comparing each with each: hits are of query `numbers[i]`, or `i`, and of rows from `first_row` on. */
typedef int hamming_scan(const uint64_t *words, uint64_t entries, const hamming_queries *, const uint32_t *numbers,
                         uint32_t first_row, hamming_hits *);

hamming_search hamming_search_portable;
hamming_scan hamming_scan_portable;
#if defined(__x86_64__) || defined(_M_X64)
#define CAUSEWAY_X86 1
hamming_search hamming_search_avx2, hamming_search_avx512;
hamming_scan hamming_scan_avx2, hamming_scan_avx512;
#endif

#endif
