/* test_sim.c - whole records of two to five members, one of which may sign two histories.
 *
 * Every entry is signed, sent, checked and taken as in earnest. Checked: two honest members whose final
 * orders differ hold, between them, two entries of one place; after they have talked, each holds the proof;
 * without a fork all end with the same final order; and the state that an entry names is the one that every
 * reader has at that place. */
#include <stdlib.h>

#include "members.h"

typedef struct {
    Random random;
    Cast   cast;
    Size   forker; /* -1: none */
    Record branch; /* the forker's second history */
    Arena  branch_arena;
    bool   forked;
    int    different, unexplained, unproved, states, wrong_states, proofs;
} World;

/* What `reader` is shown of a member. */
static const Record *shown(const World *world, Size reader, Size member)
{
    return world->forked && member == world->forker && reader % 2 ? &world->branch
                                                                  : &world->cast.people[member].record;
}

static void offer(World *world, Record *to, const Entry *entry)
{
    if (takes(to, entry->bytes, NULL) != TAKE_NEW || entry->state_entries == 0 ||
        entry->state_entries > record_final(to))
        return;
    world->states++;
    world->wrong_states += !hash_equal(&to->digests.items[entry->state_entries - 1], &entry->state);
}

/* What is new, and the place at which two histories of a feed part. */
static void pull(World *world, Record *to, const Record *from)
{
    for (bool again = true; again;) {
        again = false;
        for (Size f = 0; f < from->feeds.count; f++) {
            const Feed *theirs = &from->feeds.items[f], *ours = &to->feeds.items[f];
            for (Size i = 0; i < theirs->entries.count && i < ours->entries.count; i++)
                if (!str_equal(theirs->entries.items[i].bytes, ours->entries.items[i].bytes)) {
                    offer(world, to, &theirs->entries.items[i]);
                    break;
                }
            for (Size i = ours->entries.count; i < theirs->entries.count; i++) {
                Size before = ours->entries.count;
                offer(world, to, &theirs->entries.items[i]);
                if (ours->entries.count == before)
                    break;
                again = true;
            }
        }
    }
    for (Size i = 0; i < from->forks.count;
         i++) { /* proofs travel too: whoever lacks one entry learns of the fork */
        Arena     arena = {0};
        ForkProof proof;
        Str       why = S("");
        bool      good = fork_read(&arena, from->forks.items[i].proof, &proof, &why);
        assert_true(good);
        for (int e = 0; e < 2; e++)
            (void)takes(to, proof.entries[e].bytes, NULL);
        arena_free(&arena);
    }
}

static void write_entry(World *world, Size who, Record *record)
{
    static const struct {
        const char *kind, *body;
    } kinds[] = {{"heartbeat", ""}, {"comment", "sealed"}, {"fact", "sealed"}, {"acknowledgement", ""}};
    Size    kind = random_below(&world->random, COUNT(kinds));
    Person *person = &world->cast.people[who];
    if (record->feeds.items[who].tree.size == 0) {
        Entry first = sign_next(&world->cast, person, record, "founding", world->cast.founding);
        (void)takes(record, first.bytes, NULL);
        return;
    }
    Entry entry = sign_next(&world->cast, person, record, kinds[kind].kind, str_from(kinds[kind].body));
    (void)takes(record, entry.bytes, NULL);
}

static bool differ(const Record *a, const Record *b)
{
    Size n = record_final(a) < record_final(b) ? record_final(a) : record_final(b);
    return n > 0 && !hash_equal(&a->digests.items[n - 1], &b->digests.items[n - 1]);
}

static bool explained(const Record *a, const Record *b)
{
    if (a->forks.count || b->forks.count)
        return true;
    for (Size f = 0; f < a->feeds.count; f++)
        for (Size i = 0; i < a->feeds.items[f].entries.count && i < b->feeds.items[f].entries.count; i++)
            if (!str_equal(a->feeds.items[f].entries.items[i].bytes,
                           b->feeds.items[f].entries.items[i].bytes))
                return true;
    return false;
}

static void compare(World *world, bool talked)
{
    for (Size n = 0; n < world->cast.count; n++)
        for (Size m = 0; m < n; m++) {
            const Record *a = &world->cast.people[n].record, *b = &world->cast.people[m].record;
            if (n == world->forker || m == world->forker || !differ(a, b))
                continue;
            world->different++;
            world->unexplained += !explained(a, b);
            world->unproved += talked && (a->forks.count == 0 || b->forks.count == 0);
        }
}

static void fork_now(World *world)
{
    Str why = S("");
    world->branch = (Record){0};
    assert_true(record_new(&world->branch_arena, world->cast.founding,
                           world->cast.people[0].record.order.rules, &world->branch, &why));
    (void)pulls(&world->branch, &world->cast.people[world->forker].record);
    world->forked = true;
    Person *person = &world->cast.people[world->forker];
    Entry   a = sign_next(&world->cast, person, &person->record, "comment", S("sealed"));
    Entry   b = sign_next(&world->cast, person, &world->branch, "fact", S("sealed"));
    (void)takes(&person->record, a.bytes, NULL);
    (void)takes(&world->branch, b.bytes, NULL);
}

