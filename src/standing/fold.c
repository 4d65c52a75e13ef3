/* fold.c - see fold.h. */
#include "standing/fold.h"

#include <stdlib.h>

typedef struct {
    Arena        *arena;
    const Record *record;
    const Bodies *bodies;
    FoldAsked     asked;
    Size          final; /* of the order, as far as it is asked for */
    Order         shown; /* the order, cut there */
    Dates         dates; /* by what is final, and by all that is here */
    Dates         dates_all;
    Fold         *out;
} Folding;

static const Str WITHOUT_BODY = {"its body is not here: it went to others, or was destroyed", 57};

const char *fold_state_words(FoldState state)
{
    static const char *const words[FOLD_STATES] = {"counts", "signs", "absent", "refused", "void"};
    return words[state];
}

static bool is_kept(const Kind *kind)
{
    return kind->folds == FOLDS_TEXTS || kind->folds == FOLDS_FACTS || kind->folds == FOLDS_USAGE ||
           kind->folds == FOLDS_MONEY || kind->folds == FOLDS_DUTIES;
}

Str fold_text(const FoldEntry *entry, const char *field)
{
    const Body *value = entry->text.len ? body_at(&entry->body, str_from(field)) : NULL;
    return value && value->type == BODY_TEXT ? value->text : S("");
}

const FoldEntry *fold_entry(const Fold *fold, Str name)
{
    for (Size i = 0; i < fold->entries.count; i++)
        if (str_equal(fold->entries.items[i].name, name))
            return &fold->entries.items[i];
    return NULL;
}

/* ---- the order, cut; and the evidence of dates ---- */

/* The same order as if only the first `final` were placed; -1: all that is here, final or not. */
static Order order_cut(Arena *arena, const Order *order, Size final)
{
    Order out = *order;
    out.feeds.items = NEW(arena, OrderFeed, order->feeds.count);
    out.feeds.room = order->feeds.count;
    for (Size i = 0; i < order->feeds.count; i++) {
        out.feeds.items[i] = order->feeds.items[i];
        out.feeds.items[i].placed = final < 0 ? (int64_t)order->feeds.items[i].entries.count : 0;
    }
    for (Size i = 0; i < final; i++)
        out.feeds.items[order->final.items[i].feed].placed++;
    return out;
}

static Day day_of_seconds(int64_t seconds) { return (Day)(seconds / 86400); }

/* The claimed time inside the interval of the evidence; outside, its nearer end. */
static int64_t written(Dating dating)
{
    switch (dating_verdict(dating)) {
    case DATE_TOO_EARLY: return dating.from;
    case DATE_TOO_LATE: return dating.until;
    case DATE_AS_CLAIMED:
    case DATE_IN_DOUBT: break;
    }
    return dating.claimed;
}

static void date(const Folding *f, FoldEntry *e)
{
    const Dates *dates = e->at >= 0 ? &f->dates : &f->dates_all;
    Dating       dating = dates->feeds[e->place.feed][e->place.seq];
    e->day = day_of_seconds(written(dating));
    e->received = dating.until == DATE_OPEN ? DAY_MAX : day_of_seconds(dating.until);
}

/* ---- one entry ---- */

static void set(FoldEntry *e, FoldState state, Str why)
{
    e->state = state;
    e->why = why;
}

static void take_body(const Folding *f, FoldEntry *e, const Entry *entry)
{
    Str        bytes = S(""), why = S("");
    SealedBody sealed = {0};
    if (e->text.len)
        return;
    if (entry->place != BODY_SEALED || !f->bodies->read(f->bodies->self, f->arena, &entry->sealed, &bytes)) {
        set(e, FOLD_ABSENT, WITHOUT_BODY);
        return;
    }
    Hash digest = sha256(bytes);
    if (!hash_equal(&digest, &entry->sealed)) {
        set(e, FOLD_ABSENT, S("its body here is not the one that was sealed"));
    } else if (!sealed_read(f->arena, bytes, &sealed, &e->body, &why) ||
               !kind_check_body(f->arena, e->kind, &e->body, &why)) {
        set(e, FOLD_REFUSED, why);
    } else {
        e->text = sealed.text;
        set(e, FOLD_COUNTS, S(""));
    }
}

