/* checkpoint.h - the head of a feed as the text of a note (C2SP tlog-checkpoint).
 *
 *   origin
 *   size            decimal, no leading zeros
 *   base64(root)
 *   (further lines, none of them empty, are kept and mean nothing here)
 *
 * The same three facts on one line, `origin size root`, are a Head wherever a text refers to one. */
#ifndef ENT_RECORD_CHECKPOINT_H
#define ENT_RECORD_CHECKPOINT_H
#include "record/hash.h"

typedef struct {
    Str     origin;
    int64_t size;
    Hash    root;
} Head;

typedef struct {
    Head head;
    Str  more; /* further lines with their line feeds */
} Checkpoint;

/* Of the text of a note. False: `why` says what is wrong, *out untouched. Slices of `text`. */
CHECKED bool checkpoint_read(Str text, Checkpoint *out, Str *why);
Str          checkpoint_text(Arena *arena, const Checkpoint *checkpoint);
/* One line without line feed. False: *out untouched. */
CHECKED bool head_read(Str line, Head *out);
void         head_write(Text *text, const Head *head);
/* The line at the start of `text`, without its LF, which is taken off too; false: there is none. */
bool line_next(Str *text, Str *line);
/* The rest of that line if it begins with `word`; false: it does not, and stays. */
bool line_named(Str *text, Str word, Str *rest);
#endif
