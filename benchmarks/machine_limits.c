/* What one thread of a machine gives at most; compiled on the machine that is measured, for its own processor. Each
   function gives a value that hangs on all it did, so that no compiler leaves anything out. */
#include <stddef.h>
#include <stdint.h>

typedef uint64_t vector __attribute__((vector_size(64), aligned(8)));
enum { WORDS = sizeof(vector) / sizeof(uint64_t), SIDE_BY_SIDE = 8, STRIDE = WORDS * SIDE_BY_SIDE };

static uint64_t sum_of(vector each) {
    uint64_t sum = 0;
    for (int word = 0; word < WORDS; word++) sum += each[word];
    return sum;
}

/* All words, one after another, so many times: the whole number of strides in them. */
uint64_t limits_read(const uint64_t *words, uint64_t count, uint64_t times) {
    vector held[SIDE_BY_SIDE] = {0};
    for (uint64_t time = 0; time < times; time++) {
        __asm__ volatile("" : "+r"(words)); /* read anew each time */
        for (uint64_t at = 0; at + STRIDE <= count; at += STRIDE)
            for (int i = 0; i < SIDE_BY_SIDE; i++) held[i] ^= *(const vector *)(words + at + i * WORDS);
    }
    for (int i = 1; i < SIDE_BY_SIDE; i++) held[0] ^= held[i];
    return sum_of(held[0]);
}

/* One word of each of these lines of 64 bytes. No address hangs on what was read before, so the processor asks for as
   many at once as it can; those `ahead` are asked for by the program, too. There are `ahead` more places than `count`. */
uint64_t limits_fetch(const uint64_t *words, const uint32_t *lines, uint64_t count, uint64_t ahead) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < count; i++) {
        if (ahead) __builtin_prefetch(words + (uint64_t)lines[i + ahead] * 8);
        sum += words[(uint64_t)lines[i] * 8];
    }
    return sum;
}

/* How many bits are set in the whole number of strides in these words, by the widest count of bits that there is. */
#if defined(__AVX512VPOPCNTDQ__)
#include <immintrin.h>

const char *limits_counter(void) { return "AVX-512 VPOPCNTDQ"; }

static vector bits_of(vector each) { return (vector)_mm512_popcnt_epi64((__m512i)each); }
#elif defined(__AVX2__)
#include <immintrin.h>

const char *limits_counter(void) { return "AVX2 shuffles"; }

static __m256i bits_of_half(__m256i half) {
    const __m256i few = _mm256_set1_epi8(15);
    const __m256i bits = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2,
                                          3, 3, 4);
    const __m256i low = _mm256_shuffle_epi8(bits, _mm256_and_si256(half, few));
    const __m256i high = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(half, 4), few));
    return _mm256_sad_epu8(_mm256_add_epi8(low, high), _mm256_setzero_si256());
}

static vector bits_of(vector each) {
    union {
        vector whole;
        __m256i halves[2];
    } both = {each};
    for (int half = 0; half < 2; half++) both.halves[half] = bits_of_half(both.halves[half]);
    return both.whole;
}
#else
#if defined(__ARM_NEON)
const char *limits_counter(void) { return "NEON"; }
#else
const char *limits_counter(void) { return "one word at a time"; }
#endif

/* Compilers make vector instructions of it where there are any. */
static vector bits_of(vector each) {
    for (int word = 0; word < WORDS; word++) each[word] = (uint64_t)__builtin_popcountll(each[word]);
    return each;
}
#endif

uint64_t limits_count(const uint64_t *words, uint64_t count, uint64_t times) {
    vector bits[SIDE_BY_SIDE] = {0};
    for (uint64_t time = 0; time < times; time++) {
        __asm__ volatile("" : "+r"(words)); /* counted anew each time */
        for (uint64_t at = 0; at + STRIDE <= count; at += STRIDE)
            for (int i = 0; i < SIDE_BY_SIDE; i++) bits[i] += bits_of(*(const vector *)(words + at + i * WORDS));
    }
    for (int i = 1; i < SIDE_BY_SIDE; i++) bits[0] += bits[i];
    return sum_of(bits[0]);
}