static bool is_known(const Folding *f, Place place)
{
    Dating dating = f->dates.feeds[place.feed][place.seq];
    return f->asked.known == DAY_MAX ||
           (dating.until < DATE_OPEN && day_of_seconds(dating.until) <= f->asked.known);
}

static FoldEntry entry_new(const Folding *f, Place place, Size at)
{
    const Entry *entry = record_entry(f->record, place);
    Str          member = f->record->feeds.items[place.feed].name;
    FoldEntry    e = {.place = place, .at = at, .member = member, .kind = kind_find(entry->kind)};
    e.name = str_format(f->arena, "%.*s/%lld", STR_ARG(member), (long long)place.seq);
    if (e.kind && e.kind->joint != JOINT_NO)
        e.act = entry_act(entry);
    return e;
}

/* What may have changed since it was folded. */
static void look_again(const Folding *f, FoldEntry *e)
{
    if (!e->kind) {
        set(e, FOLD_REFUSED, S("this version does not know its kind"));
        return;
    }
    if (e->state != FOLD_REFUSED && e->text.len)
        set(e, FOLD_COUNTS, S(""));
    if (e->state != FOLD_REFUSED)
        take_body(f, e, record_entry(f->record, e->place));
    if (record_void(f->record, e->place))
        set(e, FOLD_VOID, S("it was written with a key that was not in good hands"));
    date(f, e);
}

/* ---- joint acts ---- */

static Str missing_names(const Folding *f, uint64_t missing)
{
    Text text = text_new(f->arena);
    text_add(&text, S("it waits for the signature of "));
    for (Size i = 0, said = 0; i < f->record->feeds.count; i++)
        if (missing >> i & 1)
            text_format(&text, "%s%.*s", said++ ? ", " : "", STR_ARG(f->record->feeds.items[i].name));
    return text_str(&text);
}

/* The act counts with the entry that completes it; all its other entries only sign. */
static void settle_act(const Folding *f, Size index)
{
    FoldEntry *e = &f->out->entries.items[index];
    const Act *act = record_act(f->record, &e->act);
    uint64_t   signers = 0, needed = record_signers(f->record, e->kind, &e->body);
    Size       complete = act && act->complete >= 0 && act->complete < f->final ? act->complete : -1;
    bool       pending = e->at < 0, others = false;
    for (Size i = 0; i <= index; i++) {
        const FoldEntry *one = &f->out->entries.items[i];
        if (one->kind && one->kind->joint != JOINT_NO && hash_equal(&one->act, &e->act)) {
            signers |= (uint64_t)1 << one->place.feed;
            others |= i < index && one->state == FOLD_COUNTS;
        }
    }
    if (e->state != FOLD_COUNTS)
        return;
    if (complete >= 0 && f->asked.known < DAY_MAX && (signers & needed) == needed && !others && !pending)
        return; /* of those that are known it is the last */
    if (complete >= 0 && e->at == complete && f->asked.known == DAY_MAX)
        return;
    if (pending && complete < 0 && (signers & needed) == needed && !others)
        return;
    set(e, FOLD_SIGNS,
        complete >= 0 || (signers & needed) == needed ? S("") : missing_names(f, needed & ~signers));
}

/* ---- pending entries ---- */

static int pending_order(const void *a, const void *b)
{
    const FoldEntry *l = a, *r = b;
    if (l->at != r->at) /* the key, for now */
        return l->at < r->at ? -1 : 1;
    int named = str_order(l->member, r->member);
    if (named)
        return named;
    return l->place.seq < r->place.seq ? -1 : l->place.seq > r->place.seq;
}

static void take_pending(Folding *f)
{
    Fold *out = f->out;
    out->pending = out->entries.count;
    for (Size feed = 0; feed < f->record->feeds.count && f->asked.at < 0; feed++) {
        const OrderFeed *own = &f->record->order.feeds.items[feed];
        for (int64_t seq = own->placed; seq < own->entries.count; seq++) {
            FoldEntry e = entry_new(f, (Place){feed, seq}, own->entries.items[seq].key);
            if (!e.kind || is_kept(e.kind))
                *PUSH(f->arena, &out->entries) = e;
        }
    }
    Size count = out->entries.count - out->pending;
    if (count)
        qsort(out->entries.items + out->pending, (size_t)count, sizeof(FoldEntry), pending_order);
    for (Size i = out->pending; i < out->entries.count; i++) {
        out->entries.items[i].at = -1;
        look_again(f, &out->entries.items[i]);
    }
}

