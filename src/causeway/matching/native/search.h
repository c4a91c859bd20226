/* The search in the tables, once for each variant. Besides what `scan.h` wants, the file that includes it defines

     near(siblings, sibling, least, most)    of 32 siblings, those from `least` to `most` bits off one, as 32 bits
*/
#include <stdlib.h>
#include <string.h>

#include "judge.h"

enum { AHEAD = 32, ALONE_AHEAD = 48, RING = 64, WAITING = 512, FEW_QUERIES = 64, SIFTED = 2 * LANES };
enum { SWEPT_SHARE = 8192 };
/* With more queries than an 8,192nd of the entries, a table is read through from one end to the other sooner than where
   each of them looks. */

/* Of 64 siblings from a place on, those that are near enough, as bits. */
typedef struct {
    uint64_t found;
    uint32_t query, place;
    int table;
} sighting;

typedef struct {
    uint32_t query, place;
    int table;
} candidate;

typedef struct {
    uint32_t query, first, last;
    uint16_t sibling;
    int16_t least, most;
} probe;

/* A query, as one table asks for it. */
typedef struct {
    uint32_t query;
    uint16_t chunk, sibling;
} asking;

typedef struct {
    const hamming_tables *tables;
    const hamming_queries *asked;
    reach far;
    uint8_t *is_crowded;
    effort *efforts; /* of each query */
    hamming_hits *hits;
    uint64_t compared, fetched;
    sighting *next; /* where the next sighting is written down */
    sighting waiting[WAITING];
} hunt;

/* One table, and the queries' chunks. Passed by value: what is read through a pointer would be read anew after every
   store. */
typedef struct {
    const uint32_t *starts, *rows;
    const uint16_t *siblings, *chunks;
    uint64_t entries;
    int number;
} table;

TARGET static inline table table_of(const hunt *hunt, int number) {
    const hamming_tables *tables = hunt->tables;
    return (table){tables->starts + (uint64_t)number * (BUCKETS + 1), tables->rows + (uint64_t)number * tables->entries,
                   tables->siblings + (uint64_t)number * (tables->entries + LANES),
                   (const uint16_t *)hunt->asked->words, tables->entries, number};
}

/* Whether a table before this one has reported the match already. */
TARGET static inline int is_reported(const uint64_t *difference, int table, reach far) {
    uint16_t chunk[CHUNKS];
    memcpy(chunk, difference, sizeof chunk);
    for (int before = 0; before < table; before++) {
        int flipped = __builtin_popcountll(chunk[before]);
        if (flipped <= far.chunk_bits && flipped + __builtin_popcountll(chunk[before ^ 1]) <= far.pair_bits) return 1;
    }
    return 0;
}

/* Those that are fetched are compared whole. */
TARGET static int compare(hunt *hunt, candidate *fetched, uint64_t count) {
    const hamming_tables *tables = hunt->tables;
    const uint64_t entries = tables->entries;
    int fault = hamming_reserve(hunt->hits, count);
    if (fault) return fault;
    for (uint64_t i = 0; i < count; i++) {
        candidate *this = fetched + i;
        this->place = tables->rows[(uint64_t)this->table * entries + this->place];
        if (this->place < entries) __builtin_prefetch(tables->words + (uint64_t)this->place * WORDS);
    }
    for (uint64_t i = 0; i < count; i++) {
        candidate this = fetched[i];
        if (this.place >= entries) continue;
        const uint64_t *entry = tables->words + (uint64_t)this.place * WORDS;
        const uint64_t *query = hunt->asked->words + (uint64_t)this.query * WORDS;
        int distance = distance_of(entry, query);
        if (distance > hunt->far.radius_bits) continue;
        uint64_t difference[WORDS];
        for (int word = 0; word < WORDS; word++) difference[word] = entry[word] ^ query[word];
        if (!is_reported(difference, this.table, hunt->far))
            hamming_put(hunt->hits, this.query, this.place, (uint16_t)distance);
    }
    hunt->fetched += count;
    return HAMMING_OK;
}

/* What was sighted is fetched, many at once. */
TARGET static int verify(hunt *hunt) {
    const uint64_t entries = hunt->tables->entries;
    candidate fetched[WAITING + SIFTED];
    uint64_t count = 0;
    int fault = HAMMING_OK;
    for (const sighting *each = hunt->waiting; each < hunt->next && !fault; each++) {
        const sighting this = *each;
        const uint32_t *rows = hunt->tables->rows + (uint64_t)this.table * entries;
        for (uint64_t found = this.found; found; found &= found - 1) {
            uint32_t place = this.place + (uint32_t)__builtin_ctzll(found);
            __builtin_prefetch(rows + place);
            fetched[count++] = (candidate){this.query, place, this.table};
        }
        if (count >= WAITING) fault = compare(hunt, fetched, count), count = 0;
    }
    hunt->next = hunt->waiting;
    return fault ? fault : compare(hunt, fetched, count);
}

