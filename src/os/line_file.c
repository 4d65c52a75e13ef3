/* line_file.c - see line_file.h.
 *
 * A part of a plain file begins behind a line end and ends with one, or with the file. Its thread fills a
 * buffer, hands over all whole lines and moves the rest to the front. pread into a small buffer is twice as
 * fast as a mapped file: the buffer stays in the cache, and no page needs to be mapped. */
#include "os/line_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/line_stream.h"

enum { PART_LEAST = 1 << 20 };

typedef struct {
    LineFile      *file;
    int            index;
    int64_t        from, to;
    char          *buffer;
    LineTake      *lines;
    void          *self;
    LineFileResult result;
} Part;

struct LineFile {
    Arena          *arena;
    int             file;
    bool            regular, packed, owned;
    int64_t         size;
    Size            line_most, body, buffer_bytes, part_least;
    Str             head;
    LineStream      pipe; /* of what is no regular file: what follows the head */
    Part            parts[LINE_PARTS_MOST];
    int             part_count;
    LineWatch      *watch;
    _Atomic int64_t done; /* bytes read, of all parts */
};

/* ---- opening ---- */

static LineFileResult kind_of(LineFile *file, Str path)
{
    struct stat state;
    if (fstat(file->file, &state) != 0)
        return LINE_FILE_FAILED;
    file->regular = S_ISREG(state.st_mode);
    file->size = state.st_size;
    if (S_ISDIR(state.st_mode) || S_ISBLK(state.st_mode))
        return LINE_FILE_FOLDER;
    (void)posix_fadvise(file->file, 0, 0, POSIX_FADV_SEQUENTIAL);
    file->packed = str_ends(path, S(".gz"));
    return LINE_FILE_OK;
}

/* Fills `to` as far as the stream goes; -1: it failed. */
static Size read_full(LineStream *stream, char *to, Size room)
{
    Size len = 0;
    while (len < room) {
        Size got = stream_read(stream, to + len, room - len);
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        len += got;
    }
    return len;
}

/* A pipe cannot be asked twice for its first bytes, so there the name alone tells that it is packed. */
static LineFileResult read_head(LineFile *file)
{
    unsigned char magic[4] = {0};
    char         *head = NEW(file->arena, char, LINE_HEAD_BYTES);
    if (file->regular && pread(file->file, magic, sizeof magic, 0) < 0)
        return LINE_FILE_FAILED;
    file->packed |= magic[0] == 0x1f && magic[1] == 0x8b;
    stream_open(&file->pipe, file->file, file->regular, file->packed, 0, file->size);
    Size len = read_full(&file->pipe, head, LINE_HEAD_BYTES);
    if (len < 0)
        return file->pipe.result;
    file->head = (Str){head, len};
    if (str_starts(file->head, S("PK\x03\x04")))
        return LINE_FILE_SHEET;
    if (str_starts(file->head, S("\xff\xfe")) || str_starts(file->head, S("\xfe\xff")))
        return LINE_FILE_UTF16;
    return LINE_FILE_OK;
}

LineFileResult line_file_open(Arena *arena, Str path, Size line_most, LineFile **out)
{
    LineFile *file = NEW(arena, LineFile, 1);
    bool      input = str_equal(path, S("-"));
    *file = (LineFile){.arena = arena,
                       .file = input ? STDIN_FILENO : open(str_copy(arena, path).at, O_RDONLY | O_CLOEXEC),
                       .owned = !input,
                       .line_most = line_most,
                       .buffer_bytes = LINE_BUFFER_BYTES,
                       .part_least = PART_LEAST};
    if (file->file < 0)
        return errno == ENOENT || errno == ENOTDIR ? LINE_FILE_ABSENT : LINE_FILE_FAILED;
    LineFileResult result = kind_of(file, path);
    if (result == LINE_FILE_OK)
        result = read_head(file);
    if (result == LINE_FILE_OK)
        *out = file;
    else
        line_file_close(file);
    return result;
}

