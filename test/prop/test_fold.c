/* test_fold.c - the fold of random records: going on from a snapshot is folding anew, whoever folds and in
 * whatever order entries came; a second fold, written to be obvious, agrees. */
#include "test.h"

#include "record/sealed.h"

enum { SEEDS = 60, STEPS = 60 };

typedef struct {
    uint64_t state;
    Cast     cast;
    Chest    chest;
    Bodies   bodies;
    Day      day;
    int      keys_changed;
    Record   late; /* takes entries one by one in another order */
    Arena    late_arena;
} Play;

static uint32_t pick(Play *p, uint32_t most)
{
    p->state = p->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(p->state >> 33) % most;
}

#define H "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static const struct {
    const char *kind, *body;
} LINES[] = {
    {"heartbeat", NULL},
    {"heartbeat", NULL},
    {"comment", "{\"text\":\"hello\"}"},
    {"measurement", "{\"measure\":\"level\",\"period\":\"2026-Q1\",\"value\":\"37\"}"},
    {"fact", "{\"day\":\"2026-01-02\",\"says\":\"launch on 2026-01-02\"}"},
    {"fact", "{\"says\":\"a field is missing\"}"},
    {"notice", "{\"notice\":\"tell\",\"text\":\"late\",\"to\":[\"borealis\"]}"},
    {"waiver", "{\"clause\":\"a\",\"from\":\"2026-06-01\",\"text\":\"" H "\"}"},
    {"waiver", "{\"clause\":\"b\",\"from\":\"2026-06-01\",\"text\":\"" H "\"}"},
    {"text.effective", "{\"day\":\"2026-06-01\",\"text\":\"" H "\"}"},
};

static void change_key(Play *p, Size who)
{
    Person *person = &p->cast.people[who];
    if (person->key + 2 >= KEYS_EACH)
        return;
    Arena  *arena = &p->cast.arena;
    int64_t size = person->record.feeds.items[record_feed(&person->record, person->name)].entries.count;
    Str     key = key_text(arena, person, person->key + 1), next = next_text(arena, person, person->key + 2);
    Str     body = str_format(arena, "{\"key\":\"%.*s\",\"next\":\"%.*s\",\"void_from\":%lld}", STR_ARG(key),
                              STR_ARG(next), (long long)(size > 4 ? size - 3 : size));
    person->key++;
    (void)writes(&p->cast, who, "key.change", body);
}

static void play_step(Play *p)
{
    Size who = (Size)pick(p, (uint32_t)p->cast.count);
    Size other = (Size)pick(p, (uint32_t)p->cast.count);
    p->day += (Day)pick(p, 3);
    if (who != other && pick(p, 3) == 0)
        (void)pulls(&p->cast.people[who].record, &p->cast.people[other].record);
    else if (pick(p, 40) == 0)
        change_key(p, who);
    else {
        Size line = (Size)pick(p, COUNT(LINES));
        bool party = p->cast.people[who].role == ROLE_PARTY;
        (void)writes_sealed(&p->cast, &p->chest, who, party ? LINES[line].kind : "heartbeat",
                            party ? LINES[line].body : NULL, p->day - (Day)pick(p, 4));
    }
}

/* ---- a second fold ---- */

static bool has_seen(const Record *record, Place of, Place place)
{
    return order_past(&record->order, place, of);
}

static bool is_final(const Record *record, Place place)
{
    return place.seq < record->order.feeds.items[place.feed].placed;
}

/* The earliest time that a final entry of somebody else, which has seen it, claims; -1: none. */
static int64_t first_seen(const Record *record, Place place, bool final)
{
    int64_t first = -1;
    for (Size f = 0; f < record->feeds.count; f++)
        for (int64_t s = 0; f != place.feed && s < record->feeds.items[f].entries.count; s++) {
            Place   at = {f, s};
            int64_t time = record_entry(record, at)->time;
            if ((!final || is_final(record, at)) && has_seen(record, at, place) &&
                (first < 0 || time < first))
                first = time;
        }
    return first;
}

static uint64_t signers_until(const Record *record, const Fold *fold, Size index)
{
    Hash     id = entry_act(record_entry(record, fold->entries.items[index].place));
    uint64_t out = 0;
    for (Size i = 0; i <= index; i++) {
        Hash other = entry_act(record_entry(record, fold->entries.items[i].place));
        if (hash_equal(&id, &other))
            out |= (uint64_t)1 << fold->entries.items[i].place.feed;
    }
    return out;
}

