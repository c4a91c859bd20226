/* Hits put in order and told by identifier: what came and went since the tables were built is heeded here. */
#include <stdlib.h>
#include <string.h>

#include "hamming.h"

enum { SHORT_RUN = 32, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

typedef struct {
    int64_t id;
    uint64_t distance;
} match;

EXPORT void causeway_release(hamming_hits *hits) {
    free(hits->query);
    free(hits->row);
    free(hits->distance);
    *hits = (hamming_hits){0};
}

EXPORT void causeway_release_answers(int64_t *many) { free(many); }

/* The first `count` items of an array in a larger one, which takes its place. */
static int grow(void **array, uint64_t count, uint64_t capacity, uint64_t item) {
    void *larger = hamming_take(capacity * item);
    if (!larger) return HAMMING_NO_MEMORY;
    if (count) memcpy(larger, *array, count * item);
    free(*array);
    *array = larger;
    return HAMMING_OK;
}

int hamming_reserve(hamming_hits *hits, uint64_t more) {
    if (hits->capacity - hits->count >= more) return HAMMING_OK;
    uint64_t capacity = hits->capacity * 2;
    if (capacity < hits->count + more) capacity = hits->count + more;
    if (grow((void **)&hits->query, hits->count, capacity, sizeof *hits->query) ||
        grow((void **)&hits->row, hits->count, capacity, sizeof *hits->row) ||
        grow((void **)&hits->distance, hits->count, capacity, sizeof *hits->distance))
        return HAMMING_NO_MEMORY;
    hits->capacity = capacity;
    return HAMMING_OK;
}

static int is_removed(const hamming_changes *changes, int64_t id) {
    uint64_t low = 0, high = changes->removed;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (changes->removed_ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < changes->removed && changes->removed_ids[low] == id;
}

static inline int is_before(match a, match b) {
    return a.distance < b.distance || (a.distance == b.distance && a.id < b.id);
}

static void insert_each(match *run, uint64_t count) {
    for (uint64_t i = 1; i < count; i++) {
        match this = run[i];
        uint64_t at = i;
        for (; at && is_before(this, run[at - 1]); at--) run[at] = run[at - 1];
        run[at] = this;
    }
}

/* One pass of a radix sort, by the key `(id + half) >> shift`, or by distance where `shift` is negative. */
static void deal(const match *from, uint64_t count, int shift, match *to) {
    uint64_t next[DIGITS] = {0};
#define DIGIT(m) \
    (shift < 0 ? (m).distance : (((uint64_t)(m).id ^ (UINT64_C(1) << 63)) >> shift)) % DIGITS
    for (uint64_t i = 0; i < count; i++) next[DIGIT(from[i])]++;
    for (uint64_t digit = 0, before = 0; digit < DIGITS; digit++) {
        uint64_t of_digit = next[digit];
        next[digit] = before;
        before += of_digit;
    }
    for (uint64_t i = 0; i < count; i++) to[next[DIGIT(from[i])]++] = from[i];
#undef DIGIT
}

/* In order of distance, then identifier: identifiers first, by those digits alone in which they differ, and not at all
   where they stand in order already, as those of a scan mostly do. Gives the array that holds the outcome. */
static match *in_order(match *run, uint64_t count, match *spare) {
    if (count <= SHORT_RUN) {
        insert_each(run, count);
        return run;
    }
    uint64_t differing = 0;
    int is_ascending = 1;
    for (uint64_t i = 1; i < count; i++) {
        differing |= (uint64_t)(run[i].id ^ run[0].id);
        is_ascending &= run[i - 1].id <= run[i].id;
    }
    for (int shift = 0; shift < 64 && !is_ascending; shift += DIGIT_BITS) {
        if (!((differing >> shift) % DIGITS)) continue;
        deal(run, count, shift, spare);
        match *dealt = spare;
        spare = run;
        run = dealt;
    }
    deal(run, count, -1, spare);
    return spare;
}

/* How many identifiers a row has, and where they begin; a row behind the entries is an added hash. */
static inline int members_of(const hamming_tables *tables, uint32_t row, const int64_t **ids, uint64_t *count,
                             const hamming_changes *changes) {
    if (row >= tables->entries) {
        *ids = changes->ids + (row - tables->entries);
        *count = 1;
        return HAMMING_OK;
    }
    uint64_t first = tables->firsts[row], last = tables->firsts[row + 1];
    if (first > last || last > tables->members) return HAMMING_DAMAGED;
    *ids = tables->ids + first;
    *count = last - first;
    return HAMMING_OK;
}

/* Where each query's matches begin: `begins` uint64[queries + 1]. In sound tables no query has an identifier twice. */
static int count_each(const hamming_tables *tables, const hamming_changes *changes, const hamming_hits *hits,
                      uint64_t queries, uint64_t *begins) {
    memset(begins, 0, (queries + 1) * sizeof *begins);
    for (uint64_t i = 0; i < hits->count; i++) {
        const int64_t *ids;
        uint64_t count, *of_query = begins + hits->query[i] + 1;
        if (members_of(tables, hits->row[i], &ids, &count, changes)) return HAMMING_DAMAGED;
        *of_query += count;
        if (*of_query > tables->members + changes->added) return HAMMING_DAMAGED;
    }
    for (uint64_t query = 0; query < queries; query++) begins[query + 1] += begins[query];
    return HAMMING_OK;
}

/* Each match to its query's run, which then ends at `ends`; removed identifiers are left out. No run grows beyond what
   was counted, even if somebody changes the mapped file meanwhile. */
static void deal_to_queries(const hamming_tables *tables, const hamming_changes *changes, const hamming_hits *hits,
                            const uint64_t *begins, uint64_t *ends, match *matches) {
    for (uint64_t i = 0; i < hits->count; i++) {
        const int64_t *ids = NULL;
        uint64_t count = 0, *end = ends + hits->query[i], bound = begins[hits->query[i] + 1];
        members_of(tables, hits->row[i], &ids, &count, changes);
        int may_be_removed = changes->removed && hits->row[i] < tables->entries;
        for (uint64_t member = 0; member < count && *end < bound; member++)
            if (!may_be_removed || !is_removed(changes, ids[member]))
                matches[(*end)++] = (match){ids[member], hits->distance[i]};
    }
}

static int write_out(match *matches, const uint64_t *begins, const uint64_t *ends, uint64_t queries, match *spare,
                     uint64_t first_query, hamming_answers *answers) {
    uint64_t total = 0, at = 0;
    for (uint64_t query = 0; query < queries; query++) total += ends[query] - begins[query];
    if (total > FEW_ANSWERS) answers->many = hamming_take(3 * total * sizeof *answers->many);
    if (total > FEW_ANSWERS && !answers->many) return HAMMING_NO_MEMORY;
    int64_t *values = answers->many ? answers->many : answers->few;
    for (uint64_t query = 0; query < queries; query++) {
        uint64_t count = ends[query] - begins[query];
        const match *run = in_order(matches + begins[query], count, spare);
        for (uint64_t i = 0; i < count; i++, at++) {
            values[at] = (int64_t)(first_query + query);
            values[total + at] = run[i].id;
            values[2 * total + at] = (int64_t)run[i].distance;
        }
    }
    answers->count = total;
    return HAMMING_OK;
}

int hamming_answer(const hamming_tables *tables, const hamming_changes *changes, const hamming_hits *hits,
                   uint64_t queries, uint64_t first_query, hamming_answers *answers) {
    answers->count = 0;
    answers->many = NULL;
    if (!hits->count) return HAMMING_OK;
    uint64_t *begins = malloc(2 * (queries + 1) * sizeof *begins), *ends = begins + queries + 1, longest = 0;
    if (!begins) return HAMMING_NO_MEMORY;
    int fault = count_each(tables, changes, hits, queries, begins);
    for (uint64_t query = 0; query < queries && !fault; query++)
        if (begins[query + 1] - begins[query] > longest) longest = begins[query + 1] - begins[query];
    match *matches = fault ? NULL : hamming_take((begins[queries] + longest) * sizeof *matches);
    if (!fault && !matches) fault = HAMMING_NO_MEMORY;
    if (!fault) {
        memcpy(ends, begins, queries * sizeof *ends);
        deal_to_queries(tables, changes, hits, begins, ends, matches);
        fault = write_out(matches, begins, ends, queries, matches + begins[queries], first_query, answers);
    }
    free(matches);
    free(begins);
    return fault;
}
