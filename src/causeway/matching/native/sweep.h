/* Many queries in one table, once for each variant: stretch by stretch, each of which stays in the processor's second
   cache while all who look into it do so, and the next is under way. */
enum { STRETCH_BYTES = 1 << 16, LINE_BYTES = 64 };

typedef struct {
    int bits, stretches; /* a stretch is so many buckets, as a power of two */
    const asking *queries;
    const char *ahead, *end; /* what is still to be fetched of the next stretch */
    uint64_t lines_a_probe;
    uint32_t begins[BUCKETS + 1]; /* of the queries whose own chunk lies in each stretch */
} sweep;

/* As many buckets as hold some tens of kilobytes of siblings where all are alike. */
TARGET static int stretch_bits(uint64_t entries) {
    int bits = 16;
    while (bits > 0 && (entries << bits) / BUCKETS * sizeof(uint16_t) > STRETCH_BYTES) bits--;
    return bits;
}

/* The next stretch is fetched a little with each of so many probes: memory that is asked for much at once makes all wait. */
TARGET static void fetch_during(table in, sweep *over, int stretch, uint64_t probes) {
    over->ahead = over->end = NULL;
    if (stretch >= over->stretches) return;
    const uint32_t first = in.starts[stretch << over->bits], last = in.starts[(stretch + 1) << over->bits];
    if (first >= last || last > in.entries) return;
    over->ahead = (const char *)(in.siblings + first);
    over->end = (const char *)(in.siblings + last);
    over->lines_a_probe = ((uint64_t)(over->end - over->ahead) / LINE_BYTES + probes) / (probes ? probes : 1);
}

/* Those of one stretch of queries, each with one flip, which leads all of them into one stretch of buckets. */
TARGET static int sweep_flip(hunt *hunt, table in, sweep *over, int stretch, int flip) {
    const int from = flipped_chunk((uint16_t)(stretch << over->bits), flip) >> over->bits;
    const reach far = hunt->far;
    const uint8_t *is_crowded = hunt->is_crowded;
    int fault = HAMMING_OK;
    for (uint32_t i = over->begins[from]; i < over->begins[from + 1] && !fault; i++) {
        for (uint64_t line = 0; line < over->lines_a_probe && over->ahead < over->end; line++, over->ahead += LINE_BYTES)
            __builtin_prefetch(over->ahead, 0, 2);
        const probe this = aimed_at(in, far, over->queries[i], flip);
        if (is_crowded[this.query]) continue;
        if (is_large(this.last - this.first, in.entries)) weigh(hunt, this);
        if (!is_crowded[this.query]) fault = look_into(hunt, in, &this, 0);
    }
    return fault;
}

/* The queries in their order, and where those of each stretch begin. */
TARGET static void line_up(table in, sweep *over, asking *queries, const uint32_t *order, uint64_t count) {
    over->bits = stretch_bits(in.entries);
    over->stretches = BUCKETS >> over->bits;
    over->queries = queries;
    int next = 0;
    for (uint64_t i = 0; i < count; i++) {
        queries[i] = asking_of(in, order[i]);
        while (next <= queries[i].chunk >> over->bits) over->begins[next++] = (uint32_t)i;
    }
    while (next <= over->stretches) over->begins[next++] = (uint32_t)count;
}

TARGET static int sweep_table(hunt *hunt, const uint32_t *order, int number) {
    const table in = table_of(hunt, number);
    const int flips = flips_of(hunt->far);
    asking *queries = malloc(hunt->asked->count * sizeof *queries);
    sweep *over = malloc(sizeof *over);
    int fault = queries && over ? HAMMING_OK : HAMMING_NO_MEMORY;
    if (!fault) line_up(in, over, queries, order, hunt->asked->count);
    for (int stretch = 0; !fault && stretch < over->stretches; stretch++) {
        fetch_during(in, over, stretch + 1, (uint64_t)flips * (over->begins[stretch + 1] - over->begins[stretch]));
        for (int flip = 0; flip < flips && !fault; flip++) fault = sweep_flip(hunt, in, over, stretch, flip);
    }
    free(queries);
    free(over);
    return fault;
}
