/* The kernels for x86 processors with AVX2: bits are counted by a table of half bytes (Mula). */
#include "hamming.h"

#ifdef CAUSEWAY_X86
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,popcnt,bmi,bmi2")))
#define NAME(x) hamming_##x##_avx2
#define STEP 4

TARGET static inline __m256i bits_of_bytes(__m256i x) {
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2,
                                           2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(0x0f);
    return _mm256_add_epi8(_mm256_shuffle_epi8(table, _mm256_and_si256(x, low)),
                           _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), low)));
}

TARGET static inline __m256i within(const uint16_t *siblings, __m256i sibling, __m256i least, __m256i span) {
    __m256i difference = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)siblings), sibling);
    __m256i bits = _mm256_maddubs_epi16(bits_of_bytes(difference), _mm256_set1_epi8(1));
    __m256i above = _mm256_sub_epi16(bits, least);
    return _mm256_cmpeq_epi16(_mm256_min_epu16(above, span), above);
}

TARGET static inline uint32_t near(const uint16_t *siblings, uint16_t sibling, int least, int most) {
    __m256i wanted = _mm256_set1_epi16((short)sibling), from = _mm256_set1_epi16((short)least),
            span = _mm256_set1_epi16((short)(most - least));
    __m256i low = within(siblings, wanted, from, span), high = within(siblings + 16, wanted, from, span);
    __m256i packed = _mm256_packs_epi16(low, high);
    return (uint32_t)_mm256_movemask_epi8(_mm256_permute4x64_epi64(packed, 0xd8));
}

TARGET static inline __m256i bits_of_words(const uint64_t *words, uint64_t query) {
    __m256i wanted = _mm256_set1_epi64x((long long)query);
    return bits_of_bytes(_mm256_xor_si256(_mm256_loadu_si256((const __m256i *)words), wanted));
}

/* Half of a hash rules out nearly all; where it rules out none of four, the other half is counted, too. */
TARGET static inline unsigned near_hashes(const uint64_t *block, const uint64_t *query, int radius_bits,
                                          uint64_t *far) {
    const __m256i above = _mm256_set1_epi64x(radius_bits + 1), zero = _mm256_setzero_si256();
    __m256i bytes = _mm256_add_epi8(bits_of_words(block, query[0]), bits_of_words(block + BLOCK, query[1]));
    if (!_mm256_movemask_epi8(_mm256_cmpgt_epi64(above, _mm256_sad_epu8(bytes, zero)))) return 0;
    bytes = _mm256_add_epi8(bytes, bits_of_words(block + 2 * BLOCK, query[2]));
    bytes = _mm256_add_epi8(bytes, bits_of_words(block + 3 * BLOCK, query[3]));
    __m256i bits = _mm256_sad_epu8(bytes, zero);
    _mm256_storeu_si256((__m256i *)far, bits);
    return (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(above, bits)));
}

TARGET static inline uint64_t put_found(unsigned found, const uint64_t *far, uint32_t first, uint32_t *row,
                                        uint16_t *distance) {
    uint64_t put = 0;
    for (; found; found &= found - 1, put++) {
        const int lane = __builtin_ctz(found);
        row[put] = first + (uint32_t)lane;
        distance[put] = (uint16_t)far[lane];
    }
    return put;
}

#define REDUCE(x) reduce_##x##_avx2

#include "scan.h"
#include "search.h"
#include "reduce.h"
#endif
