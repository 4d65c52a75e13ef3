/* slice.h - all that a text says to one licensee about one asset.
 *
 * Of thousands of rules only a few speak of a given licensee and asset: the AND of two rows of the
 * index. These few cut acts, fields, products, countries and days into a handful of classes within
 * which the answer cannot differ; asking one point of each class asks everything. Maps, gaps and
 * diffs are made of slices.
 *
 * Invariant: two points of a slice whose act, field, product, country and day lie in the same classes
 * get the same answer. Cutting too finely is harmless; boxes.h joins again. */
#ifndef ENT_RIGHTS_SLICE_H
#define ENT_RIGHTS_SLICE_H
#include "rights/boxes.h"
#include "rights/index.h"

typedef LIST_OF(const Rule *) RuleList;
typedef LIST_OF(Day) DayList;

/* Made once for an index. */
typedef struct {
    const Index *index;
    RuleList     excepting; /* rules that except assets in so many words */
} Slicer;

/* The numbers of another numbering: value i there is number[i] here, -1: not here. NULL: the same. */
typedef struct {
    Size           count[DIM_INDEXED];
    const int32_t *number[DIM_INDEXED];
} Numbering;

typedef struct {
    const RuleList  *rules;
    int              asset;
    const DayList   *days; /* those that will be asked about */
    const Numbering *numbering;
} Slice;

Slicer    slicer_new(const Index *index, Arena *arena);
Numbering numbering_own(const Rules *rules);
RuleList  slice_rules(const Slicer *slicer, Arena *arena, int asker, int asset);
/* Adds every day on which an answer in the slice may begin to differ; unordered, with doubles. */
void slice_turns(const Slicer *slicer, Arena *arena, const RuleList *rules, int asset, DayList *turns);
void days_order(DayList *days); /* ascending, each once */
/* Cuts one of act, field, product, place further. */
void slice_split(const Slicer *slicer, Arena *arena, const Slice *slice, Dim dim, Partition *partition);

/* Where the text is silent and nothing is reserved for one licensee and asset on one day, as few boxes
 * over act x field x place (product: any that is in no family). act -1: all acts. */
BoxList gaps(const Slicer *slicer, Arena *arena, int licensee, int asset, int act, Day day);
#endif
