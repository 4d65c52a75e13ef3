/* line_stream.c - see line_stream.h. */
#include "os/line_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PACKED_BYTES = 1 << 16, RATIO_FROM = 1 << 24, ANY_GZIP = 15 + 16 };

static Size failed(LineStream *stream, LineFileResult result)
{
    stream->result = result;
    return -1;
}

void stream_open(LineStream *stream, int file, bool regular, bool packed, int64_t from, int64_t to)
{
    *stream = (LineStream){.file = file, .regular = regular, .packed = packed, .at = from, .to = to};
    if (!packed)
        return;
    stream->packed_bytes = malloc(PACKED_BYTES);
    stream->open = stream->packed_bytes && inflateInit2(&stream->z, ANY_GZIP) == Z_OK;
    if (!stream->open)
        stream->result = LINE_FILE_FAILED;
}

void stream_close(LineStream *stream)
{
    if (stream->open)
        (void)inflateEnd(&stream->z);
    free(stream->packed_bytes);
    stream->packed_bytes = NULL;
    stream->open = false;
}

static Size read_raw(LineStream *stream, void *to, Size room)
{
    for (;;) {
        Size wanted =
            stream->regular && stream->to - stream->at < room ? (Size)(stream->to - stream->at) : room;
        if (wanted <= 0)
            return 0;
        ssize_t got = stream->regular ? pread(stream->file, to, (size_t)wanted, stream->at)
                                      : read(stream->file, to, (size_t)wanted);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed(stream, errno == EISDIR ? LINE_FILE_FOLDER : LINE_FILE_FAILED);
        if (got == 0 && stream->regular)
            return failed(stream, LINE_FILE_SHORTER);
        stream->at += got;
        return got;
    }
}

/* More packed bytes; 0: there are none. */
static Size refill(LineStream *stream)
{
    Size got = read_raw(stream, stream->packed_bytes, PACKED_BYTES);
    stream->z.next_in = stream->packed_bytes;
    stream->z.avail_in = got > 0 ? (uInt)got : 0;
    stream->taken += got > 0 ? got : 0;
    return got;
}

/* Zeros fill up what gzip wrote to a tape; anything else behind a member is another member. */
static bool skip_padding(LineStream *stream)
{
    while (stream->z.avail_in && *stream->z.next_in == 0) {
        stream->z.next_in++;
        stream->z.avail_in--;
    }
    return stream->z.avail_in > 0;
}

static Size unpack(LineStream *stream, char *to, Size room)
{
    stream->z.next_out = (Bytef *)to;
    stream->z.avail_out = (uInt)room;
    while (stream->z.avail_out == (uInt)room) {
        if (!stream->z.avail_in) {
            Size got = refill(stream);
            if (got < 0)
                return -1;
            if (got == 0)
                return stream->member ? failed(stream, LINE_FILE_CUT_OFF) : 0;
        }
        if (!stream->member && stream->given && !skip_padding(stream))
            continue;
        stream->member = true;
        int said = inflate(&stream->z, Z_NO_FLUSH);
        if (said == Z_STREAM_END) {
            stream->member = false;
            if (inflateReset(&stream->z) != Z_OK)
                return failed(stream, LINE_FILE_FAILED);
        } else if (said != Z_OK && said != Z_BUF_ERROR) {
            return failed(stream, LINE_FILE_DAMAGED);
        }
    }
    Size got = room - (Size)stream->z.avail_out;
    stream->given += got;
    if (stream->given > UNPACKED_MOST ||
        (stream->given > RATIO_FROM && stream->given / UNPACKED_RATIO > stream->taken))
        return failed(stream, LINE_FILE_BOMB);
    return got;
}

Size stream_read(LineStream *stream, char *to, Size room)
{
    if (stream->result != LINE_FILE_OK)
        return -1;
    return stream->packed ? unpack(stream, to, room) : read_raw(stream, to, room);
}
