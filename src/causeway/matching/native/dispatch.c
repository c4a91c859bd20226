/* The doors that Python calls, and which variant of the kernels this processor can run. */
#include <stdlib.h>

#include "hamming.h"
#include "picture.h"

enum { PORTABLE = 0, AVX2 = 1, AVX512 = 2 };

#ifdef CAUSEWAY_X86
#include <cpuid.h>

static uint64_t saved_registers(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return ((uint64_t)high << 32) | low;
}

static int best_variant(void) {
    enum { YMM = 0x6, ZMM = 0xe6 };
    unsigned a, b, c, d, b7, c7;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_POPCNT)) return PORTABLE;
    uint64_t saved = saved_registers();
    if (!__get_cpuid_count(7, 0, &a, &b7, &c7, &d)) return PORTABLE;
    int has_avx2 = (b7 & (1u << 5)) && (b7 & (1u << 3)) && (b7 & (1u << 8)) && (saved & YMM) == YMM;
    if (!has_avx2) return PORTABLE;
    const unsigned f = 1u << 16, bw = 1u << 30, vl = 1u << 31, bitalg = 1u << 12, vpopcntdq = 1u << 14;
    int has_avx512 = (b7 & f) && (b7 & bw) && (b7 & vl) && (c7 & bitalg) && (c7 & vpopcntdq) && (saved & ZMM) == ZMM;
    return has_avx512 ? AVX512 : AVX2;
}
#else
static int best_variant(void) { return PORTABLE; }
#endif

EXPORT int causeway_best_variant(void) { return best_variant(); }

EXPORT int causeway_search(int variant, const hamming_tables *tables, const uint64_t *queries, uint64_t count,
                           int radius_bits, hamming_effort *effort, hamming_hits *hits) {
    if (variant > best_variant()) return HAMMING_NO_VARIANT;
#ifdef CAUSEWAY_X86
    if (variant == AVX512) return hamming_search_avx512(tables, queries, count, radius_bits, effort, hits);
    if (variant == AVX2) return hamming_search_avx2(tables, queries, count, radius_bits, effort, hits);
#endif
    return hamming_search_portable(tables, queries, count, radius_bits, effort, hits);
}

EXPORT int causeway_scan(int variant, const uint64_t *words, uint64_t entries, const uint64_t *queries, uint64_t count,
                         int radius_bits, hamming_hits *hits) {
    if (variant > best_variant()) return HAMMING_NO_VARIANT;
#ifdef CAUSEWAY_X86
    if (variant == AVX512) return hamming_scan_avx512(words, entries, queries, count, radius_bits, hits);
    if (variant == AVX2) return hamming_scan_avx2(words, entries, queries, count, radius_bits, hits);
#endif
    return hamming_scan_portable(words, entries, queries, count, radius_bits, hits);
}

/* `pixels` uint8[down->length][over->length][colours], colours 1, 3 or 4 (the last is dropped), to `reduced` float[64][64]. */
EXPORT int causeway_reduce(int variant, const uint8_t *pixels, int colours, const picture_band *down,
                           const picture_band *over, float *reduced) {
    if (variant > best_variant()) return HAMMING_NO_VARIANT;
    float *line = malloc(over->length * (uint64_t)(colours + 1) * sizeof *line);
    if (!line) return HAMMING_NO_MEMORY;
#ifdef CAUSEWAY_X86
    if (variant == AVX512)
        reduce_picture_avx512(pixels, colours, down, over, line, reduced);
    else if (variant == AVX2)
        reduce_picture_avx2(pixels, colours, down, over, line, reduced);
    else
#endif
        reduce_picture_portable(pixels, colours, down, over, line, reduced);
    free(line);
    return HAMMING_OK;
}

EXPORT void causeway_release(hamming_hits *hits) {
    free(hits->query);
    free(hits->row);
    free(hits->distance);
    *hits = (hamming_hits){0};
}

int hamming_push(hamming_hits *hits, uint32_t query, uint32_t row, uint16_t distance) {
    if (hits->count == hits->capacity) {
        uint64_t capacity = hits->capacity ? hits->capacity * 2 : 256;
        uint32_t *queries = realloc(hits->query, capacity * sizeof *queries);
        if (queries) hits->query = queries;
        uint32_t *rows = realloc(hits->row, capacity * sizeof *rows);
        if (rows) hits->row = rows;
        uint16_t *distances = realloc(hits->distance, capacity * sizeof *distances);
        if (distances) hits->distance = distances;
        if (!queries || !rows || !distances) return HAMMING_NO_MEMORY;
        hits->capacity = capacity;
    }
    hits->query[hits->count] = query;
    hits->row[hits->count] = row;
    hits->distance[hits->count] = distance;
    hits->count++;
    return HAMMING_OK;
}
