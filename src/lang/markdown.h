/* markdown.h - the formal blocks of a Markdown document, and the headings they belong to.
 *
 * Only the block structure of CommonMark 0.30 is read; prose is never computed. A fenced block whose
 * first info word is `entente` is formal if, and only if, a reader of the rendered page sees it as a
 * code block of its own: at the top level, closed, and not inside an HTML element that may hide it.
 * Whatever looks like such a block and is not one is an error, never silently skipped or accepted.
 *
 * Invariants: headings and fences are in the order of the text; fences do not overlap, and no heading
 * lies inside one. Offsets are those of the joined sources (source->base is added).
 *
 *   E0107  an `entente` block that is not visible as a top-level block
 *   E0108  an `entente` block that is never closed
 *   E0109  an info word that only resembles `entente`
 *   E0110  a layout on which Markdown readers differ, or nested too deeply: refused
 *
 * The text has passed door_check. Time is linear in its length. */
#ifndef ENT_LANG_MARKDOWN_H
#define ENT_LANG_MARKDOWN_H
#include "base/diag.h"

typedef struct {
    Span    span;   /* the text, without the marks around it; a setext heading may have several lines */
    int     level;  /* 1 to 6 */
    int32_t offset; /* of the start of its first line */
} Heading;

typedef struct {
    Span body;    /* between the fence lines: whole lines, as they stand */
    Span open;    /* the opening fence line, without its end */
    Size heading; /* index of the heading above it, or -1 */
} Fence;

typedef struct {
    LIST_OF(Heading) headings; /* of the top level */
    LIST_OF(Fence) fences;     /* closed and at the top level; findings may still speak against one */
} Markdown;

enum { MARKDOWN_DEPTH = 32 }; /* quotes and list items inside one another */

/* Always sets *out; what was found wrong is in `diags`. */
void markdown_read(Arena *arena, const Source *source, Diags *diags, Markdown *out);
#endif
