/* what_if.h - what is owed now, what would be owed under imagined changes, and the difference. */
#ifndef ENT_REPORT_WHAT_IF_H
#define ENT_REPORT_WHAT_IF_H
#include "report/statement_words.h"

typedef struct {
    Str name; /* of the scenario; may be empty */
    LIST_OF(Str) changes;
    const StatementView *then; /* under them */
} WhatIf;

typedef struct {
    const StatementView *now;
    const WhatIf        *items;
    Size                 count;
} WhatIfView;

void what_if_print(Text *out, Arena *arena, const WhatIfView *view);
Str  what_if_json(Arena *arena, const WhatIfView *view);
#endif
