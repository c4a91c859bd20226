/* The reduction of a picture to 64 x 64 luma, once for each variant: the file that includes this one defines TARGET and
   REDUCE(x). Every variant adds in the same order, so that all give the same floats (set-up forbids contraction).
*/
#include "picture.h"

enum { COLUMNS = 2048, PARTS = 8 };

/* Four weighted lines more on a sum. */
TARGET static void REDUCE(add_four)(float *restrict sum, const uint8_t *restrict line, uint64_t stride, uint64_t columns,
                                    const float *weights) {
    const uint8_t *restrict second = line + stride, *restrict third = second + stride, *restrict fourth = third + stride;
    const float a = weights[0], b = weights[1], c = weights[2], d = weights[3];
    for (uint64_t x = 0; x < columns; x++)
        sum[x] = sum[x] + (a * (float)line[x] + b * (float)second[x]) + (c * (float)third[x] + d * (float)fourth[x]);
}

/* One output row: the weighted sum of a band of input lines, each `samples` bytes long. */
TARGET static void REDUCE(fold)(const uint8_t *lines, uint64_t samples, const picture_band *band, int output, float *sum) {
    const float *weights = band->weights + (uint64_t)output * band->width;
    uint64_t first = band->starts[output];
    uint64_t count = band->length - first < band->width ? band->length - first : band->width;
    for (uint64_t from = 0; from < samples; from += COLUMNS) {
        uint64_t columns = samples - from < COLUMNS ? samples - from : COLUMNS, line = 0;
        float *restrict part = sum + from;
        for (uint64_t x = 0; x < columns; x++) part[x] = 0.0f;
        for (; line + 4 <= count; line += 4)
            REDUCE(add_four)(part, lines + (first + line) * samples + from, samples, columns, weights + line);
        for (; line < count; line++) {
            const float weight = weights[line];
            const uint8_t *restrict sample = lines + (first + line) * samples + from;
            for (uint64_t x = 0; x < columns; x++) part[x] += weight * (float)sample[x];
        }
    }
}

TARGET static inline void REDUCE(luma)(const float *restrict sample, uint64_t pixels, int samples, float *restrict luma) {
    for (uint64_t x = 0; x < pixels; x++)
        luma[x] = 0.299f * sample[samples * x] + 0.587f * sample[samples * x + 1] + 0.114f * sample[samples * x + 2];
}

TARGET static float REDUCE(across)(const float *line, const picture_band *band, int output) {
    const float *restrict weights = band->weights + (uint64_t)output * band->width;
    uint64_t first = band->starts[output];
    uint64_t count = band->length - first < band->width ? band->length - first : band->width;
    const float *restrict sample = line + first;
    float parts[PARTS] = {0};
    uint64_t x = 0;
    for (; x + PARTS <= count; x += PARTS)
        for (int part = 0; part < PARTS; part++) parts[part] += weights[x + part] * sample[x + part];
    for (int part = 0; x < count; x++, part++) parts[part] += weights[x] * sample[x];
    float sum = 0.0f;
    for (int part = 0; part < PARTS; part++) sum += parts[part];
    return sum;
}

TARGET void REDUCE(picture)(const uint8_t *pixels, int colours, const picture_band *down, const picture_band *over,
                            float *line, float *reduced) {
    const uint64_t samples = over->length * (uint64_t)colours;
    float *luma = colours == 1 ? line : line + samples;
    for (int row = 0; row < PICTURE_SIDE; row++) {
        REDUCE(fold)(pixels, samples, down, row, line);
        if (colours == 3) REDUCE(luma)(line, over->length, 3, luma);
        if (colours == 4) REDUCE(luma)(line, over->length, 4, luma);
        for (int column = 0; column < PICTURE_SIDE; column++)
            reduced[row * PICTURE_SIDE + column] = REDUCE(across)(luma, over, column);
    }
}
