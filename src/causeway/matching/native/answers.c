/* Hits told by identifier and in order: what came and went since the tables were built is heeded here.

   Matches are counted by where they stand in the answer, and then each is written to its place at once. A query with
   many has a place for each distance; one with few has a single place, and is put in order there. */
#include <stdlib.h>
#include <string.h>

#include "hamming.h"
#include "order.h"

typedef struct {
    uint64_t *firsts; /* [queries + 1]: the first place of each query */
    uint64_t *begins; /* [places + 1] */
    uint64_t *ends;   /* [places]: where the place's next match goes */
} places;

typedef struct {
    int64_t *query, *id, *distance;
} columns;

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

/* How many identifiers a row has, and where they begin; a row behind the entries is an added hash. */
static inline int members_of(const hamming_tables *tables, const hamming_changes *changes, uint32_t row,
                             const int64_t **ids, uint64_t *count) {
    *count = 1;
    if (row >= tables->entries) {
        *ids = changes->ids + (row - tables->entries);
        return HAMMING_OK;
    }
    if (tables->members == tables->entries) { /* each has its own */
        *ids = tables->ids + row;
        return HAMMING_OK;
    }
    uint64_t first = tables->firsts[row], last = tables->firsts[row + 1];
    if (first > last || last > tables->members) return HAMMING_DAMAGED;
    *ids = tables->ids + first;
    *count = last - first;
    return HAMMING_OK;
}

/* The hits of one query that follow each other: those of a scan come a block at a time. */
static inline uint64_t end_of_run(const hamming_hits *hits, uint64_t first) {
    enum { AT_ONCE = 16 };
    const uint32_t *query = hits->query, of_run = query[first];
    for (; first + AT_ONCE <= hits->count; first += AT_ONCE) {
        uint32_t others = 0;
        for (int i = 0; i < AT_ONCE; i++) others |= query[first + i] ^ of_run;
        if (others) break;
    }
    while (first < hits->count && query[first] == of_run) first++;
    return first;
}

/* Whether each row has one identifier and keeps it, as in most lists: then hits need no second look. */
static inline int is_plain(const hamming_tables *tables, const hamming_changes *changes) {
    return tables->members == tables->entries && !changes->removed;
}

/* In sound tables no query has an identifier twice. */
int hamming_count(const hamming_tables *tables, const hamming_changes *changes, hamming_answers *answers) {
    const hamming_hits *hits = &answers->hits;
    answers->counts = calloc(answers->queries ? answers->queries : 1, sizeof *answers->counts);
    if (!answers->counts) return HAMMING_NO_MEMORY;
    for (uint64_t i = 0, end; i < hits->count; i = end) {
        const int64_t *ids;
        uint64_t members, count = 0, *of_query = answers->counts + hits->query[i];
        end = end_of_run(hits, i);
        if (is_plain(tables, changes)) count = end - i;
        for (uint64_t hit = i; hit < end && !is_plain(tables, changes); hit++) {
            if (members_of(tables, changes, hits->row[hit], &ids, &members)) return HAMMING_DAMAGED;
            count += members;
        }
        *of_query += count;
        answers->count += count;
        if (*of_query > tables->members + changes->added) return HAMMING_DAMAGED;
    }
    return HAMMING_OK;
}

static inline int has_many(const places *in, uint32_t query) { return in->firsts[query + 1] - in->firsts[query] > 1; }

static int make_places(const hamming_answers *answers, places *made) {
    made->firsts = malloc((answers->queries + 1) * sizeof *made->firsts);
    if (!made->firsts) return HAMMING_NO_MEMORY;
    /* One more than there are distances: more than one even where all are 0. */
    const uint64_t of_many = (uint64_t)answers->radius_bits + 2;
    uint64_t count = 0;
    for (uint64_t query = 0; query < answers->queries; query++) {
        made->firsts[query] = count;
        count += answers->counts[query] > SHORT_RUN ? of_many : 1;
    }
    made->firsts[answers->queries] = count;
    made->begins = calloc(count + 1, sizeof *made->begins);
    made->ends = malloc((count ? count : 1) * sizeof *made->ends);
    return made->begins && made->ends ? HAMMING_OK : HAMMING_NO_MEMORY;
}

static void free_places(places *made) {
    free(made->firsts);
    free(made->begins);
    free(made->ends);
}

static void count_distances(const uint16_t *restrict distance, uint64_t count, uint64_t *restrict of_each) {
    for (uint64_t i = 0; i < count; i++) of_each[distance[i]]++;
}

/* Where each place begins; the last is the end of all, which `most` bounds whatever became of a mapped file. */
static int measure(const hamming_tables *tables, const hamming_changes *changes, const hamming_hits *hits,
                   uint64_t queries, uint64_t most, places *in) {
    const uint64_t count = in->firsts[queries];
    for (uint64_t i = 0, end; i < hits->count; i = end) {
        const int64_t *ids;
        uint64_t members, *next = in->begins + in->firsts[hits->query[i]] + 1;
        const int by_distance = has_many(in, hits->query[i]), each_is_one = is_plain(tables, changes);
        end = end_of_run(hits, i);
        if (each_is_one && by_distance) count_distances(hits->distance + i, end - i, next);
        if (each_is_one && !by_distance) *next += end - i;
        for (uint64_t hit = i; hit < end && !each_is_one; hit++) {
            if (members_of(tables, changes, hits->row[hit], &ids, &members)) return HAMMING_DAMAGED;
            next[by_distance ? hits->distance[hit] : 0] += members;
        }
    }
    for (uint64_t place = 0; place < count; place++) in->begins[place + 1] += in->begins[place];
    memcpy(in->ends, in->begins, count * sizeof *in->ends);
    return in->begins[count] <= most ? HAMMING_OK : HAMMING_DAMAGED;
}

