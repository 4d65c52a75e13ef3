/* door.h - what a text must be before anything reads it.
 *
 * What a lawyer sees on the page and what the machine reads must be the same characters. So a text
 * enters only if it is UTF-8, of bounded size, and free of characters that are invisible, that
 * reorder what stands around them, or that end a line for some readers and not for others.
 *
 * After door_check said true: text.len <= DOOR_LIMIT; every sequence is well-formed UTF-8; the only
 * bytes below 0x20 are LF, TAB, and CR right before LF; U+FEFF stands at most at the very start.
 *
 *   E0101  larger than DOOR_LIMIT          E0104  changes the direction of writing
 *   E0102  not UTF-8                       E0105  invisible
 *   E0103  a control character             E0106  U+2028 or U+2029 as a line end */
#ifndef ENT_LANG_DOOR_H
#define ENT_LANG_DOOR_H
#include "base/diag.h"

enum {
    DOOR_LIMIT = 1 << 20, /* bytes of one file */
    DOOR_SHOWN = 10       /* findings of one code; the last one says how many more there are */
};

/* True: the text may be read. False: at least one finding was recorded, and only for what was seen
 * here: a text that is too large or not UTF-8 gets exactly one. */
CHECKED bool door_check(const Source *source, Diags *diags);
#endif
