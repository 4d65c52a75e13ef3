/* findings.h - findings for people: the line, the mark under it, what to write instead. */
#ifndef ENT_REPORT_FINDINGS_H
#define ENT_REPORT_FINDINGS_H
#include "base/diag.h"

/* One finding, as rustc shows them. `colour`: with terminal colours. */
void finding_text(Text *out, const Sources *sources, const Diag *diag, bool colour);
/* All findings in order of place, and the line that counts them. */
void findings_text(Text *out, const Sources *sources, const Diags *diags, bool colour);
/* "2 errors, 1 warning" */
Str findings_count(Arena *arena, const Diags *diags);
#endif
