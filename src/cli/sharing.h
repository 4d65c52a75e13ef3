/* sharing.h - what the verbs say about what came from others: how much, what waits, which feeds are forked.
 */
#ifndef ENT_CLI_SHARING_H
#define ENT_CLI_SHARING_H
#include "app/exchange.h"
#include "cli/working.h"
#include "report/json.h"

extern const Option option_no_acknowledgement;

typedef struct {
    Command   *c;
    Workspace *ws;
    Size       news, waits, refused;
    bool       own_short;
    json_t    *places; /* with --json; NULL: none yet */
    Str        acknowledged;
} Sharing;

/* One line of what came from `place`. */
void sharing_add(Sharing *sharing, Str place, const Pulled *pulled);
/* Says what is wrong. EXIT_YES: nothing; EXIT_VERIFY: a fork, or entries that can never be right;
 * EXIT_WAITING: only that something waits. */
Exit sharing_end(Sharing *sharing);
/* With --json: what was added, as one object; the last call. */
void sharing_print(Sharing *sharing);
#endif
