/* remote.h - where another member's record can be read: a server, or a folder of files with the same paths.
 */
#ifndef ENT_APP_REMOTE_H
#define ENT_APP_REMOTE_H
#include "app/exchange.h"

typedef struct Remote Remote;

/* The server of `member` at `url`. Each request is signed with `keys`, which stay open until remote_end.
 * NULL: `why`. */
Remote  *remote_server(Arena *arena, const Workspace *ws, const Keys *keys, Size member, Str url, Str *why);
Remote  *remote_folder(Arena *arena, Str folder);
PullFrom remote_pull(Remote *remote);
void     remote_end(Remote *remote); /* NULL is allowed */

/* Writes such a folder, for readers as with workspace_bundle: the heads last, so that a reader who comes in
 * between finds what the old ones promise. */
CHECKED Work workspace_publish(Workspace *ws, Str folder, uint64_t readers, Str *why);
#endif