void line_file_close(LineFile *file)
{
    if (!file)
        return;
    if (file->watch)
        file->watch->before += file->done;
    stream_close(&file->pipe);
    if (file->owned && file->file >= 0)
        (void)close(file->file);
    file->file = -1;
}

void line_file_watch(LineFile *file, LineWatch *watch) { file->watch = watch; }

Str line_file_head(const LineFile *file) { return file->head; }

void line_file_small(LineFile *file, Size buffer_bytes)
{
    INVARIANT(buffer_bytes > 0);
    file->buffer_bytes = buffer_bytes;
    file->part_least = 1;
}

/* ---- parts ---- */

/* Where the first line behind `from` begins, or the end. */
static int64_t next_line(const LineFile *file, int64_t from)
{
    char buffer[4096];
    for (int64_t at = from; at < file->size;) {
        ssize_t got = pread(file->file, buffer, sizeof buffer, at);
        if (got <= 0)
            break; /* the part that reads there says what it is */
        const char *end = memchr(buffer, '\n', (size_t)got);
        if (end)
            return at + (end - buffer) + 1 < file->size ? at + (end - buffer) + 1 : file->size;
        at += got;
    }
    return file->size;
}

static int processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > LINE_PARTS_MOST ? LINE_PARTS_MOST : (int)count;
}

int line_file_cut(LineFile *file, Size body, int threads)
{
    if (threads == 0)
        threads = processors();
    int64_t size = file->size - body;
    int     most = file->regular && !file->packed && size / file->part_least < threads
                       ? (int)(size / file->part_least)
                       : threads;
    most = most > LINE_PARTS_MOST ? LINE_PARTS_MOST : most < 1 ? 1 : most;
    if (!file->regular || file->packed)
        most = 1;
    file->body = body;
    file->part_count = 0;
    for (int64_t from = body; file->part_count == 0 || from < file->size;) {
        int     index = file->part_count;
        int64_t to = file->size;
        if (index + 1 < most)
            to = next_line(file, body + size * (index + 1) / most - 1);
        if (to <= from && from < file->size)
            to = next_line(file, from); /* a line longer than a part */
        file->parts[file->part_count++] = (Part){.file = file, .index = index, .from = from, .to = to};
        from = to;
        if (most == 1)
            break;
    }
    for (int i = 0; i < file->part_count;
         i++) /* a line that is too long has line_most + 2 bytes before it is told */
        file->parts[i].buffer = NEW(file->arena, char, file->buffer_bytes + file->line_most + 2);
    return file->part_count;
}

/* ---- lines ---- */

/* What is in the buffer of a part, [0, len). */
typedef struct {
    Part *part;
    Size  len;
    bool  passing; /* over the rest of a line that is too long */
} Filling;

/* Hands over all whole lines and moves the rest to the front. */
static void hand_over(Filling *filling)
{
    Part *part = filling->part;
    char *buffer = part->buffer, *from = buffer;
    if (filling->passing) {
        char *end = memchr(buffer, '\n', (size_t)filling->len);
        filling->passing = !end;
        if (!end) {
            filling->len = 0;
            return;
        }
        from = end + 1;
    }
    Size len = filling->len - (from - buffer), whole = len;
    while (whole && from[whole - 1] != '\n')
        whole--;
    if (whole)
        part->lines(part->self, part->index, (Str){from, whole});
    filling->len = len - whole;
    memmove(buffer, from + whole, (size_t)filling->len);
    Size too_long = part->file->line_most + 2;
    if (filling->len >= too_long) {
        part->lines(part->self, part->index, (Str){buffer, too_long});
        filling->len = 0;
        filling->passing = true;
    }
}

/* The first part runs on the thread of the caller. */
static void count_bytes(const Part *part, int64_t bytes)
{
    LineFile *file = part->file;
    int64_t   done = atomic_fetch_add(&file->done, bytes) + bytes;
    if (part->index == 0 && file->watch)
        file->watch->tell(file->watch->self, file->watch->before + done, file->watch->total);
}

