/* The doors that Python calls, and which variant of the kernels this processor can run. */
#include <stdlib.h>
#include <string.h>

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

static int asked_variant(void) {
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
static int asked_variant(void) { return PORTABLE; }
#endif

/* The processor is asked once: under a hypervisor each question costs microseconds. */
static int best_variant(void) {
    static int best = -1;
    if (best < 0) best = asked_variant();
    return best;
}

EXPORT int causeway_best_variant(void) { return best_variant(); }

static hamming_search *search_of(int variant) {
#ifdef CAUSEWAY_X86
    if (variant == AVX512) return hamming_search_avx512;
    if (variant == AVX2) return hamming_search_avx2;
#endif
    return hamming_search_portable;
}

static hamming_scan *scan_of(int variant) {
#ifdef CAUSEWAY_X86
    if (variant == AVX512) return hamming_scan_avx512;
    if (variant == AVX2) return hamming_scan_avx2;
#endif
    return hamming_scan_portable;
}

/* The queries that were left for a scan, gathered and scanned for together. */
static int scan_crowded(int variant, const hamming_tables *tables, const hamming_queries *asked,
                        const uint8_t *is_crowded, hamming_work *work, hamming_hits *hits) {
    hamming_queries left = {.radius_bits = asked->radius_bits};
    for (uint64_t i = 0; i < asked->count; i++) left.count += is_crowded[i];
    if (!left.count) return HAMMING_OK;
    uint64_t *words = malloc(left.count * WORDS * sizeof *words);
    uint32_t *numbers = malloc(left.count * sizeof *numbers);
    int fault = words && numbers ? HAMMING_OK : HAMMING_NO_MEMORY;
    for (uint64_t i = 0, at = 0; i < asked->count && !fault; i++) {
        if (!is_crowded[i]) continue;
        memcpy(words + at * WORDS, asked->words + i * WORDS, WORDS * sizeof *words);
        numbers[at++] = (uint32_t)i;
    }
    left.words = words;
    work->scanned += left.count * tables->entries;
    if (!fault) fault = scan_of(variant)(tables->words, tables->entries, &left, numbers, 0, hits);
    free(words);
    free(numbers);
    return fault;
}

static int find(int variant, const hamming_tables *tables, const hamming_queries *asked, hamming_work *work,
                hamming_hits *hits) {
    hits->most = asked->most;
    if (asked->by_scan) {
        work->scanned += asked->count * tables->entries;
        return scan_of(variant)(tables->words, tables->entries, asked, NULL, 0, hits);
    }
    uint8_t *is_crowded = calloc(asked->count ? asked->count : 1, 1);
    int fault = is_crowded ? search_of(variant)(tables, asked, is_crowded, work, hits) : HAMMING_NO_MEMORY;
    if (!fault) fault = scan_crowded(variant, tables, asked, is_crowded, work, hits);
    free(is_crowded);
    return fault;
}

/* The entries within the radius of each query. The caller gives the hits back. */
EXPORT int causeway_search(int variant, const hamming_tables *tables, const hamming_queries *asked, hamming_work *work,
                           hamming_hits *hits) {
    if (variant > best_variant()) return HAMMING_NO_VARIANT;
    return find(variant, tables, asked, work, hits);
}

/* All within the radius of each query, with what came and went. Queries are numbered from `first_query` on. The caller
   has them told, or forgets them. */
EXPORT int causeway_find(int variant, const hamming_tables *tables, const hamming_changes *changes,
                         const hamming_queries *asked, uint64_t first_query, hamming_answers *answers) {
    if (variant > best_variant()) return HAMMING_NO_VARIANT;
    hamming_work work = {0};
    *answers = (hamming_answers){
        .queries = asked->count, .first_query = first_query, .radius_bits = asked->radius_bits};
    int fault = find(variant, tables, asked, &work, &answers->hits);
    if (!fault && changes->added)
        fault = scan_of(variant)(changes->words, changes->added, asked, NULL, (uint32_t)tables->entries,
                                 &answers->hits);
    if (!fault) fault = hamming_count(tables, changes, answers);
    if (!fault && asked->most && answers->count > asked->most) fault = HAMMING_TOO_MANY; /* equal hashes are one entry */
    if (!fault && answers->count <= FEW_ANSWERS) {
        fault = causeway_tell(tables, changes, answers, answers->few, FEW_ANSWERS);
        answers->is_told = 1;
    }
    if (fault) causeway_forget(answers);
    return fault;
}

/* `pixels` uint8[down->length][over->length][colours], colours 1, 3 or 4 (the last is dropped), to `reduced` float[down->outputs][over->outputs]. */
EXPORT int causeway_reduce(int variant, const uint8_t *pixels, int colours, const picture_band *down,
                           const picture_band *over, float *reduced) {
    if (variant > best_variant()) return HAMMING_NO_VARIANT;
    float *room = malloc(over->length * (uint64_t)(colours + 1) * sizeof *room);
    if (!room) return HAMMING_NO_MEMORY;
#ifdef CAUSEWAY_X86
    if (variant == AVX512)
        reduce_picture_avx512(pixels, colours, down, over, room, reduced);
    else if (variant == AVX2)
        reduce_picture_avx2(pixels, colours, down, over, room, reduced);
    else
#endif
        reduce_picture_portable(pixels, colours, down, over, room, reduced);
    free(room);
    return HAMMING_OK;
}