/* The same for a query with many matches in a plain list: each hit is one. */
static inline void deal_plain_run(const hamming_tables *tables, const hamming_changes *changes,
                                  const hamming_hits *hits, uint64_t first, uint64_t last, uint64_t *ends,
                                  int64_t *id) {
    const uint64_t entries = tables->entries;
    const int64_t *of_tables = tables->ids, *of_added = changes->ids;
    const uint32_t *row = hits->row;
    const uint16_t *distance = hits->distance;
    for (; first < last; first++)
        id[ends[distance[first]]++] = row[first] < entries ? of_tables[row[first]] : of_added[row[first] - entries];
}

/* The hits of one query, each match to its place; removed identifiers are left out. No place grows beyond what was
   counted, even if somebody changes the mapped file meanwhile. */
static inline __attribute__((always_inline)) void deal_run(const hamming_tables *tables, const hamming_changes *changes,
                                                           const hamming_hits *hits, uint64_t first, uint64_t last,
                                                           const places *in, columns to) {
    const uint64_t *begins = in->begins + in->firsts[hits->query[first]];
    uint64_t *ends = in->ends + in->firsts[hits->query[first]];
    const int by_distance = has_many(in, hits->query[first]);
    for (uint64_t hit = first; hit < last; hit++) {
        const int64_t *ids = NULL;
        const uint16_t distance = hits->distance[hit];
        const uint64_t place = by_distance ? distance : 0, bound = begins[place + 1];
        const int may_be_removed = changes->removed && hits->row[hit] < tables->entries;
        uint64_t count = 0, at = ends[place];
        members_of(tables, changes, hits->row[hit], &ids, &count);
        for (uint64_t member = 0; member < count && at < bound; member++) {
            if (may_be_removed && is_removed(changes, ids[member])) continue;
            if (!by_distance) to.distance[at] = distance;
            to.id[at++] = ids[member];
        }
        ends[place] = at;
    }
}

/* By value: what is read through a pointer would be read anew after every store. */
static void deal_to_places(const hamming_tables tables, const hamming_changes changes, const hamming_hits hits,
                           const places *in, columns to) {
    for (uint64_t i = 0, end; i < hits.count; i = end) {
        const uint64_t place = in->firsts[hits.query[i]];
        end = end_of_run(&hits, i);
        if (is_plain(&tables, &changes) && has_many(in, hits.query[i]))
            deal_plain_run(&tables, &changes, &hits, i, end, in->ends + place, to.id);
        else
            deal_run(&tables, &changes, &hits, i, end, in, to);
    }
}

/* A query with few matches: each is moved up behind those that come before it. */
static uint64_t write_few(columns to, uint64_t first, uint64_t last, uint64_t at) {
    const uint64_t from = at;
    for (uint64_t i = first; i < last; i++, at++) {
        const int64_t id = to.id[i], distance = to.distance[i];
        uint64_t free = at;
        for (; free > from; free--) {
            const int64_t before = to.distance[free - 1];
            if (before < distance || (before == distance && to.id[free - 1] <= id)) break;
            to.id[free] = to.id[free - 1];
            to.distance[free] = before;
        }
        to.id[free] = id;
        to.distance[free] = distance;
    }
    return at;
}

/* Those of one distance. */
static uint64_t write_run(columns to, uint64_t first, uint64_t last, int64_t distance, int64_t *spare, uint64_t at) {
    const int64_t *run = in_order(to.id + first, last - first, spare);
    if (run != to.id + at) memmove(to.id + at, run, (last - first) * sizeof *run);
    for (; first < last; first++) to.distance[at++] = distance;
    return at;
}

/* All in order, without gaps where removed ones were left out; says how many there are. */
static uint64_t write_out(const places *in, uint64_t queries, uint64_t first_query, int64_t *spare, columns to) {
    uint64_t at = 0;
    for (uint64_t query = 0; query < queries; query++) {
        const uint64_t first = in->firsts[query], last = in->firsts[query + 1], from = at;
        if (last - first == 1)
            at = write_few(to, in->begins[first], in->ends[first], at);
        else
            for (uint64_t place = first; place < last; place++)
                at = write_run(to, in->begins[place], in->ends[place], (int64_t)(place - first), spare, at);
        for (uint64_t i = from; i < at; i++) to.query[i] = (int64_t)(first_query + query);
    }
    return at;
}

static uint64_t longest_of(const places *in, uint64_t queries) {
    uint64_t longest = 0;
    for (uint64_t place = 0; place < in->firsts[queries]; place++)
        if (in->ends[place] - in->begins[place] > longest) longest = in->ends[place] - in->begins[place];
    return longest;
}

EXPORT int causeway_tell(const hamming_tables *tables, const hamming_changes *changes, hamming_answers *answers,
                         int64_t *into, uint64_t stride) {
    const uint64_t queries = answers->queries;
    const columns to = {into, into + stride, into + 2 * stride};
    places in = {0};
    int64_t *spare = NULL;
    int fault = make_places(answers, &in);
    if (!fault) fault = measure(tables, changes, &answers->hits, queries, answers->count, &in);
    if (!fault) {
        deal_to_places(*tables, *changes, answers->hits, &in, to);
        spare = hamming_take(longest_of(&in, queries) * sizeof *spare);
        fault = spare ? HAMMING_OK : HAMMING_NO_MEMORY;
    }
    if (!fault) answers->count = write_out(&in, queries, answers->first_query, spare, to);
    free(spare);
    free_places(&in);
    causeway_forget(answers);
    return fault;
}

EXPORT void causeway_forget(hamming_answers *answers) {
    causeway_release(&answers->hits);
    free(answers->counts);
    answers->counts = NULL;
}
