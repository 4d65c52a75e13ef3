/* founding.c - see founding.h. */
#include "app/founding.h"

#include <string.h>

#include "app/exchange.h"
#include "os/files.h"
#include "os/random.h"
#include "os/secret.h"

static Work say(Work work, Str *why, Str what)
{
    *why = what;
    return work;
}

static bool write_file(Workspace *ws, Str name, Str text, Str *why)
{
    Str path = workspace_path(ws, name);
    if (file_write(ws->arena, path, text) == FILE_OK)
        return true;
    *why = str_format(ws->arena, "%.*s: it cannot be written", STR_ARG(path));
    return false;
}

/* ---- init ---- */

static Work make_folders(Workspace *ws, Str *why)
{
    Str machinery = workspace_path(ws, S(".entente"));
    if (file_exists(ws->arena, workspace_path(ws, S(".entente/config"))))
        return say(WORK_REFUSED, why,
                   str_format(ws->arena, "%.*s is a workspace already; one workspace holds one agreement",
                              STR_ARG(ws->folder)));
    if (folder_make(ws->arena, ws->folder) != FILE_OK)
        return say(WORK_FAILED, why,
                   str_format(ws->arena, "%.*s: the folder cannot be made", STR_ARG(ws->folder)));
    SecretResult made = secret_folder(ws->arena, machinery);
    if (made != SECRET_OK)
        return say(WORK_FAILED, why,
                   str_format(ws->arena, "%.*s: %s", STR_ARG(machinery), secret_text(made)));
    return WORK_DONE;
}

Work workspace_init(Arena *arena, const Beginning *beginning, Workspace *out, Keys *keys, Str *why)
{
    Str folder = beginning->folder;
    while (folder.len > 1 && folder.at[folder.len - 1] == '/')
        folder.len--;
    Workspace ws = {.arena = arena, .folder = folder, .feed = -1};
    ws.config.member = beginning->member;
    ws.config.store = beginning->store;
    ws.config.agreement = S("");
    if (!member_valid(beginning->member))
        return say(
            WORK_REFUSED, why,
            str_format(arena,
                       "`%.*s` is no name for a member: letters a-z, digits, and - or _ inside, at most 64",
                       STR_ARG(beginning->member)));
    if (str_equal(beginning->store, S("memory")) || !store_named(arena, beginning->store, why))
        return why->len ? WORK_REFUSED : say(WORK_REFUSED, why, S("a workspace needs a store that lasts"));
    Work work = make_folders(&ws, why);
    if (work != WORK_DONE)
        return work;
    Keys made;
    if (!keys_new(arena, beginning->member, beginning->cost, &made, why) || !keys_save(arena, &made, why))
        return WORK_FAILED;
    Size slash = made.path.len;
    while (made.path.at[slash - 1] != '/')
        slash--;
    ws.config.keys = str_slice(made.path, slash, made.path.len);
    Card      card = keys_card(&made);
    SecretKey secret = keys_secret(&made, 0);
    Str       name = str_format(arena, "%.*s.card", STR_ARG(beginning->member));
    bool      done = write_file(&ws, S(".entente/.gitignore"), S("*\n"), why) &&
                write_file(&ws, name, card_write(arena, &card, &secret), why) &&
                workspace_save_config(&ws, why);
    key_wipe(&secret);
    if (done) {
        *keys = made;
        *out = ws;
    }
    keys_wipe(&made);
    return done ? WORK_DONE : WORK_FAILED;
}

Work workspace_first_keys(Workspace *ws, Keys *out, Str *why)
{
    return keys_open(ws->arena, keys_path(ws->arena, ws->config.keys), out, why) ? WORK_DONE : WORK_FAILED;
}

/* ---- founding ---- */

static Body founder_body(Arena *arena, const Founder *founder)
{
    Body body = {.type = BODY_OBJECT};
    body_put(arena, &body, "name", body_of_text(founder->card.vkey.name));
    body_put(arena, &body, "role", body_of_text(str_from(role_name(founder->role))));
    body_put(arena, &body, "key", body_of_text(vkey_key_text(arena, KEY_NOTE, &founder->card.vkey.key)));
    body_put(arena, &body, "next", body_of_text(hash_text(arena, &founder->card.next)));
    return body;
}

/* False: two cards of one name, or one key under two names. */
static bool founders_right(Arena *arena, const Founders *all, Str *why)
{
    for (Size i = 1; i < all->count; i++) {
        const Card *one = &all->items[i - 1].card, *two = &all->items[i].card;
        if (str_equal(one->vkey.name, two->vkey.name)) {
            *why = str_format(arena,
                              "two members are called %.*s; one of them takes another name with "
                              "`entente init --as`",
                              STR_ARG(one->vkey.name));
            return false;
        }
        for (Size j = 0; j < i; j++)
            if (key_equal(&all->items[j].card.vkey.key, &two->vkey.key)) {
                *why = S("two cards have the same key");
                return false;
            }
    }
    return true;
}

/* By name, ascending. */
static Founders sorted(Arena *arena, const Founders *others, Founder own)
{
    Founders all = {0};
    *PUSH(arena, &all) = own;
    for (Size i = 0; i < others->count; i++) {
        Size at = all.count;
        (void)PUSH(arena, &all);
        for (; at > 0 && str_order(all.items[at - 1].card.vkey.name, others->items[i].card.vkey.name) > 0;
             at--)
            all.items[at] = all.items[at - 1];
        all.items[at] = others->items[i];
    }
    return all;
}

