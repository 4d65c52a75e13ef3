/* publish.h - what one member gives to another: a path, and the bytes behind it.
 *
 *   /AGREEMENT/heads                        `origin size root` of each feed, a line each, by origin
 *   /AGREEMENT/evidence                     a bundle of proofs of forks and of the last receipts
 *   /AGREEMENT/part/DIGEST                  a sealed body or a file, by SHA-256 in hexadecimal
 *   /AGREEMENT/MEMBER/checkpoint            the longest head that a note signs (checkpoint.h)
 *   /AGREEMENT/MEMBER/tile/...              tiles of a feed (tile.h), its prefix is that of a C2SP log
 *   /AGREEMENT/MEMBER/bodies/N[.p/W]        a bundle of the sealed bodies of the entries in that tile
 *
 * A server, a folder of files and a test all give these bytes. Heads are a hint: whoever reads them believes
 * only the entries that lead there. Everything about a feed is for all members; a part goes to its audience
 * only, and to others it looks as if it were not there.
 *
 * The audience of a sealed body is its writer and all parties, that of a file is the audience of the body
 * that lists it. Material of a disclosure goes to the audience that the disclosure names, also if some entry
 * puts its digest under its own name: the narrowest counts. */
#ifndef ENT_RECORD_PUBLISH_H
#define ENT_RECORD_PUBLISH_H
#include "record/bundle.h"

typedef enum { PATH_HEADS, PATH_EVIDENCE, PATH_PART, PATH_CHECKPOINT, PATH_TILE, PATH_BODIES } PathType;

typedef struct {
    PathType type;
    Str      agreement, member;
    Tile     tile;   /* PATH_TILE; PATH_BODIES: the tile of entries */
    Hash     digest; /* PATH_PART */
} PublicPath;

/* False: no such path; *out untouched. */
CHECKED bool public_path_read(Str path, PublicPath *out);
Str          public_path_text(Arena *arena, const PublicPath *path);

/* A digest that an entry, a body or a disclosure names, and who may see what has it. */
typedef struct {
    Hash     digest;
    uint64_t readers;        /* bit 1 << feed */
    PartType type;           /* PART_BODY or PART_FILE */
    bool     material, here; /* `here` is for who pulls (pull.c) */
    Size     arrival;        /* the last entry that names it, in order.added */
} Named;

/* What a member holds: the record, and what is kept beside it. */
typedef struct {
    const Record *record;
    bool (*part)(void *self, const Hash *digest, Str *out); /* a body or file; false: it is not here */
    void *self;
    Strs  receipts;       /* notes with checkpoints */
    LIST_OF(Named) named; /* ascending by digest */
} Holding;

/* Fills `named` from the record and from the bodies that are here. */
void holding_names(Arena *arena, Holding *holding);
/* NULL: nobody has named it. */
Named *holding_named(const Holding *holding, const Hash *digest);

enum {
    PUBLISH_BODIES_MOST = 1 << 25, /* bytes of bodies in one answer; the rest is had one by one */
    PUBLISH_RECEIPTS_MOST = 256 /* who comes seldom gets the last ones: a later receipt covers all before */
};

/* `readers`: bit 1 << feed of each who will see the answer. False: it is not here, or not for all of them. */
CHECKED bool publish(Arena *arena, const Holding *holding, const PublicPath *path, uint64_t readers,
                     Str *out);
CHECKED bool heads_read(Arena *arena, Str bytes, Bundle *out); /* into `gives`; of one agreement */
#endif
