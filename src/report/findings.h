/* findings.h - findings for people: the line, the mark under it, what to write instead. */
#ifndef ENT_REPORT_FINDINGS_H
#define ENT_REPORT_FINDINGS_H
#include "base/diag.h"

/* Where a span lies, for people and programs: lines and columns from 1, columns in characters, the
 * end behind the last character. */
typedef struct {
    Str  file;
    int  line, end_line;
    Size column, end_column;
} Spot;
Spot spot_of(const Sources *sources, Span span);

/* One finding, as rustc shows them. `colour`: with terminal colours. */
void finding_text(Text *out, const Sources *sources, const Diag *diag, bool colour);
/* All findings in order of place, and the line that counts them. */
void findings_text(Text *out, const Sources *sources, const Diags *diags, bool colour);
/* "2 errors, 1 warning" */
Str findings_count(Arena *arena, const Diags *diags);
#endif
