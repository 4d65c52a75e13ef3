/* lines.c - see lines.h. */
#include "os/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

typedef struct {
    gzFile  file;
    char   *buffer;
    Size    held; /* bytes of a line that has begun */
    Size    longest;
    bool    skipping; /* the rest of a line that is too long */
    int64_t total;
    void (*take)(void *self, Str lines);
    void *self;
} Reading;

static Size last_end(const char *at, Size len)
{
    while (len > 0 && at[len - 1] != '\n')
        len--;
    return len;
}

/* Drops the rest of a line that was given cut. False: its end is not here yet. */
static bool skip_rest(Reading *r)
{
    char *end = memchr(r->buffer, '\n', (size_t)r->held);
    Size  drop = end ? end - r->buffer + 1 : r->held;
    r->held -= drop;
    memmove(r->buffer, r->buffer + drop, (size_t)r->held);
    r->skipping = !end;
    return end != NULL;
}

static void give_whole_lines(Reading *r)
{
    if (r->skipping && !skip_rest(r))
        return;
    Size whole = last_end(r->buffer, r->held);
    if (whole)
        r->take(r->self, (Str){r->buffer, whole});
    r->held -= whole;
    memmove(r->buffer, r->buffer + whole, (size_t)r->held);
    if (r->held <= r->longest)
        return;
    r->buffer[r->longest + 1] = '\n';
    r->take(r->self, (Str){r->buffer, r->longest + 2});
    r->held = 0;
    r->skipping = true;
}

static LinesResult read_through(Reading *r)
{
    for (;;) {
        int got = gzread(r->file, r->buffer + r->held, (unsigned)(LINES_BUFFER - r->held));
        if (got < 0) {
            int error = Z_OK;
            (void)gzerror(r->file, &error);
            return error == Z_ERRNO ? LINES_FAILED : LINES_TRUNCATED;
        }
        if (got == 0)
            break;
        r->held += got;
        r->total += got;
        if (r->total > LINES_PACKED_MOST && !gzdirect(r->file))
            return LINES_LARGE;
        give_whole_lines(r);
    }
    if (r->held && !r->skipping)
        r->take(r->self, (Str){r->buffer, r->held});
    return LINES_OK;
}

LinesResult lines_read(Arena *arena, Str path, Size longest, void (*take)(void *self, Str lines), void *self)
{
    bool input = str_equal(path, S("-"));
    int  file = input ? dup(STDIN_FILENO) : open(str_copy(arena, path).at, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT || errno == ENOTDIR ? LINES_ABSENT : LINES_FAILED;
    Reading r = {.file = gzdopen(file, "rb"), .longest = longest, .take = take, .self = self};
    if (!r.file) {
        (void)close(file);
        return LINES_FAILED;
    }
    (void)gzbuffer(r.file, LINES_BUFFER);
    r.buffer = NEW(arena, char, LINES_BUFFER + 2);
    LinesResult result = read_through(&r);
    int         closed = gzclose(r.file);
    return result == LINES_OK && closed != Z_OK ? LINES_TRUNCATED : result;
}

/* ---- writing ---- */

struct LinesWriter {
    FILE *file;
    Str   path, draft;
    bool  failed;
};

LinesWriter *lines_writer(Arena *arena, Str path)
{
    LinesWriter *w = NEW(arena, LinesWriter, 1);
    *w = (LinesWriter){.path = str_copy(arena, path), .draft = str_format(arena, "%.*s.part", STR_ARG(path))};
    w->file = fopen(w->draft.at, "wb");
    return w->file ? w : NULL;
}

void lines_write(LinesWriter *w, Str text)
{
    if (text.len && fwrite(text.at, 1, (size_t)text.len, w->file) != (size_t)text.len)
        w->failed = true;
}

bool lines_close(LinesWriter *w, bool keep)
{
    w->failed |= fclose(w->file) != 0;
    if (keep && !w->failed && rename(w->draft.at, w->path.at) == 0)
        return true;
    (void)remove(w->draft.at);
    return !keep;
}
