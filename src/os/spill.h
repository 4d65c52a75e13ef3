/* spill.h - a temporary file for what memory does not hold.
 *
 * The file has no name as soon as it is open, so nothing is left of it however the program ends. */
#ifndef ENT_OS_SPILL_H
#define ENT_OS_SPILL_H
#include "base/base.h"

typedef struct SpillFile SpillFile;

/* In $TMPDIR, else in /tmp. NULL: it cannot be made. */
SpillFile *spill_open(Arena *arena);
void       spill_close(SpillFile *file); /* NULL is allowed */
/* `self` is the file: the functions fit `Spill` of money/duplicates.h. */
bool spill_append(void *self, const void *bytes, Size len);
bool spill_read(void *self, int64_t at, void *bytes, Size len);
#endif
