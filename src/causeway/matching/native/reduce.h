/* The reduction of a picture, or of a part of it, to 64 x 64 luma, once for each variant: the file that includes this
   one defines TARGET and REDUCE(x). Every variant adds in the same order, so that all give the same floats (set-up
   forbids contraction).

   Where the weights of an output are whole numbers of one unit, as nearly all are, it is added up in whole numbers, which
   is exact and takes half the time. */
#include "picture.h"

enum { COLUMNS = 16384, PARTS = 8, MOST_OF_EIGHT = 32 };
/* So many columns at a time: longer runs of memory are read faster than caches are short. Weights rise to half the width
   of a band and fall again: up to 32, eight products fit 16 bits, up to 64, four. */

/* Four, or eight, weighted lines more on a sum; their products together fit 16 bits. */
TARGET static void REDUCE(count_four)(uint32_t *restrict sum, const uint8_t *restrict line, uint64_t stride,
                                      uint64_t columns, const uint16_t *weights) {
    const uint8_t *restrict second = line + stride, *restrict third = second + stride, *restrict fourth = third + stride;
    const uint16_t a = weights[0], b = weights[1], c = weights[2], d = weights[3];
    for (uint64_t x = 0; x < columns; x++)
        sum[x] += (uint16_t)(a * line[x] + b * second[x] + c * third[x] + d * fourth[x]);
}

TARGET static void REDUCE(count_eight)(uint32_t *restrict sum, const uint8_t *restrict line, uint64_t stride,
                                       uint64_t columns, const uint16_t *weights) {
    const uint8_t *restrict second = line + stride, *restrict third = second + stride, *restrict fourth = third + stride,
                  *restrict fifth = fourth + stride, *restrict sixth = fifth + stride, *restrict seventh = sixth + stride,
                  *restrict eighth = seventh + stride;
    const uint16_t a = weights[0], b = weights[1], c = weights[2], d = weights[3], e = weights[4], f = weights[5],
                   g = weights[6], h = weights[7];
    for (uint64_t x = 0; x < columns; x++)
        sum[x] += (uint16_t)(a * line[x] + b * second[x] + c * third[x] + d * fourth[x] + e * fifth[x] + f * sixth[x] +
                             g * seventh[x] + h * eighth[x]);
}

TARGET static void REDUCE(add_four)(float *restrict sum, const uint8_t *restrict line, uint64_t stride, uint64_t columns,
                                    const float *weights) {
    const uint8_t *restrict second = line + stride, *restrict third = second + stride, *restrict fourth = third + stride;
    const float a = weights[0], b = weights[1], c = weights[2], d = weights[3];
    for (uint64_t x = 0; x < columns; x++)
        sum[x] = sum[x] + (a * (float)line[x] + b * (float)second[x]) + (c * (float)third[x] + d * (float)fourth[x]);
}

static inline uint64_t REDUCE(lines_of)(const picture_band *band, uint64_t output) {
    uint64_t left = band->length - (uint64_t)band->starts[output];
    return left < band->width ? left : band->width;
}

/* One output row: the weighted sum of a band of input lines, each `samples` bytes long, as floats. */
TARGET static void REDUCE(fold)(const uint8_t *pixels, uint64_t samples, const picture_band *band, uint64_t output,
                                float *sums) {
    const uint8_t *lines = pixels + band->starts[output] * samples;
    const uint16_t *counts = band->counts + output * band->width;
    const float *weights = band->weights + output * band->width, unit = band->units[output];
    const uint64_t count = REDUCE(lines_of)(band, output);
    for (uint64_t from = 0; from < samples; from += COLUMNS) {
        uint64_t columns = samples - from < COLUMNS ? samples - from : COLUMNS, line = 0;
        const uint8_t *restrict sample = lines + from;
        float *restrict sum = sums + from;
        memset(sum, 0, columns * sizeof *sum);
        if (unit > 0.0f) {
            uint32_t *whole = (uint32_t *)sum;
            for (; line + 8 <= count && band->width < 2 * MOST_OF_EIGHT; line += 8, sample += 8 * samples)
                REDUCE(count_eight)(whole, sample, samples, columns, counts + line);
            for (; line + 4 <= count; line += 4, sample += 4 * samples)
                REDUCE(count_four)(whole, sample, samples, columns, counts + line);
            for (; line < count; line++, sample += samples)
                for (uint64_t x = 0; x < columns; x++) whole[x] += (uint16_t)(counts[line] * sample[x]);
            for (uint64_t x = 0; x < columns; x++) sum[x] = (float)whole[x] * unit;
        } else {
            for (; line + 4 <= count; line += 4, sample += 4 * samples)
                REDUCE(add_four)(sum, sample, samples, columns, weights + line);
            for (; line < count; line++, sample += samples)
                for (uint64_t x = 0; x < columns; x++) sum[x] += weights[line] * (float)sample[x];
        }
    }
}

TARGET static inline void REDUCE(luma)(const float *restrict sample, uint64_t pixels, int samples, float *restrict luma) {
    for (uint64_t x = 0; x < pixels; x++)
        luma[x] = 0.299f * sample[samples * x] + 0.587f * sample[samples * x + 1] + 0.114f * sample[samples * x + 2];
}

TARGET static float REDUCE(across)(const float *line, const picture_band *band, uint64_t output) {
    const float *restrict weights = band->weights + output * band->width;
    const float *restrict sample = line + band->starts[output];
    uint64_t count = REDUCE(lines_of)(band, output), x = 0;
    float parts[PARTS] = {0};
    for (; x + PARTS <= count; x += PARTS)
        for (int part = 0; part < PARTS; part++) parts[part] += weights[x + part] * sample[x + part];
    for (int part = 0; x < count; x++, part++) parts[part] += weights[x] * sample[x];
    float sum = 0.0f;
    for (int part = 0; part < PARTS; part++) sum += parts[part];
    return sum;
}

/* `room` has space for one line of samples and one of luma. */
TARGET void REDUCE(picture)(const uint8_t *pixels, int colours, const picture_band *down, const picture_band *over,
                            float *room, float *reduced) {
    const uint64_t samples = over->length * (uint64_t)colours;
    float *luma = colours == 1 ? room : room + samples;
    for (uint64_t row = 0; row < down->outputs; row++) {
        REDUCE(fold)(pixels, samples, down, row, room);
        if (colours == 3) REDUCE(luma)(room, over->length, 3, luma);
        if (colours == 4) REDUCE(luma)(room, over->length, 4, luma);
        for (uint64_t column = 0; column < over->outputs; column++)
            reduced[row * over->outputs + column] = REDUCE(across)(luma, over, column);
    }
}
