/* A picture reduced to 64 x 64 luma, as PDQ wants it. */
#ifndef CAUSEWAY_PICTURE_H
#define CAUSEWAY_PICTURE_H

#include <stdint.h>
#include <string.h>

/* One axis: output o is the sum over k of weights[o][k] * input[starts[o] + k], as far as the axis goes. */
typedef struct {
    uint64_t length;
    uint64_t width;
    uint64_t outputs;
    const int64_t *starts; /* [outputs] */
    const float *weights;  /* [outputs][width] */
    const uint16_t *counts; /* [outputs][width]: the weights in units, 64 at most */
    const float *units;     /* [outputs]: what `counts` count; 0 where the weights are no whole numbers of anything */
} picture_band;

void reduce_picture_portable(const uint8_t *, int, const picture_band *, const picture_band *, float *, float *);
void reduce_picture_avx2(const uint8_t *, int, const picture_band *, const picture_band *, float *, float *);
void reduce_picture_avx512(const uint8_t *, int, const picture_band *, const picture_band *, float *, float *);

#endif
