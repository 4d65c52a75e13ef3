/* usage_mapping.h - which column of a file is which column of the agreement, and how its numbers are written.
 *
 * One statement a line, `#` begins a comment: `Net sales = gross`, `decimal = ,`, `separator = tab`,
 * `currency = EUR`. Headings are compared without regard to capitals, and `_` and blanks count as `-`. */
#ifndef ENT_MONEY_USAGE_MAPPING_H
#define ENT_MONEY_USAGE_MAPPING_H
#include "base/diag.h"

typedef struct {
    Str  heading, column; /* as headings are compared */
    Span span;
    bool used;
} MappingRow;

typedef struct {
    LIST_OF(MappingRow) rows;
    char decimal, separator; /* 0: not said */
    int  currency;           /* -1: not said */
    Span currency_span;
} Mapping;

/* False: findings. `source` may be NULL. */
bool mapping_read(Arena *arena, const Source *source, Diags *diags, Mapping *out);
/* "Net_Sales" as "net-sales". */
Str heading_plain(Arena *arena, Str heading);
#endif
