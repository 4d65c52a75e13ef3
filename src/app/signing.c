/* signing.c - see signing.h. */
#include "app/signing.h"

static Work say(Work work, Str *why, Str what)
{
    *why = what;
    return work;
}

static Str text_of(const Body *body, const char *key)
{
    const Body *value = body_at(body, str_from(key));
    return value ? value->text : S("");
}

/* Is it the same act, but for what its writer was free to choose? */
static bool same(const TextEntry *text, const char *kind, const Manifest *manifest, const Body *body)
{
    bool change = str_equal(str_from(kind), S("amendment"));
    return manifest_same(&text->manifest, manifest) &&
           (!change || (str_equal(text_of(&text->body, "effective"), text_of(body, "effective")) &&
                        str_equal(text_of(&text->body, "text"), text_of(body, "text"))));
}

/* An entry that can be joined: of this kind, or the proposal of it. */
static const TextEntry *joinable(const Workspace *ws, const TextEntries *texts, const char *kind,
                                 const Manifest *manifest, const Body *body)
{
    const TextEntry *best = NULL;
    for (Size i = 0; i < texts->count; i++) {
        const TextEntry *text = &texts->items[i];
        Str              written = record_entry(&ws->record, text->place)->kind;
        bool             own_kind = str_equal(written, str_from(kind));
        bool proposal = str_equal(written, S("text.proposed")) && str_equal(str_from(kind), S("text.signed"));
        if ((own_kind || proposal) && same(text, kind, manifest, body) && (own_kind || !best || !best->joint))
            best = text;
    }
    return best;
}

static bool signed_by(const Workspace *ws, const TextEntries *texts, const Hash *act)
{
    for (Size i = 0; i < texts->count; i++)
        if (texts->items[i].joint && texts->items[i].place.feed == ws->feed &&
            hash_equal(&texts->items[i].act, act))
            return true;
    return false;
}

static void add_files(Workspace *ws, const Manifest *manifest, Signing *signing)
{
    for (Size i = 0; i < manifest->files.count; i++)
        *PUSH(ws->arena, &signing->writings.files) = manifest->files.items[i].text;
}

Work sign_text(Workspace *ws, const TextEntries *texts, const Manifest *manifest, TextAsked asked,
               Signing *out, Str *why)
{
    Arena  *arena = ws->arena;
    bool    change = str_equal(str_from(asked.kind), S("amendment"));
    Hash    base;
    Signing signing = {.joins = {-1, 0}};
    Body    body = manifest_body(arena, manifest, !change);
    bool    based = texts_base(texts, &base);
    if (change && !based)
        return say(WORK_REFUSED, why,
                   S("there is no signed text that could be amended; `entente sign` signs one"));
    const TextEntry *now = texts_signed(texts);
    if (change && manifest_same(&now->manifest, manifest))
        return say(WORK_REFUSED, why, S("the text is the one that is signed; edit it, then sign the change"));
    if (change) {
        body_put(arena, &body, "effective", body_of_text(asked.effective));
        body_put(arena, &body, "text", body_of_text(hash_text(arena, &base)));
    } else if (based) {
        body_put(arena, &body, "replaces", body_of_text(hash_text(arena, &base)));
    }
    Writing          writing = {.kind = str_from(asked.kind), .body = body_write(arena, &body)};
    const TextEntry *join = joinable(ws, texts, asked.kind, manifest, &body);
    bool             proposed = str_equal(writing.kind, S("text.proposed"));
    if (join && !asked.edition.len) {
        writing.sealed = join->sealed;
        writing.body = S("");
        signing.joins = join->place;
        signing.act = join->act;
        signing.already = proposed || (join->joint && signed_by(ws, texts, &join->act));
    }
    *PUSH(arena, &signing.writings.entries) = writing;
    add_files(ws, manifest, &signing);
    *out = signing;
    return WORK_DONE;
}

Work sign_waiver(Workspace *ws, const TextEntries *texts, Body body, Signing *out, Str *why)
{
    Hash    base;
    Signing signing = {.joins = {-1, 0}};
    if (!texts_base(texts, &base))
        return say(WORK_REFUSED, why, S("there is no signed text of which something could be waived"));
    body_put(ws->arena, &body, "text", body_of_text(hash_text(ws->arena, &base)));
    *PUSH(ws->arena, &signing.writings.entries) =
        (Writing){.kind = S("waiver"), .body = body_write(ws->arena, &body)};
    *out = signing;
    return WORK_DONE;
}

Work sign_act(Workspace *ws, Place place, Signing *out, Str *why)
{
    const Entry *entry = record_entry(&ws->record, place);
    const Kind  *kind = kind_find(entry->kind);
    Signing      signing = {.joins = place, .act = entry_act(entry)};
    Body         body;
    Str          sealed = S("");
    Str          name = place_words(ws->arena, &ws->record, place);
    if (!kind || kind->joint == JOINT_NO)
        return say(WORK_REFUSED, why,
                   str_format(ws->arena, "%.*s is a %.*s, which nobody else signs", STR_ARG(name),
                              STR_ARG(entry->kind)));
    Work work = act_body(ws, ws->arena, place, &body, &sealed, why);
    if (work == WORK_NONE)
        return say(
            WORK_REFUSED, why,
            str_format(ws->arena, "what %.*s says is not here; ask for a bundle with it", STR_ARG(name)));
    if (work != WORK_DONE)
        return work;
    if (!kind_check_body(ws->arena, kind, &body, why))
        return WORK_REFUSED;
    *PUSH(ws->arena, &signing.writings.entries) =
        (Writing){.kind = entry->kind, .body = sealed.len ? S("") : entry->body_text, .sealed = sealed};
    JointActs acts = acts_of(ws->arena, &ws->record);
    for (Size i = 0; i < acts.count; i++)
        if (hash_equal(&acts.items[i].id, &signing.act))
            signing.already = acts.items[i].signed_by >> ws->feed & 1;
    *out = signing;
    return WORK_DONE;
}
