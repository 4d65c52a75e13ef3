/* progress.h - how far reading has come, for somebody who waits.
 *
 * One line on stderr, only if that is a terminal and only once a second has passed; it is wiped out before
 * anything else is said. */
#ifndef ENT_CLI_PROGRESS_H
#define ENT_CLI_PROGRESS_H
#include "base/base.h"

typedef struct {
    bool    wanted; /* stderr is a terminal */
    int64_t begun_ms, shown_ms;
    Size    width; /* of what stands on the line */
} Progress;

Progress progress_new(void);
/* `self` is a Progress: bytes read, of how many; 0: nobody knows. */
void progress_tell(void *self, int64_t done, int64_t total);
void progress_end(Progress *progress);
/* "[########------------]  40 %, 12.3 of 30.8 MB"; without a total "12.3 MB". */
Str progress_text(Arena *arena, int64_t done, int64_t total);
#endif
