/* Identifiers put in order. */
#ifndef CAUSEWAY_ORDER_H
#define CAUSEWAY_ORDER_H

#include <stdint.h>

enum { SHORT_RUN = 32, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

static void insert_each(int64_t *run, uint64_t count) {
    for (uint64_t i = 1; i < count; i++) {
        int64_t this = run[i];
        uint64_t at = i;
        for (; at && this < run[at - 1]; at--) run[at] = run[at - 1];
        run[at] = this;
    }
}

static inline uint64_t digit_of(int64_t id, int shift) {
    return (((uint64_t)id ^ (UINT64_C(1) << 63)) >> shift) % DIGITS;
}

/* One pass of a radix sort. */
static void deal_by_digit(const int64_t *from, uint64_t count, int shift, int64_t *to) {
    uint64_t next[DIGITS] = {0};
    for (uint64_t i = 0; i < count; i++) next[digit_of(from[i], shift)]++;
    for (uint64_t digit = 0, before = 0; digit < DIGITS; digit++) {
        uint64_t of_digit = next[digit];
        next[digit] = before;
        before += of_digit;
    }
    for (uint64_t i = 0; i < count; i++) to[next[digit_of(from[i], shift)]++] = from[i];
}

/* By those digits alone in which they differ, and not at all where they stand in order already, as those of a scan
   mostly do. Gives the array that holds the outcome: the run itself, or `spare`, which has room for as many. */
static int64_t *in_order(int64_t *run, uint64_t count, int64_t *spare) {
    uint64_t ascending = 1, differing = 0;
    while (ascending < count && run[ascending - 1] <= run[ascending]) ascending++;
    if (ascending >= count) return run;
    if (count <= SHORT_RUN) {
        insert_each(run, count);
        return run;
    }
    for (uint64_t i = 1; i < count; i++) differing |= (uint64_t)(run[i] ^ run[0]);
    for (int shift = 0; shift < 64; shift += DIGIT_BITS) {
        if (!((differing >> shift) % DIGITS)) continue;
        deal_by_digit(run, count, shift, spare);
        int64_t *dealt = spare;
        spare = run;
        run = dealt;
    }
    return run;
}

#endif
