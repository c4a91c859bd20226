/* The reduction of a picture to 64 x 64 luma, once for each variant: the file that includes this one defines TARGET and
   REDUCE(x). Every variant adds in the same order, so that all give the same floats (set-up forbids contraction).
*/
#include "picture.h"

enum { COLUMNS = 2048, PARTS = 8 };

/* One output row: the weighted sum of a band of input lines, each `samples` bytes long. */
TARGET static void REDUCE(fold)(const uint8_t *lines, uint64_t samples, const picture_band *band, int output, float *sum) {
    const float *weights = band->weights + (uint64_t)output * band->width;
    uint64_t first = band->starts[output];
    uint64_t count = band->length - first < band->width ? band->length - first : band->width;
    for (uint64_t from = 0; from < samples; from += COLUMNS) {
        uint64_t columns = samples - from < COLUMNS ? samples - from : COLUMNS;
        float *restrict part = sum + from;
        for (uint64_t x = 0; x < columns; x++) part[x] = 0.0f;
        for (uint64_t line = 0; line < count; line++) {
            const float weight = weights[line];
            const uint8_t *restrict sample = lines + (first + line) * samples + from;
            if (weight != 0.0f)
                for (uint64_t x = 0; x < columns; x++) part[x] += weight * (float)sample[x];
        }
    }
}

TARGET static void REDUCE(luma)(float *sum, uint64_t pixels) {
    for (uint64_t x = 0; x < pixels; x++) sum[x] = 0.299f * sum[3 * x] + 0.587f * sum[3 * x + 1] + 0.114f * sum[3 * x + 2];
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
    for (int row = 0; row < PICTURE_SIDE; row++) {
        REDUCE(fold)(pixels, over->length * (uint64_t)colours, down, row, line);
        if (colours == 3) REDUCE(luma)(line, over->length);
        for (int column = 0; column < PICTURE_SIDE; column++)
            reduced[row * PICTURE_SIDE + column] = REDUCE(across)(line, over, column);
    }
}
