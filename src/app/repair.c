/* repair.c - see repair.h. */
#include "app/repair.h"

#include "app/mark.h"
#include "os/files.h"

enum { STORES_MOST = 1000 };

const Fork *fork_open(const Record *record, Size feed)
{
    const Fork *first = NULL;
    if (!record_forked(record, feed))
        return NULL;
    for (Size i = 0; i < record->forks.count; i++) {
        const Fork *fork = &record->forks.items[i];
        if (fork->feed == feed && !fork->apart && (!first || fork->seq < first->seq))
            first = fork;
    }
    return first;
}

Work workspace_repair(Workspace *ws, const Keys *keys, const Repair *repair, Place *place, Str *why)
{
    Writings writings = {0};
    Arena    arena = {0};
    Body     body = {.type = BODY_OBJECT};
    body_put(&arena, &body, "kept", body_of_text(hash_text(&arena, &repair->kept)));
    body_put(&arena, &body, "member", body_of_text(ws->record.feeds.items[repair->feed].name));
    body_put(&arena, &body, "size", body_of_whole(repair->seq));
    *PUSH(&arena, &writings.entries) = (Writing){.kind = S("repair"), .body = body_write(&arena, &body)};
    Work work = workspace_write(ws, keys, &writings, place, why);
    arena_free(&arena);
    return work;
}

/* A name for a store that is not there yet: record-2.db. "": there are too many. */
static Str next_store(const Workspace *ws)
{
    for (int n = 2; n < STORES_MOST; n++) {
        Str name = str_format(ws->arena, "record-%d.db", n);
        Str path = str_format(ws->arena, "%.*s/.entente/%.*s", STR_ARG(ws->folder), STR_ARG(name));
        if (!file_exists(ws->arena, path))
            return name;
    }
    return S("");
}

/* What the old record held of the branch that goes proves the fork in the new one. */
static Work carry_forks(Workspace *anew, const Record *old, Str *why)
{
    Arena      arena = {0};
    StoreBatch batch = {.agreement = anew->config.agreement};
    Size       forks = anew->record.forks.count;
    Str        because;
    for (Size i = 0; i < old->order.added.count; i++)
        (void)record_take(&anew->record, &arena, record_entry(old, old->order.added.items[i])->bytes,
                          &because);
    for (; forks < anew->record.forks.count; forks++)
        *PUSH(&arena, &batch.parts) = (BundlePart){PART_FORK, anew->record.forks.items[forks].proof};
    Work work = WORK_DONE;
    if (batch.parts.count && store_append(anew->store, &batch, why) != STORE_OK)
        work = WORK_FAILED;
    arena_free(&arena);
    return work == WORK_DONE ? workspace_reload(anew, why) : work;
}

Work workspace_anew(Workspace *ws, const Bundle *bundle, Pulled *out, Str *why)
{
    Workspace  anew = *ws;
    Record     record;
    StoreBatch founding = {.agreement = ws->config.agreement};
    Work       work = WORK_DONE;
    if (str_starts(ws->config.store, S("postgres")) || str_starts(ws->config.store, S("/"))) {
        *why = S("this is done for stores in the workspace only; make a new workspace with the same keys");
        return WORK_REFUSED;
    }
    if (!str_equal(bundle->agreement, ws->config.agreement)) {
        *why = S("the bundle belongs to another agreement");
        return WORK_REFUSED;
    }
    if (!bundle_found(ws->arena, bundle, &record, why))
        return WORK_REFUSED;
    anew.config.store = next_store(ws);
    anew.store = NULL;
    anew.loaded = NULL;
    founding.founding = record.founding;
    work = workspace_open_store(&anew, STORE_MAY_CREATE, why);
    if (work == WORK_DONE && store_append(anew.store, &founding, why) != STORE_OK)
        work = WORK_FAILED;
    if (work == WORK_DONE)
        work = workspace_reload(&anew, why);
    if (work == WORK_DONE)
        work = workspace_apply(&anew, bundle, out, why);
    if (work == WORK_DONE)
        work = carry_forks(&anew, &ws->record, why);
    if (work == WORK_DONE && !workspace_save_config(&anew, why))
        work = WORK_FAILED;
    if (work == WORK_DONE && anew.feed >= 0) /* the branch that goes may have been longer */
        work = mark_write(&anew, anew.record.feeds.items[anew.feed].tree.size, why);
    if (work != WORK_DONE) {
        workspace_close(&anew);
        return work;
    }
    workspace_close(ws);
    *ws = anew;
    return WORK_DONE;
}
