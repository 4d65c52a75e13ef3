/* acts.c - see acts.h. */
#include "app/acts.h"

#include <string.h>

Str place_words(Arena *arena, const Record *record, Place place)
{
    return str_format(arena, "%.*s/%lld", STR_ARG(record->feeds.items[place.feed].name),
                      (long long)place.seq);
}

bool place_read(const Record *record, Str name, Place *out)
{
    Str     member;
    int64_t seq;
    if (!entry_name_read(name, &member, &seq))
        return false;
    Size feed = record_feed(record, member);
    if (feed < 0 || seq >= record->feeds.items[feed].entries.count)
        return false;
    *out = (Place){feed, seq};
    return true;
}

Str members_words(Arena *arena, const Record *record, uint64_t feeds)
{
    Text text = text_new(arena);
    for (Size i = 0; i < record->feeds.count; i++) {
        if (!(feeds >> i & 1))
            continue;
        feeds &= ~((uint64_t)1 << i);
        text_format(&text, "%s%.*s",
                    !text.len ? ""
                    : feeds   ? ", "
                              : " and ",
                    STR_ARG(record->feeds.items[i].name));
    }
    return text_str(&text);
}

JointActs acts_of(Arena *arena, const Record *record)
{
    JointActs acts = {0};
    for (Size i = 0; i < record->order.added.count; i++) {
        Place        place = record->order.added.items[i];
        const Entry *entry = record_entry(record, place);
        const Kind  *kind = kind_find(entry->kind);
        if (!kind || kind->joint == JOINT_NO || record_void(record, place))
            continue;
        Hash id = entry_act(entry);
        Size at = 0;
        while (at < acts.count && !hash_equal(&acts.items[at].id, &id))
            at++;
        if (at == acts.count) {
            const Act *known = record_act(record, &id);
            *PUSH(arena, &acts) = (JointAct){.id = id,
                                             .kind = kind,
                                             .first = place,
                                             .needed = record_signers(record, kind, &entry->body),
                                             .complete = known && known->complete >= 0};
        }
        acts.items[at].signed_by |= (uint64_t)1 << place.feed;
    }
    return acts;
}

bool act_waits_for(const JointAct *act, Size feed)
{
    uint64_t bit = feed >= 0 ? (uint64_t)1 << feed : 0;
    return !act->complete && (act->needed & bit) && !(act->signed_by & bit);
}

bool act_signed(const JointAct *act) { return act->complete || !(act->needed & ~act->signed_by); }

Work act_body(Workspace *ws, Arena *arena, Place place, Body *body, Str *sealed, Str *why)
{
    const Entry *entry = record_entry(&ws->record, place);
    SealedBody   read;
    *sealed = S("");
    if (entry->place == BODY_NONE)
        return WORK_NONE;
    if (entry->place == BODY_HERE) {
        *body = entry->body;
        return WORK_DONE;
    }
    Work work = workspace_body(ws, arena, &entry->sealed, &read, body, why);
    if (work == WORK_DONE)
        *sealed = sealed_write(arena, &read);
    return work;
}
