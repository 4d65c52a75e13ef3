/* line_file.h - a large file of lines, read in buffers of whole lines, in constant memory.
 *
 * A plain file is cut at line ends into one part a thread; a compressed one (gzip) and a pipe are one part.
 * Each part gives its lines in their order, from one thread; parts run at the same time. A line that is too
 * long is given as its first `line_most` + 2 bytes, alone, and the rest of it is passed over.
 *
 * What is packed unpacks to at most UNPACKED_MOST bytes and at most UNPACKED_RATIO times its size. */
#ifndef ENT_OS_LINE_FILE_H
#define ENT_OS_LINE_FILE_H
#include "base/base.h"

enum { LINE_HEAD_BYTES = 1 << 17, LINE_BUFFER_BYTES = 1 << 17, LINE_PARTS_MOST = 16, UNPACKED_RATIO = 400 };
#define UNPACKED_MOST ((int64_t)1 << 36)

typedef enum {
    LINE_FILE_OK,
    LINE_FILE_ABSENT,
    LINE_FILE_FAILED,  /* the system says no */
    LINE_FILE_FOLDER,  /* a folder, a device */
    LINE_FILE_SHORTER, /* it became shorter while it was read */
    LINE_FILE_CUT_OFF, /* gzip that ends in the middle */
    LINE_FILE_DAMAGED, /* gzip that does not unpack, or more behind it */
    LINE_FILE_BOMB,    /* unpacks to more than any file of usage */
    LINE_FILE_SHEET,   /* a zip: a spreadsheet, probably */
    LINE_FILE_UTF16,
} LineFileResult;

typedef struct LineFile LineFile;

/* How far reading has come, over several files one after the other. `tell` is called on the thread that
 * reads. */
typedef struct {
    void (*tell)(void *self, int64_t done, int64_t total); /* bytes of files; a packed one is not unpacked */
    void   *self;
    int64_t before, total; /* in files that were closed; in all, 0: not known */
} LineWatch;

/* `path` "-": standard input. */
CHECKED LineFileResult line_file_open(Arena *arena, Str path, Size line_most, LineFile **out);
void                   line_file_close(LineFile *file); /* NULL is allowed */
/* Until the file is closed, `watch` is told. NULL: nobody watches. */
void line_file_watch(LineFile *file, LineWatch *watch);
/* The beginning of the file, up to LINE_HEAD_BYTES, unpacked. */
Str line_file_head(const LineFile *file);
/* Into how many parts it is cut when it is read from `body` on. At most `threads`, 0: as many as there are
 * processors; small files are one part. */
int line_file_cut(LineFile *file, Size body, int threads);

/* Is given whole lines, the last one of the file with or without its end, valid during the call. */
typedef void LineTake(void *self, int part, Str lines);

/* Reads all parts at the same time. Not OK: what was given is not the whole file. */
CHECKED LineFileResult line_file_read(LineFile *file, LineTake *lines, void *self);
/* Reads one part once more; not of a pipe. */
CHECKED LineFileResult line_file_again(LineFile *file, int part, LineTake *lines, void *self);

/* "it ends in the middle of its compressed data: a part of it is missing" */
const char *line_file_text(LineFileResult result);
/* For tests: small files are cut too, and buffers hold so few bytes beyond a line. */
void line_file_small(LineFile *file, Size buffer_bytes);
#endif
