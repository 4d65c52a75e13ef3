/* fold.h - what a record comes to: which of its entries count, what each says, and when others had it.
 *
 * The fold is a function of the final order, the bodies that are here, and what is asked for: a place in the
 * order (`at`) or a day (`known`). It keeps every entry that moves texts, facts, usage, money or duties, in
 * the final order; behind these the pending ones, by key, which change nothing yet. An entry whose body is
 * not here is kept, too, and told: what depends on it is not known. Nothing vanishes.
 *
 * A fold can be written and read back, and goes on from there: fold_go_on of a part gives the same bytes as
 * fold_new of the whole. What may change afterwards is looked at anew each time: what is void, which acts are
 * complete, when others had an entry, bodies that came later. */
#ifndef ENT_STANDING_FOLD_H
#define ENT_STANDING_FOLD_H
#include "base/date.h"
#include "record/dates.h"
#include "record/record.h"

/* Sealed bodies by their digest. False: it is not here. */
typedef struct {
    void *self;
    bool (*read)(void *self, Arena *arena, const Hash *digest, Str *bytes);
} Bodies;

typedef enum {
    FOLD_COUNTS,
    FOLD_SIGNS,   /* a signature under a joint act that another one completes, or that is not complete */
    FOLD_ABSENT,  /* its body is not here: it went to others, or was destroyed */
    FOLD_REFUSED, /* its body is not right for its kind */
    FOLD_VOID,    /* written with a key that was not in good hands */
    FOLD_STATES
} FoldState;

typedef struct {
    Place       place;
    Size        at;     /* its place in the final order; -1: pending */
    Str         name;   /* aurora/12 */
    Str         member; /* aurora */
    const Kind *kind;   /* NULL: pending, and this version does not know it */
    FoldState   state;
    Str         why;      /* of one that does not count */
    Str         text;     /* its body; empty: not here */
    Body        body;     /* read from `text` */
    Hash        act;      /* of a joint one */
    Day         day;      /* when it was written: the claimed day as far as the evidence bears it out */
    Day         received; /* when somebody else had it; DAY_MAX: nobody has shown that */
} FoldEntry;

typedef struct {
    Size at;    /* the first so many of the final order; -1: all */
    Day  known; /* what others had by the end of that day; DAY_MAX: all */
} FoldAsked;

#define FOLD_ALL ((FoldAsked){-1, DAY_MAX})

typedef struct {
    Arena *arena;
    LIST_OF(FoldEntry) entries;
    Size    pending; /* the first of them that is not final */
    Size    final;   /* so many of the final order were looked at */
    Hash    state;   /* the digest of the record after these (record.h) */
    Str     blocked; /* "cygnus/4, of the kind `x.y`": the order stops before it; empty: it does not */
    Size    feeds;
    Str     names[FEEDS_MOST];
    int64_t heads[FEEDS_MOST]; /* so many entries of each feed were looked at, also pending ones */
} Fold;

Fold fold_new(Arena *arena, const Record *record, const Bodies *bodies, FoldAsked asked);
/* The fold of all, from one of an earlier state of the same record. False: it is not of this record; *why. */
CHECKED bool fold_go_on(Arena *arena, const Record *record, const Bodies *bodies, const Fold *before,
                        Fold *out, Str *why);

/* Only of FOLD_ALL. Canonical: equal folds are equal bytes. */
Str          fold_write(Arena *arena, const Fold *fold);
CHECKED bool fold_read(Arena *arena, Str bytes, Fold *out, Str *why);

/* NULL: none of that name is kept. */
const FoldEntry *fold_entry(const Fold *fold, Str name);
const char      *fold_state_words(FoldState state);
/* A text, name or number of the body; empty: it does not say. */
Str fold_text(const FoldEntry *entry, const char *field);
#endif
