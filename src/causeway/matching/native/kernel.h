/* The body of a search and of a scan, once for each variant. The file that includes it defines

     TARGET                               the attribute that lets the compiler use the processor's instructions
     NAME(x)                              the function's name in this variant
     near(siblings, sibling, limit)       of 32 siblings, those within `limit` bits of one, as 32 bits
     STEP, near_by_halves(block, ...)     of STEP hashes, those whose first two words alone are within the radius, as bits
*/
#include <stdlib.h>
#include <string.h>

#include "hamming.h"

enum { AHEAD = 32, RING = 64, WAITING = 512, FLIPS = 17, FEW_QUERIES = 64 };

typedef struct {
    uint32_t query, place;
} candidate;

typedef struct {
    int radius_bits, pair_bits, chunk_bits;
} reach;

/* By pigeonhole, two hashes within the radius have a pair of chunks within an eighth of it, and in that pair a chunk
   within a sixteenth. Holds for radii up to 31, where a chunk has at most one flip. */
TARGET static inline reach reach_of(int radius_bits) { return (reach){radius_bits, radius_bits / 8, radius_bits / 16}; }

TARGET static inline int bits_of(uint64_t word) { return __builtin_popcountll(word); }

/* Whether a table before this one has reported the match already. */
TARGET static inline int is_reported(const uint64_t *difference, int table, reach far) {
    uint16_t chunk[CHUNKS];
    memcpy(chunk, difference, sizeof chunk);
    for (int before = 0; before < table; before++) {
        int flipped = bits_of(chunk[before]);
        if (flipped <= far.chunk_bits && flipped + bits_of(chunk[before ^ 1]) <= far.pair_bits) return 1;
    }
    return 0;
}

TARGET static int verify(const hamming_tables *tables, const uint64_t *queries, candidate *waiting, uint64_t count,
                         int table, reach far, hamming_hits *hits) {
    const uint32_t *rows = tables->rows + table * tables->entries;
    for (uint64_t i = 0; i < count; i++) {
        waiting[i].place = rows[waiting[i].place];
        __builtin_prefetch(tables->words + (uint64_t)waiting[i].place * WORDS);
    }
    for (uint64_t i = 0; i < count; i++) {
        if (waiting[i].place >= tables->entries) continue;
        const uint64_t *entry = tables->words + (uint64_t)waiting[i].place * WORDS;
        const uint64_t *query = queries + (uint64_t)waiting[i].query * WORDS;
        uint64_t difference[WORDS];
        int distance = 0;
        for (int word = 0; word < WORDS; word++) {
            difference[word] = entry[word] ^ query[word];
            distance += bits_of(difference[word]);
        }
        if (distance <= far.radius_bits && !is_reported(difference, table, far) &&
            hamming_push(hits, waiting[i].query, waiting[i].place, (uint16_t)distance))
            return HAMMING_NO_MEMORY;
    }
    return HAMMING_OK;
}

/* The queries in order of one chunk, so that neighbours in the table are asked for one after another. */
TARGET static void in_order(const uint16_t *chunks, uint64_t count, int chunk, uint32_t *order, uint32_t *spare) {
    for (int pass = 0; pass < 2; pass++) {
        uint32_t next[256] = {0};
        const uint32_t *from = pass ? spare : NULL;
        uint32_t *to = pass ? order : spare;
        for (uint64_t i = 0; i < count; i++) next[(chunks[i * CHUNKS + chunk] >> (8 * pass)) & 255]++;
        for (uint32_t digit = 0, before = 0; digit < 256; digit++) {
            uint32_t of_digit = next[digit];
            next[digit] = before;
            before += of_digit;
        }
        for (uint64_t i = 0; i < count; i++) {
            uint32_t query = from ? from[i] : (uint32_t)i;
            to[next[(chunks[(uint64_t)query * CHUNKS + chunk] >> (8 * pass)) & 255]++] = query;
        }
    }
}

typedef struct {
    uint32_t query, first, last;
    uint16_t sibling;
    int16_t limit;
} probe;

