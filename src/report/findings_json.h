/* findings_json.h - findings for programs: one JSON object.
 *
 *   {"path": …, "errors": n, "warnings": n, "notes": n, "findings": [
 *     {"code", "level", "title", "label", "help", "file", "line", "column", "endLine", "endColumn",
 *      "note": {"label", "file", "line", "column", "endLine", "endColumn"} or null}]}
 *
 * Lines and columns begin at 1; columns count characters; the end is the place behind the last
 * character. The counts hold all findings, also those past the limit of what is listed. Keys are
 * sorted, findings are in order of place: the same text gives the same bytes. */
#ifndef ENT_REPORT_FINDINGS_JSON_H
#define ENT_REPORT_FINDINGS_JSON_H
#include "base/diag.h"
#include "report/json.h"

/* The object, for a verb that puts more into it. `path`: what was checked. Sorts the findings. */
json_t *findings_object(Arena *arena, Str path, const Sources *sources, Diags *diags);
Str     findings_json(Arena *arena, Str path, const Sources *sources, Diags *diags);
#endif
