/* line_stream.h - the bytes of one part of a large file, unpacked where they are packed. Only line_file.c
 * includes it. */
#ifndef ENT_OS_LINE_STREAM_H
#define ENT_OS_LINE_STREAM_H
#include <zlib.h>

#include "os/line_file.h"

typedef struct {
    int            file;
    bool           regular, packed;
    int64_t        at, to; /* of a regular file: what is left to read */
    z_stream       z;
    unsigned char *packed_bytes; /* read and not yet unpacked */
    bool           open, member; /* zlib is in use; in the middle of a member */
    int64_t        taken, given; /* packed and unpacked bytes */
    LineFileResult result;
} LineStream;

/* From `from` to `to` of a regular file; else all of it. */
void stream_open(LineStream *stream, int file, bool regular, bool packed, int64_t from, int64_t to);
void stream_close(LineStream *stream);
/* Up to `room` bytes; 0: the end; -1: `result` says what failed. */
Size stream_read(LineStream *stream, char *to, Size room);
#endif
