/* bundle.h - entries as one file that can be sent by mail, after the bundles of git.
 *
 *   entente/bundle/v1
 *   agreement AGREEMENT
 *   needs origin size root    what the reader must have already, by origin; none: all is inside
 *   gives origin size root    the heads that the reader has afterwards, by origin
 *   entry LENGTH              then so many bytes: entries, nothing before what it rests on
 *   body LENGTH               sealed bodies (body.h)
 *   fork LENGTH               proofs of forks (fork.h)
 *   receipt LENGTH            checkpoints with cosignatures (note.h)
 *   file LENGTH               files that a body names by their digest, such as those of a text
 *
 * Size and counts are bounded before anything is parsed. What is inside is as untrusted as anything from a
 * wire: a bundle is read here and taken by the record, entry by entry; a body or a file is kept only if
 * something that was taken names its digest. Canonical or refused. */
#ifndef ENT_RECORD_BUNDLE_H
#define ENT_RECORD_BUNDLE_H
#include "record/record.h"

enum { BUNDLE_BYTES_MOST = 1 << 28, BUNDLE_PARTS_MOST = 1 << 20, FILE_BYTES_MOST = 1 << 20 };

typedef enum { PART_ENTRY, PART_BODY, PART_FORK, PART_RECEIPT, PART_FILE, PART_TYPES } PartType;

typedef struct {
    PartType type;
    Str      bytes;
} BundlePart;

typedef struct {
    Str agreement;
    LIST_OF(Head) needs, gives;
    LIST_OF(BundlePart) parts;
} Bundle;

/* Every part is read by its own reader, and entries run from what is needed to what is given without a gap.
 * False: `why` says what is wrong, *out untouched. Slices of `bytes`. */
CHECKED bool bundle_read(Arena *arena, Str bytes, Bundle *out, Str *why);
Str          bundle_write(Arena *arena, const Bundle *bundle);

/* What a reader lacks who has the first have[feed] entries of each feed. */
Bundle bundle_of(Arena *arena, const Record *record, const int64_t *have);

typedef struct {
    Size taken, known, refused, forks; /* entries; how many stayed outside because of a fork */
    Str  why;                          /* the first that was refused */
} BundleResult;

/* False: what the bundle needs is not here, or differs; nothing was taken. `why` says which head. */
CHECKED bool bundle_apply(Record *record, Arena *scratch, const Bundle *bundle, BundleResult *out, Str *why);
/* A record from a bundle that needs nothing. */
CHECKED bool bundle_found(Arena *arena, const Bundle *bundle, Record *out, Str *why);
#endif