enum { STEPS = 70 };

static void run(World *world)
{
    Size parting = STEPS / 4 + random_below(&world->random, STEPS / 3), cut = 0, apart = -1,
         count = world->cast.count;
    for (Size step = 0; step < STEPS; step++) {
        Size n = random_below(&world->random, count), m = random_below(&world->random, count);
        if (random_below(&world->random, 20) == 0) {
            cut = step + random_below(&world->random, 20);
            apart = random_below(&world->random, count);
        }
        if (step == parting && world->forker >= 0 &&
            world->cast.people[world->forker].record.feeds.items[world->forker].tree.size)
            fork_now(world);
        if (random_below(&world->random, 10) < 4) {
            write_entry(world, n, &world->cast.people[n].record);
            if (n == world->forker && world->forked)
                write_entry(world, n, &world->branch);
        }
        if (n != m && !(step < cut && (n == apart || m == apart))) {
            pull(world, &world->cast.people[n].record, shown(world, n, m));
            if (n == world->forker && world->forked && m % 2)
                pull(world, &world->branch, &world->cast.people[m].record);
        }
        if (step % 7 == 0)
            compare(world, false);
    }
}

static void exchange(World *world)
{
    Size count = world->cast.count;
    for (int round = 0; round < 3; round++) {
        for (Size i = 0; i < 3; i++)
            for (Size n = 0; n < count; n++)
                for (Size m = 0; m < count; m++)
                    if (n != m && m != world->forker)
                        pull(world, &world->cast.people[n].record, &world->cast.people[m].record);
                    else if (n != m)
                        pull(world, &world->cast.people[n].record, shown(world, n, m));
        for (Size n = 0; round < 2 && n < count; n++)
            write_entry(world, n, &world->cast.people[n].record);
    }
    compare(world, true);
}

typedef struct {
    int different, unexplained, unproved, states, wrong_states, proofs;
} Seen;

static Seen simulate(unsigned rules, bool forks, int seeds)
{
    World *world = calloc(1, sizeof *world);
    Seen   seen = {0};
    assert_non_null(world);
    for (int seed = 1; seed <= seeds && !(rules != RULES_ALL && seen.unproved); seed++) {
        *world = (World){.random = {(uint64_t)seed}, .forker = -1};
        Size count = 2 + random_below(&world->random, 4);
        cast_new(&world->cast, count, count > 2 && random_below(&world->random, 2), rules);
        if (forks && count > 2)
            world->forker = random_below(&world->random, count);
        run(world);
        exchange(world);
        for (Size n = 0; !forks && n < count; n++) {
            const Record *record = &world->cast.people[n].record;
            Size          all = 0;
            for (Size f = 0; f < count; f++)
                all += record->feeds.items[f].entries.count;
            if (record_final(record) < all - 2 * count || differ(record, &world->cast.people[0].record))
                fail_msg("seed %d: %d of %d final", seed, (int)record_final(record), (int)all);
        }
        for (Size n = 0; n < count; n++)
            seen.proofs += (int)world->cast.people[n].record.forks.count;
        seen.different += world->different;
        seen.unexplained += world->unexplained;
        seen.unproved += world->unproved;
        seen.states += world->states;
        seen.wrong_states += forks ? 0 : world->wrong_states;
        cast_free(&world->cast);
        arena_free(&world->branch_arena);
    }
    free(world);
    return seen;
}

static int seeds(int all)
{
    const char *part = getenv("ENTENTE_PART");
    return part && part[0] == '5' ? all / 5 : all;
}

static void honest(void **state)
{
    Seen seen = simulate(RULES_ALL, false, seeds(25));
    (void)state;
    ROW("%d states compared\n", seen.states);
    assert_true(seen.states > 100);
    assert_true(seen.different == 0 && seen.wrong_states == 0 && seen.proofs == 0);
}

static void forked(void **state)
{
    Seen seen = simulate(RULES_ALL, true, seeds(40));
    (void)state;
    ROW("%d differences, %d proofs\n", seen.different, seen.proofs);
    assert_true(seen.proofs > 2);
    assert_true(seen.unexplained == 0 && seen.unproved == 0);
}

/* Without the rule nobody keeps a proof; the same check finds that. */
static void proofs_are_needed(void **state)
{
    Seen seen = simulate(RULES_ALL & ~(unsigned)RULE_FORK, true, 60);
    (void)state;
    ROW("%d differences, %d without a proof\n", seen.different, seen.unproved);
    assert_true(seen.unproved > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(honest), cmocka_unit_test(forked),
                                       cmocka_unit_test(proofs_are_needed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
