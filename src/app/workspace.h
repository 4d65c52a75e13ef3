/* workspace.h - one agreement in one folder: its readable texts, and beside them in `.entente` the record.
 *
 *   FOLDER/agreement.md            what people read and edit; nothing here is needed to answer for the record
 *   FOLDER/.entente/.gitignore     `*`
 *   FOLDER/.entente/config         whose workspace it is (below)
 *   FOLDER/.entente/record.db      the record, as store.h keeps it
 *
 *   entente/workspace/v1
 *   member aurora
 *   keys aurora-39eff2f68b7cd0e0.keys     in the folder of keys (keys.h)
 *   store record.db                       or postgres://...
 *   agreement HEX                         missing until there is one
 *   peer borealis https://...             where the others are; as many as there are
 *
 * It is found by walking up from a path. Opening loads the record through record_take, which checks every
 * entry again. Writing drafts, signs, takes and stores in one transaction; if somebody else wrote meanwhile,
 * all is read again and the draft is made anew, so that nothing is signed that would contradict the store. */
#ifndef ENT_APP_WORKSPACE_H
#define ENT_APP_WORKSPACE_H
#include "app/keys.h"
#include "store/load.h"

typedef enum {
    WORK_DONE,
    WORK_NONE,    /* no workspace, or no agreement in it yet */
    WORK_REFUSED, /* what was asked for contradicts the record or its rules */
    WORK_DAMAGED, /* what is stored is not what was signed, or a feed is forked */
    WORK_FAILED   /* a file, the store, the keys: the world */
} Work;

typedef struct {
    Str member, url;
} Peer;

typedef struct {
    Str member, keys, store, agreement; /* agreement "": none yet */
    LIST_OF(Peer) peers;
} WorkspaceConfig;

CHECKED bool config_read(Arena *arena, Str text, WorkspaceConfig *out, Str *why);
Str          config_write(Arena *arena, const WorkspaceConfig *config);

typedef enum { LOAD_CONFIG, LOAD_STORE, LOAD_RECORD } WorkspaceLoad;

typedef struct {
    Arena          *arena;
    Str             folder; /* "." or a path, without a slash at its end */
    WorkspaceConfig config;
    Store          *store;  /* from LOAD_STORE on */
    Arena          *loaded; /* where the record lives, which points to it; NULL: nothing is loaded */
    Record          record; /* from LOAD_RECORD on */
    Size            feed;   /* of the own member, -1: none */
    int64_t         number; /* of the last arrival that the record has taken */
} Workspace;

/* The folder of the workspace that `from` (a file or a folder; "" is the current one) lies in. */
CHECKED bool workspace_find(Arena *arena, Str from, Str *folder);
CHECKED Work workspace_open(Arena *arena, Str from, WorkspaceLoad load, Workspace *out, Str *why);
CHECKED Work workspace_open_store(Workspace *ws, StoreOpening opening, Str *why);
void         workspace_close(Workspace *ws);
/* Takes what has arrived in the store since. */
CHECKED Work workspace_load(Workspace *ws, Str *why);
/* Forgets what was taken and loads all of it. */
CHECKED Work workspace_reload(Workspace *ws, Str *why);
/* After an append: what the store has beyond the last load was taken before it was stored. */
CHECKED Work workspace_stored(Workspace *ws, Str *why);
/* Has nothing arrived in the store after `number`? */
bool         workspace_is_current(Workspace *ws, int64_t number);
Str          workspace_path(const Workspace *ws, Str name); /* FOLDER/name */
CHECKED bool workspace_save_config(Workspace *ws, Str *why);

/* Not STORE_TAKEN, which asks for another try, nor STORE_NONE. */
CHECKED Work work_of_store(StoreResult result);
/* A part of the store under its digest, which is checked. WORK_NONE: it is not here. */
CHECKED Work workspace_part(Workspace *ws, Arena *arena, StoreKey key, Str *out, Str *why);
/* A sealed body by its digest. WORK_NONE: it is not here, for it did not come with its entry. */
CHECKED Work workspace_body(Workspace *ws, Arena *arena, const Hash *digest, SealedBody *sealed, Body *body,
                            Str *why);
CHECKED Work workspace_file(Workspace *ws, Arena *arena, const Hash *digest, Str *text, Str *why);

/* One entry to write. */
typedef struct {
    Str kind;
    Str body;   /* JSON with one spelling; "": the kind has none */
    Str sealed; /* instead of `body`: the bytes of a sealed body that another has signed already */
} Writing;

typedef struct {
    LIST_OF(Writing) entries;
    LIST_OF(Str) files; /* that a body names by their digest */
    LIST_OF(StoreBlob) blobs;
} Writings;

/* Writes all of them, or none. `first` is the place of the first. */
CHECKED Work workspace_write(Workspace *ws, const Keys *keys, const Writings *writings, Place *first,
                             Str *why);
/* Whether they could be written; nothing is signed or stored. */
CHECKED Work workspace_check(Workspace *ws, const Writings *writings, Str *why);
/* Opens the keys of the workspace; the one in use must be among them. */
CHECKED Work workspace_keys(Workspace *ws, Keys *out, Str *why);
#endif
