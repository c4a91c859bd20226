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

typedef struct {
    uint64_t entries;
    const uint64_t *words;    /* [entries][4] */
    const uint32_t *starts;   /* [16][65537] */
    const uint16_t *siblings; /* [16][entries + 32] */
    const uint32_t *rows;     /* [16][entries] */
} hamming_tables;

typedef struct {
    uint32_t *query;
    uint32_t *row;
    uint16_t *distance;
    uint64_t count;
    uint64_t capacity;
} hamming_hits;

/* What one query may cost in the tables: beyond `most_fetched` hashes looked at it is left for a scan, its byte in
   `is_crowded` set. */
typedef struct {
    uint64_t most_fetched;
    uint8_t *is_crowded; /* [queries] */
} hamming_effort;

enum { HAMMING_OK = 0, HAMMING_NO_MEMORY = 1, HAMMING_NO_VARIANT = 2 };

int hamming_push(hamming_hits *hits, uint32_t query, uint32_t row, uint16_t distance);

int hamming_search_portable(const hamming_tables *, const uint64_t *, uint64_t, int, hamming_effort *, hamming_hits *);
int hamming_scan_portable(const uint64_t *, uint64_t, const uint64_t *, uint64_t, int, hamming_hits *);
#if defined(__x86_64__) || defined(_M_X64)
#define CAUSEWAY_X86 1
int hamming_search_avx2(const hamming_tables *, const uint64_t *, uint64_t, int, hamming_effort *, hamming_hits *);
int hamming_scan_avx2(const uint64_t *, uint64_t, const uint64_t *, uint64_t, int, hamming_hits *);
int hamming_search_avx512(const hamming_tables *, const uint64_t *, uint64_t, int, hamming_effort *, hamming_hits *);
int hamming_scan_avx512(const uint64_t *, uint64_t, const uint64_t *, uint64_t, int, hamming_hits *);
#endif

#endif