/* ---- all of it ---- */

static Folding folding_new(Arena *arena, const Record *record, const Bodies *bodies, FoldAsked asked)
{
    Size    all = record_final(record);
    Folding f = {.arena = arena, .record = record, .bodies = bodies, .asked = asked};
    f.final = asked.at >= 0 && asked.at < all ? asked.at : all;
    f.shown = order_cut(arena, &record->order, f.final);
    Order    everything = order_cut(arena, &record->order, -1);
    Receipts none = {0};
    f.dates = dates_new(arena, &f.shown, none);
    f.dates_all = dates_new(arena, &everything, none);
    return f;
}

static Str blocked_at(const Folding *f)
{
    Place place;
    if (!f->record->blocked || f->asked.at >= 0 || !order_next(&f->record->order, &place))
        return S("");
    Str member = f->record->feeds.items[place.feed].name, kind = record_entry(f->record, place)->kind;
    return str_format(f->arena, "%.*s/%lld, of the kind `%.*s`", STR_ARG(member), (long long)place.seq,
                      STR_ARG(kind));
}

/* From place `from` of the final order on. */
static void fold_from(Folding *f, Size from, Fold *out)
{
    f->out = out;
    out->arena = f->arena;
    for (Size at = from; at < f->final; at++) {
        Place       place = f->record->order.final.items[at];
        const Kind *kind = kind_find(record_entry(f->record, place)->kind);
        INVARIANT(kind);
        if (!is_kept(kind) || !is_known(f, place))
            continue;
        FoldEntry e = entry_new(f, place, at);
        *PUSH(f->arena, &out->entries) = e;
    }
    for (Size i = 0; i < out->entries.count; i++)
        look_again(f, &out->entries.items[i]);
    if (f->asked.known == DAY_MAX)
        take_pending(f);
    else
        out->pending = out->entries.count;
    for (Size i = 0; i < out->entries.count; i++)
        if (out->entries.items[i].kind && out->entries.items[i].kind->joint != JOINT_NO)
            settle_act(f, i);
    out->final = f->final;
    out->state = f->final ? f->record->digests.items[f->final - 1] : sha256(S(""));
    out->blocked = blocked_at(f);
    out->feeds = f->record->feeds.count;
    for (Size i = 0; i < out->feeds; i++) {
        out->names[i] = f->record->feeds.items[i].name;
        out->heads[i] = f->record->feeds.items[i].entries.count;
    }
}

Fold fold_new(Arena *arena, const Record *record, const Bodies *bodies, FoldAsked asked)
{
    Fold    out = {0};
    Folding f = folding_new(arena, record, bodies, asked);
    fold_from(&f, 0, &out);
    return out;
}

/* Do these entries stand where the fold says? */
static bool is_of(const Record *record, const Fold *before)
{
    Size final = before->final;
    if (final > record_final(record) || before->feeds > record->feeds.count)
        return false;
    Hash state = final ? record->digests.items[final - 1] : sha256(S(""));
    if (!hash_equal(&state, &before->state))
        return false;
    for (Size i = 0; i < before->pending; i++) {
        const FoldEntry *e = &before->entries.items[i];
        if (e->at < 0 || e->at >= final)
            return false;
        Place place = record->order.final.items[e->at];
        if (!str_equal(record->feeds.items[place.feed].name, e->member) || place.seq != e->place.seq)
            return false;
    }
    return true;
}

bool fold_go_on(Arena *arena, const Record *record, const Bodies *bodies, const Fold *before, Fold *out,
                Str *why)
{
    Fold    fold = {0};
    Folding f = folding_new(arena, record, bodies, FOLD_ALL);
    if (!is_of(record, before)) {
        *why = S("the snapshot is not of this record");
        return false;
    }
    for (Size i = 0; i < before->pending; i++) {
        const FoldEntry *old = &before->entries.items[i];
        FoldEntry        e = entry_new(&f, record->order.final.items[old->at], old->at);
        e.text = old->text;
        e.body = old->body;
        if (old->state == FOLD_REFUSED)
            set(&e, FOLD_REFUSED, old->why);
        *PUSH(arena, &fold.entries) = e;
    }
    fold_from(&f, before->final, &fold);
    *out = fold;
    return true;
}
