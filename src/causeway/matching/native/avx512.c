/* The kernels for x86 processors with AVX-512 that count bits in vectors (BITALG and VPOPCNTDQ). */
#include "hamming.h"

#ifdef CAUSEWAY_X86
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512bitalg,avx512vpopcntdq,popcnt,bmi,bmi2")))
#define NAME(x) hamming_##x##_avx512
#define STEP 8

TARGET static inline uint32_t near(const uint16_t *siblings, uint16_t sibling, int limit) {
    __m512i difference = _mm512_xor_si512(_mm512_loadu_si512(siblings), _mm512_set1_epi16((short)sibling));
    return _mm512_cmple_epu16_mask(_mm512_popcnt_epi16(difference), _mm512_set1_epi16((short)limit));
}

TARGET static inline __m512i bits_of_words(const uint64_t *words, uint64_t query) {
    return _mm512_popcnt_epi64(_mm512_xor_si512(_mm512_loadu_si512(words), _mm512_set1_epi64((long long)query)));
}

TARGET static inline unsigned near_by_halves(const uint64_t *block, int stride, const uint64_t *query, int radius_bits) {
    __m512i half = _mm512_add_epi64(bits_of_words(block, query[0]), bits_of_words(block + stride, query[1]));
    return _mm512_cmple_epu64_mask(half, _mm512_set1_epi64(radius_bits));
}

#define REDUCE(x) reduce_##x##_avx512

#include "kernel.h"
#include "reduce.h"
#endif