static LineFileResult read_lines(Part *part, LineStream *stream, Str before)
{
    Filling filling = {.part = part};
    Size    skip = part->file->body; /* of a stream that begins with the heading */
    bool    whole_file = !part->file->regular || part->file->packed;
    Size    room = part->file->buffer_bytes + part->file->line_most + 2;
    for (Size got = 1; got > 0;) {
        char *to = part->buffer + filling.len;
        Size  most = room - filling.len;
        if (before.len) {
            got = before.len < most ? before.len : most;
            memcpy(to, before.at, (size_t)got);
            before = str_slice(before, got, before.len);
        } else {
            int64_t at = stream->at;
            got = stream_read(stream, to, most < part->file->buffer_bytes ? most : part->file->buffer_bytes);
            count_bytes(part, stream->at - at);
        }
        if (got < 0)
            return stream->result;
        Size skipped = whole_file ? (skip < got ? skip : got) : 0;
        memmove(to, to + skipped, (size_t)(got - skipped));
        skip -= skipped;
        filling.len += got - skipped;
        if (filling.len)
            hand_over(&filling);
    }
    if (filling.len && !filling.passing)
        part->lines(part->self, part->index, (Str){part->buffer, filling.len});
    return LINE_FILE_OK;
}

static LineFileResult read_part(Part *part)
{
    LineFile  *file = part->file;
    LineStream stream;
    if (!file->regular)
        return read_lines(part, &file->pipe, file->head);
    stream_open(&stream, file->file, true, file->packed, file->packed ? 0 : part->from, part->to);
    LineFileResult result = read_lines(part, &stream, S(""));
    stream_close(&stream);
    return result;
}

static void *thread_of_part(void *context)
{
    Part *part = context;
    part->result = read_part(part);
    return NULL;
}

LineFileResult line_file_read(LineFile *file, LineTake *lines, void *self)
{
    pthread_t threads[LINE_PARTS_MOST];
    bool      started[LINE_PARTS_MOST] = {false};
    INVARIANT(file->part_count > 0);
    for (int i = 0; i < file->part_count; i++) {
        file->parts[i].lines = lines;
        file->parts[i].self = self;
        if (i)
            started[i] = pthread_create(&threads[i], NULL, thread_of_part, &file->parts[i]) == 0;
    }
    for (int i = 0; i < file->part_count; i++)
        if (!started[i]) /* the first one, and what the system gives no thread for */
            (void)thread_of_part(&file->parts[i]);
    LineFileResult result = LINE_FILE_OK;
    for (int i = 0; i < file->part_count; i++) {
        if (started[i])
            (void)pthread_join(threads[i], NULL);
        result = result == LINE_FILE_OK ? file->parts[i].result : result;
    }
    return result;
}

LineFileResult line_file_again(LineFile *file, int part, LineTake *lines, void *self)
{
    INVARIANT(file->regular && 0 <= part && part < file->part_count);
    file->parts[part].lines = lines;
    file->parts[part].self = self;
    return read_part(&file->parts[part]);
}

const char *line_file_text(LineFileResult result)
{
    static const char *const texts[] = {
        [LINE_FILE_OK] = "it was read",
        [LINE_FILE_ABSENT] = "there is no such file",
        [LINE_FILE_FAILED] = "it cannot be read",
        [LINE_FILE_FOLDER] = "it is a folder or a device, not a file",
        [LINE_FILE_SHORTER] = "it became shorter while it was read",
        [LINE_FILE_CUT_OFF] = "it ends in the middle of its compressed data: a part of it is missing",
        [LINE_FILE_DAMAGED] = "its compressed data are damaged, or something else stands behind them",
        [LINE_FILE_BOMB] = "it unpacks to more than a file of usage can have",
        [LINE_FILE_SHEET] = "it is a spreadsheet or a zip archive: export the sheet as CSV",
        [LINE_FILE_UTF16] = "it is in UTF-16: save it as UTF-8",
    };
    return texts[result];
}
