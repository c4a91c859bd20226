/* The kernels for x86 processors with AVX-512 that count bits in vectors (BITALG and VPOPCNTDQ). */
#include "hamming.h"

#ifdef CAUSEWAY_X86
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512bitalg,avx512vpopcntdq,popcnt,bmi,bmi2")))
#define NAME(x) hamming_##x##_avx512

TARGET static inline uint32_t near(const uint16_t *siblings, uint16_t sibling, int limit) {
    __m512i difference = _mm512_xor_si512(_mm512_loadu_si512(siblings), _mm512_set1_epi16((short)sibling));
    return _mm512_cmple_epu16_mask(_mm512_popcnt_epi16(difference), _mm512_set1_epi16((short)limit));
}

TARGET static inline __m512i bits_of_words(const uint64_t *words, uint64_t query) {
    return _mm512_popcnt_epi64(_mm512_xor_si512(_mm512_loadu_si512(words), _mm512_set1_epi64((long long)query)));
}

TARGET static inline int scan_block(const uint64_t *block, int stride, int count, const uint64_t *query, int radius_bits,
                                    uint32_t number, uint32_t first, hamming_hits *hits) {
    const __m512i limit = _mm512_set1_epi64(radius_bits);
    for (int i = 0; i < count; i += 8) {
        __m512i half = _mm512_add_epi64(bits_of_words(block + i, query[0]), bits_of_words(block + stride + i, query[1]));
        unsigned found = _mm512_cmple_epu64_mask(half, limit);
        if (count - i < 8) found &= (1u << (count - i)) - 1;
        for (; found; found &= found - 1) {
            int at = i + __builtin_ctz(found), distance = 0;
            for (int word = 0; word < WORDS; word++) distance += __builtin_popcountll(block[word * stride + at] ^ query[word]);
            if (distance <= radius_bits && hamming_push(hits, number, first + (uint32_t)at, (uint16_t)distance))
                return HAMMING_NO_MEMORY;
        }
    }
    return HAMMING_OK;
}

#include "kernel.h"
#endif