/* How many siblings before a place lie in its line. Read from the line's begin on, no vector touches two lines: worth
   it where lines come from memory, not where they wait in a cache already. */
TARGET static inline uint32_t before_in_line(table in, uint32_t place) {
    const uint32_t before = (uint32_t)((uintptr_t)(in.siblings + place) / sizeof *in.siblings % LANES);
    return before < place ? before : place;
}

/* One bucket for one query. What is near is written down without a branch, which no processor could foretell. */
TARGET static inline __attribute__((always_inline)) int sift(hunt *hunt, table in, const probe *this, int by_line) {
    int16_t least = this->least, most = this->most;
    /* Made into vectors here: left to itself, the compiler makes them once for all buckets and reads them from memory for
       each vector of siblings, as no register outlives a call. */
    __asm__("" : "+r"(least), "+r"(most));
    const uint16_t sibling = this->sibling;
    const uint32_t query = this->query;
    const uint64_t last = this->last;
    const uint32_t before = by_line && this->first < last ? before_in_line(in, this->first) : 0;
    uint64_t inside = UINT64_MAX << before;
    sighting *next = hunt->next, *const full = hunt->waiting + WAITING;
    for (uint64_t at = this->first - before; at < last; at += SIFTED, inside = UINT64_MAX) {
        const uint64_t left = last - at;
        uint64_t found = near(in.siblings + at, sibling, least, most);
        if (left > LANES) found |= (uint64_t)near(in.siblings + at + LANES, sibling, least, most) << LANES;
        found &= inside & UINT64_MAX >> (SIFTED - (left < SIFTED ? left : SIFTED));
        *next = (sighting){found, query, (uint32_t)at, in.number};
        next += found != 0;
        if (next == full) {
            hunt->next = next;
            int fault = verify(hunt);
            if (fault) return fault;
            next = hunt->waiting;
        }
    }
    hunt->next = next;
    hunt->compared += last - this->first;
    return HAMMING_OK;
}

/* The same for a large bucket: a query that has had too many fetched is given up. */
TARGET static int sift_large(hunt *hunt, table in, probe this) {
    enum { AT_ONCE = 8 * LANES };
    effort *spent = hunt->efforts + this.query;
    int fault = verify(hunt);
    while (this.first < this.last && !hunt->is_crowded[this.query] && !fault) {
        probe part = this;
        if (part.last - part.first > AT_ONCE) part.last = part.first + AT_ONCE;
        const uint64_t before = hunt->fetched;
        fault = sift(hunt, in, &part, 0);
        if (!fault) fault = verify(hunt);
        spent->fetched += hunt->fetched - before;
        if (spent->fetched > most_fetched(in.entries)) hunt->is_crowded[this.query] = 1;
        this.first = part.last;
    }
    return fault;
}

TARGET static inline __attribute__((always_inline)) int look_into(hunt *hunt, table in, const probe *this, int by_line) {
    return is_large(this->last - this->first, in.entries) ? sift_large(hunt, in, *this) : sift(hunt, in, this, by_line);
}

/* Where to look for one flip of a query's chunk. */
TARGET static inline __attribute__((always_inline)) probe aimed_at(table in, reach far, asking of, int flip) {
    const uint16_t bucket = flipped_chunk(of.chunk, flip);
    uint32_t first = in.starts[bucket], last = in.starts[bucket + 1];
    if (last > in.entries) last = (uint32_t)in.entries;
    if (first > last) first = last;
    const int16_t least = least_bits(in.number, far), most = most_bits(flip, far);
    return (probe){of.query, first, least > most ? first : last, of.sibling, least, most};
}

TARGET static inline asking asking_of(table in, uint32_t query) {
    const uint16_t *chunks = in.chunks + (uint64_t)query * CHUNKS;
    return (asking){query, chunks[in.number], chunks[in.number ^ 1]};
}

TARGET static inline __attribute__((always_inline)) probe aimed(table in, reach far, uint32_t query, int flip) {
    return aimed_at(in, far, asking_of(in, query), flip);
}

TARGET static inline __attribute__((always_inline)) void fetch_ahead(table in, probe this) {
    const uint32_t first = this.first - before_in_line(in, this.first);
    for (uint32_t at = first; at < this.last && at < first + 8 * LANES; at += LANES)
        __builtin_prefetch(in.siblings + at);
}

