/* map.h - what an agreement gives, as sheets of field x territory.
 *
 * For one licensee, asset, act and family of products a sheet says the answer in every field and
 * country, as few boxes. Equal sheets are kept once; which licensees, assets, acts and products have
 * it is a block. Gaps are cells of declared fields and granted acts in which the text is silent,
 * overlaps are cells that two or more grants decide. */
#ifndef ENT_RIGHTS_MAP_H
#define ENT_RIGHTS_MAP_H
#include "rights/answer.h"
#include "rights/slice.h"

/* An answer of cells: equal answers have one number. */
typedef struct {
    Status status;
    LIST_OF(const Clause *) clauses;
    Size grants; /* how many of them are grants that permit */
    Str  note;   /* the open condition, or what is missing */
} MapAnswer;

typedef struct {
    BoxList boxes; /* over field x place; label: an answer */
} Sheet;

typedef struct {
    int     licensor; /* -1: the owner is not told */
    BoxList blocks;   /* over who x asset x act x product; label: a sheet */
    BoxList gaps;     /* over all but products */
    BoxList overlaps; /* label: an answer */
} Direction;

typedef struct {
    int licensee; /* -1: every party */
    int act;      /* -1: every act */
    int asset;    /* 0: every declared asset */
    Day day;
} MapAsked;

typedef struct {
    MapAsked asked;
    LIST_OF(MapAnswer) answers;
    LIST_OF(Sheet) sheets;
    LIST_OF(Direction) directions;
} Map;

Map map_new(const Slicer *slicer, Arena *arena, const MapAsked *asked);
/* The answer in one field and country of a sheet. */
int sheet_answer(const Sheet *sheet, int field, int country);
#endif
