/* mark.h - how far the own feed was written with these keys, kept beside the keys and so outside of the
 * workspace.
 *
 *   entente/mark/v1
 *   AGREEMENT SIZE
 *
 * A workspace that was restored from a backup looks like any other and does not know what it lacks; whoever
 * writes in it forks the feed. The mark knows: where it says more than the record holds, nothing is written
 * until the missing entries have come back from others, or the owner says that nobody has them. It is read
 * before the record and written after it, so two writers at once never see it ahead. */
#ifndef ENT_APP_MARK_H
#define ENT_APP_MARK_H
#include "app/workspace.h"

/* 0: nothing was written yet, or there is no mark, as on a second computer. */
CHECKED Work mark_read(const Workspace *ws, int64_t *size, Str *why);
CHECKED Work mark_write(const Workspace *ws, int64_t size, Str *why);
/* Does the record hold all that the mark says? `why` says what to do. */
CHECKED bool mark_reached(const Workspace *ws, int64_t size, Str *why);
#endif
