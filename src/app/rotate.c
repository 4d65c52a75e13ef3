/* rotate.c - see rotate.h. */
#include "app/rotate.h"

static Size used(const Workspace *ws, const Keys *keys)
{
    return keys_find(keys, &record_key(&ws->record, ws->feed)->vkey.key);
}

/* The file holds the key in use, the next one, and one behind it. */
bool key_prepare(Workspace *ws, Keys *keys, Str *why)
{
    Size at = used(ws, keys);
    if (at < 0 || at + 1 >= keys->count) {
        *why = str_format(ws->arena,
                          "%.*s: it does not hold the key that was announced; take it from a newer backup",
                          STR_ARG(keys->path));
        return false;
    }
    bool whole = at == 0 && keys->count > 2;
    keys_drop(keys, at);
    return whole || ((keys->count > 2 || keys_grow(keys, why)) && keys_save(ws->arena, keys, why));
}

Work key_announce(Workspace *ws, const Keys *keys, int64_t from, Place *out, Str *why)
{
    Writings writings = {0};
    Body     body = {.type = BODY_OBJECT};
    Size     next = used(ws, keys) + 1;
    Hash     after = key_hash(&keys->keys[next + 1]);
    body_put(ws->arena, &body, "key", body_of_text(vkey_key_text(ws->arena, KEY_NOTE, &keys->keys[next])));
    body_put(ws->arena, &body, "next", body_of_text(hash_text(ws->arena, &after)));
    if (from >= 0)
        body_put(ws->arena, &body, "void_from", body_of_whole(from));
    *PUSH(ws->arena, &writings.entries) =
        (Writing){.kind = S("key.change"), .body = body_write(ws->arena, &body)};
    return workspace_write(ws, keys, &writings, out, why);
}

bool key_finish(Workspace *ws, Keys *keys, Str *why)
{
    keys_drop(keys, used(ws, keys));
    return keys_save(ws->arena, keys, why);
}

Work key_change(Workspace *ws, Keys *keys, int64_t from, Place *out, Str *why)
{
    if (!key_prepare(ws, keys, why))
        return WORK_FAILED;
    Work work = key_announce(ws, keys, from, out, why);
    return work == WORK_DONE && !key_finish(ws, keys, why) ? WORK_FAILED : work;
}