static void agrees(const Record *record, const Fold *fold, bool void_seen)
{
    uint64_t parties = 0;
    Size     at = 0;
    for (Size i = 0; i < record->feeds.count; i++)
        parties |= record->feeds.items[i].role == ROLE_PARTY ? (uint64_t)1 << i : 0;
    for (Size i = 0; i < record_final(record); i++) { /* nothing that is final is left out */
        Place place = record->order.final.items[i];
        Folds folds = kind_find(record_entry(record, place)->kind)->folds;
        if (folds == FOLDS_NOTHING || folds == FOLDS_FEEDS || folds == FOLDS_WORDS)
            continue;
        assert_int_equal(fold->entries.items[at].at, i);
        assert_true(fold->entries.items[at].place.feed == place.feed);
        assert_true(fold->entries.items[at].place.seq == place.seq);
        at++;
    }
    assert_int_equal(fold->pending, at);
    for (Size i = 0; i < fold->entries.count; i++) {
        const FoldEntry *e = &fold->entries.items[i];
        int64_t          seen = first_seen(record, e->place, e->at >= 0);
        assert_int_equal(e->received, seen < 0 ? DAY_MAX : seen / 86400);
        assert_int_equal(e->at >= 0, is_final(record, e->place));
        assert_int_equal(record_void(record, e->place), e->state == FOLD_VOID);
        if (e->kind->joint == JOINT_NO || e->state == FOLD_VOID || void_seen)
            continue;
        bool whole = (signers_until(record, fold, i) & parties) == parties;
        bool before = false;
        for (Size k = 0; k < i; k++) {
            Hash mine = entry_act(record_entry(record, e->place));
            Hash one = entry_act(record_entry(record, fold->entries.items[k].place));
            before |= hash_equal(&mine, &one) && (signers_until(record, fold, k) & parties) == parties;
        }
        assert_int_equal(e->state == FOLD_COUNTS, whole && !before);
    }
}

/* ---- the property ---- */

static Str fold_bytes(Arena *arena, const Record *record, const Bodies *bodies)
{
    Fold fold = fold_new(arena, record, bodies, FOLD_ALL);
    return fold_write(arena, &fold);
}

/* The snapshot, as bytes, goes on; what comes of it is what comes of nothing. */
static Str go_on(Play *p, Arena *arena, Str snapshot)
{
    Record *record = &p->cast.people[0].record;
    Fold    before = {0}, fold = {0};
    Str     why = S("");
    assert_true(fold_read(arena, snapshot, &before, &why));
    if (!fold_go_on(arena, record, &p->bodies, &before, &fold, &why))
        fail_msg("%.*s", STR_ARG(why));
    Str bytes = fold_write(arena, &fold);
    assert_text(bytes, fold_bytes(arena, record, &p->bodies));
    return bytes;
}

/* All entries of `from`, feed by feed, last feed first, as often as it takes. */
static void deliver_backwards(Record *to, const Record *from)
{
    for (bool any = true; any;) {
        any = false;
        for (Size f = from->feeds.count - 1; f >= 0; f--) {
            const Feed *feed = &from->feeds.items[f];
            for (Size i = to->feeds.items[f].entries.count; i < feed->entries.count; i++) {
                if (takes(to, feed->entries.items[i].bytes, NULL) != TAKE_NEW)
                    break;
                any = true;
            }
        }
    }
}

static void play(uint64_t seed)
{
    Play  p = {.state = seed * 977 + 5, .day = 20500};
    Arena arena = {0};
    Str   why = S("");
    cast_new(&p.cast, 2 + (Size)(seed % 3), seed % 2 == 1 && seed % 3 > 0, RULES_ALL);
    p.chest = chest_new();
    p.chest.here = 0;
    p.bodies = (Bodies){&p.chest, chest_read};
    founded(&p.cast);
    Str  snapshot = fold_bytes(&arena, &p.cast.people[0].record, &p.bodies);
    bool good = record_new(&p.late_arena, p.cast.founding, RULES_ALL, &p.late, &why);
    assert_true(good);
    for (int i = 0; i < STEPS; i++) {
        play_step(&p);
        Size count = p.chest.digests.count; /* bodies come later than entries, and stay */
        p.chest.here += count > p.chest.here ? (Size)pick(&p, (uint32_t)(count - p.chest.here) + 1) / 2 : 0;
        if (pick(&p, 4) == 0)
            snapshot = go_on(&p, &arena, snapshot);
    }
    p.chest.here = -1;
    everybody_pulls(&p.cast);
    snapshot = go_on(&p, &arena, snapshot);
    for (Size i = 1; i < p.cast.count; i++)
        assert_text(fold_bytes(&arena, &p.cast.people[i].record, &p.bodies), snapshot);
    deliver_backwards(&p.late, &p.cast.people[0].record);
    assert_text(fold_bytes(&arena, &p.late, &p.bodies), snapshot);
    Fold fold = fold_new(&arena, &p.late, &p.bodies, FOLD_ALL);
    bool void_seen = false;
    for (Size i = 0; i < fold.entries.count; i++)
        void_seen |= fold.entries.items[i].state == FOLD_VOID;
    agrees(&p.late, &fold, void_seen);
    for (Size at = 0; at <= fold.final; at += 7) { /* a place of the order is all that was final then */
        Fold then = fold_new(&arena, &p.late, &p.bodies, (FoldAsked){at, DAY_MAX});
        assert_int_equal(then.final, at);
        for (Size i = 0; i < then.entries.count; i++)
            assert_text(then.entries.items[i].name, fold.entries.items[i].name);
    }
    arena_free(&arena);
    arena_free(&p.late_arena);
    arena_free(&p.chest.arena);
    cast_free(&p.cast);
}

static void going_on_is_folding_anew(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        ROW("seed %d\n", (int)seed);
        play(seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(going_on_is_folding_anew)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
