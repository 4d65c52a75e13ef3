/* lines.h - a file as a stream of whole lines, in constant memory.
 *
 * Files that gzip made are read through zlib, known by their first bytes. A line longer than
 * `longest` is given cut at longest + 1 bytes and its rest is left out, so that a reader knows it is too
 * long and goes on with the next. */
#ifndef ENT_OS_LINES_H
#define ENT_OS_LINES_H
#include "os/files.h"

typedef enum {
    LINES_OK,
    LINES_ABSENT,
    LINES_FAILED,    /* could not be read */
    LINES_TRUNCATED, /* gzip data that ends too early, or is damaged */
    LINES_LARGE,     /* more than LINES_PACKED_MOST bytes out of a packed file */
} LinesResult;

enum { LINES_BUFFER = 1 << 18 };
#define LINES_PACKED_MOST ((int64_t)1 << 36)

/* `take` gets whole lines, many at once; the last line of the file may lack its end. `longest` is at most
 * half of LINES_BUFFER. `-` is standard input. */
LinesResult lines_read(Arena *arena, Str path, Size longest, void (*take)(void *self, Str lines), void *self);

/* A file that is written line by line. It takes the place of an old one only when it is closed. */
typedef struct LinesWriter LinesWriter;
LinesWriter               *lines_writer(Arena *arena, Str path); /* NULL: it cannot be written */
void                       lines_write(LinesWriter *writer, Str text);
/* False: something was not written. `keep` false: the draft is dropped, and an old file stays as it was. */
bool lines_close(LinesWriter *writer, bool keep);
#endif
