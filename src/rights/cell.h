/* cell.h - the answer for one asset in one field, product and country; inside this layer only. */
#ifndef ENT_RIGHTS_CELL_H
#define ENT_RIGHTS_CELL_H
#include "rights/answer.h"

/* A part of an asset that is not permitted, where the asset is. */
typedef struct {
    Point   point; /* with the part as its asset */
    Status  status;
    Grounds grounds;
    Trace   trace;
} AssetPart;
typedef LIST_OF(AssetPart) AssetParts; /* ascending by asset, each once */

typedef struct {
    Status  status;
    Grounds grounds;
    Trace   trace;
    LIST_OF(Str) conditions;
    ExclusionRule exclusion; /* of the grant that licenses */
    AssetParts    parts;     /* left empty by cell_answer */
} Cell;

Cell cell_answer(const Index *index, Arena *arena, const Point *point);

/* How bad a status is where everything is needed; the worst one answers. */
int status_badness(Status status);
/* The parts of the point's asset, which is permitted, that are not. */
AssetParts parts_asked(const Index *index, Arena *arena, const Point *point);
/* Of a part that is in both, the worse one stays. */
void parts_unite(Arena *arena, AssetParts *into, const AssetParts *more);
/* Below zero: `a` leaves out less than `b`. Zero: they leave out the same. */
int parts_order(const AssetParts *a, const AssetParts *b);
/* Without those that lie in another one. */
AssetParts parts_outermost(const Universe *universe, Arena *arena, const AssetParts *parts);
#endif
