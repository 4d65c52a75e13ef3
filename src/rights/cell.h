/* cell.h - the answer for one asset in one field, product and country; inside this layer only. */
#ifndef ENT_RIGHTS_CELL_H
#define ENT_RIGHTS_CELL_H
#include "rights/answer.h"

typedef LIST_OF(Ground) Grounds;

typedef struct {
    Status  status;
    Grounds grounds;
    Trace   trace;
    LIST_OF(Str) conditions;
    ExclusionRule exclusion; /* of the grant that licenses */
} Cell;

Cell cell_answer(const Index *index, Arena *arena, const Point *point);
#endif
