/* compare.h - two texts of one agreement, clause by clause.
 *
 * Statements are matched by kind and name; what is left over on both sides and has the same content
 * is a renaming, and names are read through renamings from then on. Articles, comments, layout and
 * the place of a statement never make a difference. Both texts share their Words. */
#ifndef ENT_TERMS_COMPARE_H
#define ENT_TERMS_COMPARE_H
#include "terms/terms.h"

typedef enum {
    DIFFERENT_ADDED,
    DIFFERENT_REMOVED,
    DIFFERENT_CHANGED,
    SAME_RENAMED,
    SAME_MOVED
} DifferenceKind;

typedef struct {
    char mark; /* '-', '+', or ' ' for the statement around them */
    int  depth;
    Str  text;
    Span at;
} DifferenceLine;

typedef struct {
    DifferenceKind kind;
    const Stmt    *old, *now; /* NULL: not in that text */
    Str            name;      /* "grant video" */
    Str            other;     /* its old name, or the heading it stood under */
    LIST_OF(DifferenceLine) lines;
} Difference;

typedef struct {
    Arena       *arena;
    const Terms *old, *now;
    Word        *renamed; /* by Word of the old text: the new name, or 0 */
    Word        *was;     /* by Word of the new text: the old name, or 0 */
    Size         room;
    LIST_OF(Difference) items; /* in the order of the new text, removed ones before what followed them */
} Comparison;

Comparison *compare_terms(Arena *arena, const Terms *old, const Terms *now);
bool        compare_changed(const Comparison *comparison); /* anything but renamings and moves */
/* Equal when old names are read as new ones. */
bool compare_same(const Comparison *comparison, const Stmt *old, const Stmt *now);
Word compare_renamed(const Comparison *comparison, Word old); /* the word itself when it was not renamed */
Word compare_was(const Comparison *comparison, Word now);
#endif
