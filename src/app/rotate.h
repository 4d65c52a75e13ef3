/* rotate.h - the key of the own feed gives way to the one that was announced before it.
 *
 * The file of keys is written before the record, and the old key leaves it afterwards. Whenever the power is
 * cut, the file holds the key that the record asks for and the one that comes next, and the same can be tried
 * again. */
#ifndef ENT_APP_ROTATE_H
#define ENT_APP_ROTATE_H
#include "app/workspace.h"

/* `from`: what the old key signed from this place on is not believed; -1: all of it is. */
CHECKED Work key_change(Workspace *ws, Keys *keys, int64_t from, Place *out, Str *why);

/* Its steps, for tests that stop between them. */
CHECKED bool key_prepare(Workspace *ws, Keys *keys, Str *why);
CHECKED Work key_announce(Workspace *ws, const Keys *keys, int64_t from, Place *out, Str *why);
CHECKED bool key_finish(Workspace *ws, Keys *keys, Str *why);
#endif
