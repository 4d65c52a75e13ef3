/* boxes.h - regions as few boxes, and sets by their shortest names.
 *
 * A region over the dimensions of a right is a list of boxes that do not overlap. Merging joins two
 * boxes that are equal in everything but one dimension, so what is covered never changes: rows with
 * equal country vectors become one, equal neighbouring intervals of days become one. How few boxes
 * result depends on the order of the dimensions; that they cover exactly the same does not. */
#ifndef ENT_RIGHTS_BOXES_H
#define ENT_RIGHTS_BOXES_H
#include "rights/rules.h"

typedef struct {
    Bits set[DIM_INDEXED]; /* words NULL: the dimension is not told */
    Days days;
    int  label; /* boxes with different labels never join */
} Box;

typedef LIST_OF(Box) BoxList;

/* Joins boxes over these dimensions, again and again until nothing joins; DIM_TIME joins days. */
void boxes_merge(Arena *arena, BoxList *boxes, const Dim *order, Size count);

/* Disjoint sets that together are everything. */
typedef LIST_OF(Bits) Partition;

Partition partition_of(Arena *arena, Bits all);
/* Afterwards no set lies partly inside `by`. */
void partition_split(Arena *arena, Partition *partition, Bits by);

typedef struct {
    Str  name;
    Bits covers;
} NamedSet;

/* How the members of a set, and sets of them, are called. */
typedef struct {
    Bits all;
    Str  all_name; /* "worldwide" */
    Str *item;     /* of each member */
    LIST_OF(NamedSet) named;
} SetNames;

SetNames names_of_fields(const Rules *rules, Arena *arena);
SetNames names_of_products(const Rules *rules, Arena *arena);
SetNames names_of_assets(const Rules *rules, Arena *arena);
SetNames names_of_subjects(const Rules *rules, Arena *arena);
SetNames names_of_acts(const Rules *rules, Arena *arena);
SetNames names_of_countries(const Rules *rules, Arena *arena, Day day);
void     names_add(Arena *arena, SetNames *names, Str name, Bits covers);
/* Only members of `all` are spoken of. */
void names_limit(SetNames *names, Bits all);
/* The shortest of: one name, a list of names, everything except a list. `most` items are written out,
 * 0: all of them. */
Str set_text(Arena *arena, const SetNames *names, Bits set, Size most);
#endif
