/* sarif.h - findings in SARIF 2.1.0 (OASIS), for code hosts and editors.
 *
 * A finding keeps its fingerprint when the text around it moves: it is a hash of the code, of the
 * heads of the statements around it (`grant video`), of what is marked, and of title and label; the
 * second of two that are equal in all of these has `:2` behind it. */
#ifndef ENT_REPORT_SARIF_H
#define ENT_REPORT_SARIF_H
#include "lang/document.h"

/* `document` tells which statement a finding stands in; NULL: none is known. Sorts the findings. */
Str sarif_text(Arena *arena, const Sources *sources, const Document *document, Diags *diags);
#endif
