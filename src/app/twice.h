/* twice.h - lines of usage that are reported twice, in one file or in several.
 *
 * Files of the same `lines` are looked at together, in the order in which they were given: the first line
 * with an identification that can be counted is the one that counts. A line that is rejected for another
 * reason identifies nothing, so that it can be mended and given again. */
#ifndef ENT_APP_TWICE_H
#define ENT_APP_TWICE_H
#include "money/usage.h"
#include "os/line_file.h"

enum { TWICE_MOST = 1 << 20 };

/* One file, its heading read. */
typedef struct {
    Str        path;
    UsageShape shape;
    bool       checked; /* false: no column identifies its lines, or it could not be read */
    LIST_OF(UsageTwice) lines;
} TwiceFile;

typedef enum {
    TWICE_FOUND,    /* or there are none */
    TWICE_TOO_MANY, /* more than TWICE_MOST: the column does not identify lines; *at says in which file */
    TWICE_FAILED,   /* a temporary file could not be used */
} TwiceResult;

typedef struct {
    const Plan *plan;
    TwiceFile  *files;
    Size        count;
    LineWatch  *watch; /* of the first pass; NULL: nobody watches */
} TwiceAsked;

CHECKED TwiceResult twice_find(Arena *arena, const TwiceAsked *asked, Size *at);
#endif