TARGET static int search_table(const hamming_tables *tables, const uint64_t *queries, uint64_t count,
                               const uint32_t *order, int table, reach far, hamming_effort *effort, uint64_t *fetched,
                               hamming_hits *hits) {
    const uint64_t entries = tables->entries;
    const uint32_t *starts = tables->starts + (uint64_t)table * (BUCKETS + 1);
    const uint16_t *siblings = tables->siblings + (uint64_t)table * (entries + LANES);
    const uint32_t *rows = tables->rows + (uint64_t)table * entries;
    const uint16_t *chunks = (const uint16_t *)queries;
    const int flips = far.chunk_bits ? FLIPS : 1;
    const uint64_t probes = count * flips;
    probe ring[RING];
    candidate waiting[WAITING + LANES];
    uint64_t held = 0, asked = 0, turn = 0;
    int flip = 0, fault = HAMMING_OK;
    for (uint64_t answered = 0; answered < probes && !fault; answered++) {
        for (; asked < probes && asked < answered + AHEAD; asked++) {
            uint32_t query = order[turn];
            uint16_t bucket = chunks[(uint64_t)query * CHUNKS + table] ^ (uint16_t)(flip ? 1u << (flip - 1) : 0);
            uint32_t first = starts[bucket], last = starts[bucket + 1];
            if (last > entries) last = (uint32_t)entries;
            int limit = effort->is_crowded[query] ? -1 : far.pair_bits - (flip > 0);
            ring[asked % RING] =
                (probe){query, first, last, chunks[(uint64_t)query * CHUNKS + (table ^ 1)], (int16_t)limit};
            for (uint32_t at = first; at < last && at < first + 8 * LANES; at += LANES) __builtin_prefetch(siblings + at);
            if (last > first) __builtin_prefetch(siblings + last - 1);
            if (++flip == flips) flip = 0, turn++;
        }
        probe this = ring[answered % RING];
        if (this.limit < 0 || effort->is_crowded[this.query]) continue;
        for (uint64_t at = this.first; at < this.last && !fault; at += LANES) {
            uint32_t found = near(siblings + at, this.sibling, this.limit);
            if (this.last - at < LANES) found &= (1u << (this.last - at)) - 1;
            if (!found) continue;
            fetched[this.query] += (uint64_t)bits_of(found);
            for (; found; found &= found - 1) {
                uint32_t place = (uint32_t)at + (uint32_t)__builtin_ctz(found);
                __builtin_prefetch(rows + place);
                waiting[held++] = (candidate){this.query, place};
            }
            if (fetched[this.query] > effort->most_fetched) {
                effort->is_crowded[this.query] = 1;
                at = this.last;
            }
            if (held >= WAITING) {
                fault = verify(tables, queries, waiting, held, table, far, hits);
                held = 0;
            }
        }
    }
    return fault ? fault : verify(tables, queries, waiting, held, table, far, hits);
}

/* What was found for a query before it was left for a scan, which finds it again, is taken back. */
TARGET static void drop_crowded(const uint8_t *is_crowded, hamming_hits *hits) {
    uint64_t kept = 0;
    for (uint64_t i = 0; i < hits->count; i++) {
        if (is_crowded[hits->query[i]]) continue;
        hits->query[kept] = hits->query[i];
        hits->row[kept] = hits->row[i];
        hits->distance[kept++] = hits->distance[i];
    }
    hits->count = kept;
}

TARGET int NAME(search)(const hamming_tables *tables, const uint64_t *queries, uint64_t count, int radius_bits,
                        hamming_effort *effort, hamming_hits *hits) {
    reach far = reach_of(radius_bits);
    uint32_t *order = malloc(2 * (count ? count : 1) * sizeof *order);
    uint64_t *fetched = calloc(count ? count : 1, sizeof *fetched);
    int fault = order && fetched ? HAMMING_OK : HAMMING_NO_MEMORY;
    for (uint64_t i = 0; !fault && i < count; i++) order[i] = (uint32_t)i;
    for (int table = 0; table < CHUNKS && !fault; table++) {
        if (count >= FEW_QUERIES) in_order((const uint16_t *)queries, count, table, order, order + count);
        fault = search_table(tables, queries, count, order, table, far, effort, fetched, hits);
    }
    if (!fault) drop_crowded(effort->is_crowded, hits);
    free(order);
    free(fetched);
    return fault;
}

/* One block against one query. Half of a hash rules out nearly all; the rest are counted whole. */
TARGET static int scan_block(const uint64_t *block, int stride, int count, const uint64_t *query, int radius_bits,
                             uint32_t number, uint32_t first, hamming_hits *hits) {
    for (int i = 0; i < count; i += STEP) {
        unsigned found = near_by_halves(block + i, stride, query, radius_bits);
        if (count - i < STEP) found &= (1u << (count - i)) - 1;
        for (; found; found &= found - 1) {
            int at = i + __builtin_ctz(found), distance = 0;
            for (int word = 0; word < WORDS; word++) distance += bits_of(block[word * stride + at] ^ query[word]);
            if (distance <= radius_bits && hamming_push(hits, number, first + (uint32_t)at, (uint16_t)distance))
                return HAMMING_NO_MEMORY;
        }
    }
    return HAMMING_OK;
}

/* Each hash against each query. A block of hashes is turned so that one word of eight hashes lies together, and asked by
   every query before the next block is fetched. */
TARGET int NAME(scan)(const uint64_t *words, uint64_t entries, const uint64_t *queries, uint64_t count, int radius_bits,
                      hamming_hits *hits) {
    enum { BLOCK = 1024 };
    static const int stride = BLOCK;
    uint64_t *block = malloc(WORDS * BLOCK * sizeof *block);
    if (!block) return HAMMING_NO_MEMORY;
    int fault = HAMMING_OK;
    for (uint64_t first = 0; first < entries && !fault; first += BLOCK) {
        int held = entries - first < BLOCK ? (int)(entries - first) : BLOCK;
        for (int i = 0; i < held; i++)
            for (int word = 0; word < WORDS; word++) block[word * stride + i] = words[(first + i) * WORDS + word];
        for (int i = held; i % 8; i++)
            for (int word = 0; word < WORDS; word++) block[word * stride + i] = 0;
        for (uint64_t query = 0; query < count && !fault; query++)
            fault = scan_block(block, stride, held, queries + query * WORDS, radius_bits, (uint32_t)query,
                               (uint32_t)first, hits);
    }
    free(block);
    return fault;
}