/* Once a query has met many siblings it is judged, and may be left for the scan. */
TARGET static void weigh(hunt *hunt, probe this) {
    effort *spent = hunt->efforts + this.query;
    spent->met += this.last - this.first;
    if (spent->is_judged || spent->met <= free_siblings(hunt->tables->entries)) return;
    spent->is_judged = 1;
    const uint16_t *chunks = (const uint16_t *)hunt->asked->words + (uint64_t)this.query * CHUNKS;
    hunt->is_crowded[this.query] = (uint8_t)is_scan_sooner(hunt->tables, chunks, hunt->far);
}

/* A query that is asked alone: it is judged by all its buckets before the first is looked into, and the next of them are
   always under way. */
TARGET static int search_alone(hunt *hunt, uint32_t query) {
    const int flips = flips_of(hunt->far), count = CHUNKS * flips;
    const uint16_t *chunks = (const uint16_t *)hunt->asked->words + (uint64_t)query * CHUNKS;
    probe probes[CHUNKS * FLIPS];
    int fault = HAMMING_OK;
    for (int number = 0; number < CHUNKS; number++) {
        const uint32_t *starts = hunt->tables->starts + (uint64_t)number * (BUCKETS + 1);
        for (int flip = 0; flip < flips; flip++) __builtin_prefetch(starts + flipped_chunk(chunks[number], flip));
    }
    for (int i = 0; i < count; i++) {
        probes[i] = aimed(table_of(hunt, i / flips), hunt->far, query, i % flips);
        if (is_large(probes[i].last - probes[i].first, hunt->tables->entries)) weigh(hunt, probes[i]);
    }
    for (int i = -ALONE_AHEAD; i < count && !fault && !hunt->is_crowded[query]; i++) {
        const int next = i + ALONE_AHEAD;
        if (next < count) fetch_ahead(table_of(hunt, next / flips), probes[next]);
        if (i >= 0) fault = look_into(hunt, table_of(hunt, i / flips), probes + i, 1);
    }
    return fault;
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

#include "sweep.h"

/* Some queries in one table, the next buckets always under way. */
TARGET static int search_table(hunt *hunt, const uint32_t *order, int number) {
    const table in = table_of(hunt, number);
    const reach far = hunt->far;
    const uint8_t *is_crowded = hunt->is_crowded;
    const int flips = flips_of(far);
    const uint64_t probes = hunt->asked->count * (uint64_t)flips;
    probe ring[RING];
    uint64_t asked = 0, turn = 0;
    int flip = 0, fault = HAMMING_OK;
    for (uint64_t answered = 0; answered < probes && !fault; answered++) {
        for (; asked < probes && asked < answered + AHEAD; asked++) {
            probe next = aimed(in, far, order[turn], flip);
            if (is_crowded[next.query]) next.last = next.first;
            if (is_large(next.last - next.first, in.entries)) weigh(hunt, next);
            fetch_ahead(in, next);
            ring[asked % RING] = next;
            if (++flip == flips) flip = 0, turn++;
        }
        const probe *this = ring + answered % RING;
        if (!is_crowded[this->query]) fault = look_into(hunt, in, this, 1);
    }
    return fault;
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

TARGET static int search_all(hunt *hunt, uint32_t *order) {
    const uint64_t count = hunt->asked->count;
    int fault = HAMMING_OK;
    if (count < FEW_QUERIES)
        for (uint32_t query = 0; query < count && !fault; query++) fault = search_alone(hunt, query);
    else
        for (int table = 0; table < CHUNKS && !fault; table++) {
            in_order((const uint16_t *)hunt->asked->words, count, table, order, order + count);
            fault = count > hunt->tables->entries / SWEPT_SHARE ? sweep_table(hunt, order, table)
                                                                : search_table(hunt, order, table);
        }
    return fault ? fault : verify(hunt);
}

TARGET int NAME(search)(const hamming_tables *tables, const hamming_queries *asked, uint8_t *is_crowded,
                        hamming_work *work, hamming_hits *hits) {
    const uint64_t count = asked->count;
    hunt hunt = {.tables = tables, .asked = asked, .is_crowded = is_crowded, .hits = hits};
    hunt.far = reach_of(asked->radius_bits);
    hunt.next = hunt.waiting;
    uint32_t *order = malloc(2 * (count ? count : 1) * sizeof *order);
    hunt.efforts = calloc(count ? count : 1, sizeof *hunt.efforts);
    int fault = order && hunt.efforts ? search_all(&hunt, order) : HAMMING_NO_MEMORY;
    work->compared += hunt.compared;
    work->fetched += hunt.fetched;
    if (!fault) drop_crowded(is_crowded, hits);
    free(order);
    free(hunt.efforts);
    return fault;
}
