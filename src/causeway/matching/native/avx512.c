/* The kernels for x86 processors with AVX-512 that count bits in vectors (BITALG and VPOPCNTDQ). */
#include "hamming.h"

#ifdef CAUSEWAY_X86
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512bitalg,avx512vpopcntdq,popcnt,bmi,bmi2")))
#define NAME(x) hamming_##x##_avx512
#define STEP 8

TARGET static inline uint32_t near(const uint16_t *siblings, uint16_t sibling, int least, int most) {
    __m512i difference = _mm512_xor_si512(_mm512_loadu_si512(siblings), _mm512_set1_epi16((short)sibling));
    __m512i above = _mm512_sub_epi16(_mm512_popcnt_epi16(difference), _mm512_set1_epi16((short)least));
    return _mm512_cmple_epu16_mask(above, _mm512_set1_epi16((short)(most - least)));
}

TARGET static inline __m512i bits_of_words(const uint64_t *words, uint64_t query) {
    return _mm512_popcnt_epi64(_mm512_xor_si512(_mm512_loadu_si512(words), _mm512_set1_epi64((long long)query)));
}

/* Half of a hash rules out nearly all; where it rules out none of eight, the other half is counted, too. */
TARGET static inline unsigned near_hashes(const uint64_t *block, const uint64_t *query, int radius_bits,
                                          uint64_t *far) {
    const __m512i radius = _mm512_set1_epi64(radius_bits);
    __m512i bits = _mm512_add_epi64(bits_of_words(block, query[0]), bits_of_words(block + BLOCK, query[1]));
    if (!_mm512_cmple_epu64_mask(bits, radius)) return 0;
    bits = _mm512_add_epi64(bits, bits_of_words(block + 2 * BLOCK, query[2]));
    bits = _mm512_add_epi64(bits, bits_of_words(block + 3 * BLOCK, query[3]));
    _mm512_storeu_si512(far, bits);
    return _mm512_cmple_epu64_mask(bits, radius);
}

/* Packed in a register: some processors take a hundred times as long to pack into memory. */
TARGET static inline uint64_t put_found(unsigned found, const uint64_t *far, uint32_t first, uint32_t *row,
                                        uint16_t *distance) {
    const __mmask8 lanes = (__mmask8)found;
    const __m256i rows = _mm256_add_epi32(_mm256_set1_epi32((int)first), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    const __m256i bits = _mm512_cvtepi64_epi32(_mm512_loadu_si512(far));
    _mm256_storeu_si256((__m256i *)row, _mm256_maskz_compress_epi32(lanes, rows));
    _mm_storeu_si128((__m128i *)distance, _mm256_cvtepi32_epi16(_mm256_maskz_compress_epi32(lanes, bits)));
    return (uint64_t)__builtin_popcount(found);
}

#define REDUCE(x) reduce_##x##_avx512

#include "scan.h"
#include "search.h"
#include "reduce.h"
#endif