/* The agreement is in the store, and the record is the founding act alone or what was stored of it before. */
static Work begin(Workspace *ws, Str founding, Str *why)
{
    Hash id = sha256(founding);
    ws->config.agreement = hex_text(ws->arena, hash_bytes(&id));
    StoreBatch  batch = {.agreement = ws->config.agreement, .founding = founding};
    Work        work = workspace_open_store(ws, STORE_MAY_CREATE, why);
    StoreResult stored = work == WORK_DONE ? store_append(ws->store, &batch, why) : STORE_OK;
    if (work == WORK_DONE && stored != STORE_OK && stored != STORE_TAKEN)
        work = WORK_FAILED;
    if (work == WORK_DONE)
        work = workspace_reload(ws, why);
    return work;
}

static Work sign_founding(Workspace *ws, const Keys *keys, Str *why)
{
    Writings writings = {0};
    Place    place;
    *PUSH(ws->arena, &writings.entries) = (Writing){.kind = S("founding"), .body = ws->record.founding};
    Work work =
        ws->feed < 0 ? say(WORK_REFUSED, why, S("the own member is not in the founding act")) : WORK_DONE;
    if (work == WORK_DONE && ws->record.feeds.items[ws->feed].entries.count == 0)
        work = workspace_write(ws, keys, &writings, &place, why);
    if (work == WORK_DONE && !workspace_save_config(ws, why))
        work = WORK_FAILED;
    return work;
}

Work workspace_found(Workspace *ws, const Keys *keys, Str name, const Founders *others, Str *why)
{
    Arena   *arena = ws->arena;
    Founders all = sorted(arena, others, (Founder){keys_card(keys), ROLE_PARTY});
    Body     members = {.type = BODY_LIST}, body = {.type = BODY_OBJECT};
    Record   record;
    Hash     nonce;
    if (ws->config.agreement.len)
        return say(WORK_REFUSED, why, S("this workspace has an agreement already"));
    if (!founders_right(arena, &all, why))
        return WORK_REFUSED;
    if (!random_bytes(nonce.at, HASH_BYTES))
        return say(WORK_FAILED, why, S("the system gives no random bytes"));
    for (Size i = 0; i < all.count; i++)
        body_push(arena, &members, founder_body(arena, &all.items[i]));
    body_put(arena, &body, "agreement", body_of_text(name));
    body_put(arena, &body, "members", members);
    body_put(arena, &body, "nonce", body_of_text(hash_text(arena, &nonce)));
    Str founding = body_write(arena, &body);
    if (!record_new(arena, founding, RULES_ALL, &record, why)) /* rather than store what cannot be read */
        return WORK_REFUSED;
    Work work = begin(ws, founding, why);
    return work == WORK_DONE ? sign_founding(ws, keys, why) : work;
}

/* ---- joining ---- */

Work workspace_preview(Workspace *ws, const Bundle *bundle, Workspace *out, Str *why)
{
    Record    record;
    Pulled    result;
    Workspace preview = *ws;
    preview.config.store = S("memory");
    preview.store = NULL;
    preview.loaded = NULL;
    if (!bundle_found(ws->arena, bundle, &record, why))
        return WORK_REFUSED;
    Work work = begin(&preview, record.founding, why);
    if (work == WORK_DONE)
        work = workspace_apply(&preview, bundle, &result, why);
    if (work == WORK_DONE && (result.refused || result.forks))
        work = say(WORK_DAMAGED, why,
                   result.refused
                       ? str_format(ws->arena, "an entry of the bundle is refused: %.*s", STR_ARG(result.why))
                       : S("the bundle holds two histories of one feed"));
    if (work == WORK_DONE)
        *out = preview;
    else
        workspace_close(&preview);
    return work;
}

Card founding_card(const Record *record, Size feed)
{
    const Feed *own = &record->feeds.items[feed];
    return (Card){vkey_new(own->name, KEY_NOTE, &own->keys.items[0].vkey.key), own->keys.items[0].next};
}

bool workspace_invited(const Workspace *preview, const KeyFile *keys, Str *why)
{
    Str member = preview->config.member;
    if (preview->feed >= 0) {
        Card card = founding_card(&preview->record, preview->feed);
        if (key_equal(&card.vkey.key, &keys->first))
            return true;
    }
    *why = preview->feed < 0 ? str_format(preview->arena,
                                          "%.*s is no member of this agreement; hand %.*s.card to whoever "
                                          "founds it",
                                          STR_ARG(member), STR_ARG(member))
                             : str_format(preview->arena,
                                          "the agreement has another key for %.*s than this workspace; hand "
                                          "the new %.*s.card to whoever founds it, or join where the old one "
                                          "was made",
                                          STR_ARG(member), STR_ARG(member));
    return false;
}

Work workspace_join(Workspace *ws, const Keys *keys, const Bundle *bundle, Str *why)
{
    Record record;
    Pulled result;
    if (!bundle_found(ws->arena, bundle, &record, why))
        return WORK_REFUSED;
    Work work = begin(ws, record.founding, why);
    if (work == WORK_DONE)
        work = workspace_apply(ws, bundle, &result, why);
    return work == WORK_DONE ? sign_founding(ws, keys, why) : work;
}
