/* test_record.c - what a record takes and refuses, what joint acts need, keys, lapses, forks, members. */
#include <string.h>

#include "members.h"

static Record *of(Cast *cast, Size who) { return &cast->people[who].record; }

static void founding(void **state)
{
    Cast  cast;
    Str   why = S("");
    Arena arena = {0};
    (void)state;
    cast_new(&cast, 3, false, RULES_ALL);
    Record *record = of(&cast, 0);
    Hash    id = sha256(cast.founding);
    assert_text(record->agreement, hex_text(&arena, hash_bytes(&id)));
    assert_int_equal(record->feeds.count, 3);
    Str first = writes(&cast, 0, "founding", cast.founding);
    assert_int_equal(takes(record, first, NULL), TAKE_KNOWN);
    assert_int_equal(record_final(record), 0);
    for (Size i = 1; i < 3; i++) {
        (void)writes(&cast, i, "founding", cast.founding);
        assert_int_equal(record_final(record), 0);
        (void)pulls(record, of(&cast, i));
    }
    assert_int_equal(record_final(record), 3);
    Hash       act_id = entry_act(record_entry(record, (Place){0, 0}));
    const Act *act = record_act(record, &act_id);
    assert_true(act && act->complete == 2 && act->signers == 7);
    static const char *const bad[] = {
        "{}",
        "[]",
        "{\"agreement\":\"a\",\"members\":[],\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}",
    };
    Record made;
    for (Size i = 0; i < COUNT(bad); i++)
        assert_false(record_new(&arena, str_from(bad[i]), RULES_ALL, &made, &why));
    arena_free(&arena);
    cast_free(&cast);
}

/* The body of a founding act with these members in this sequence. */
static Str founding_of(Arena *arena, const char *const *names, const Role *roles, Size count)
{
    Text text = text_new(arena);
    text_add(&text, S("{\"agreement\":\"a\",\"members\":["));
    for (Size i = 0; i < count; i++) {
        Person person = person_new(names[i], roles[i]);
        Str    key = key_text(arena, &person, 0), next = next_text(arena, &person, 1);
        text_format(&text, "%s{\"key\":\"%.*s\",\"name\":\"%s\",\"next\":\"%.*s\",\"role\":\"%s\"}",
                    i ? "," : "", STR_ARG(key), names[i], STR_ARG(next), role_name(roles[i]));
    }
    text_add(&text, S("],\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}"));
    return text_str(&text);
}

static void founding_members(void **state)
{
    static const struct {
        const char *names[3];
        Role        roles[3];
        Size        count;
        bool        good;
    } rows[] = {
        {{"a", "b"}, {ROLE_PARTY, ROLE_PARTY}, 2, true},
        {{"a", "b", "c"}, {ROLE_PARTY, ROLE_PARTY, ROLE_WITNESS}, 3, true},
        {{"b", "a"}, {ROLE_PARTY, ROLE_PARTY}, 2, false},
        {{"a", "a"}, {ROLE_PARTY, ROLE_PARTY}, 2, false},
        {{"a"}, {ROLE_PARTY}, 1, false},
        {{"a", "b"}, {ROLE_PARTY, ROLE_OBSERVER}, 2, false},
        {{"a", "b", "c"}, {ROLE_PARTY, ROLE_WITNESS, ROLE_WITNESS}, 3, false},
    };
    Arena arena = {0};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Record record;
        Str    why = S("");
        ROW("%d\n", (int)i);
        Str body = founding_of(&arena, rows[i].names, rows[i].roles, rows[i].count);
        assert_int_equal(record_new(&arena, body, RULES_ALL, &record, &why), rows[i].good);
    }
    arena_free(&arena);
}

static void said(Record *record, Str bytes, Take take, const char *words)
{
    const char *why;
    assert_int_equal(takes(record, bytes, &why), take);
    if (!strstr(why, words))
        fail_msg("`%s`, not `%s`", why, words);
}

static Entry changed(Cast *cast, Size who, void (*change)(Entry *entry))
{
    Person     *person = &cast->people[who];
    Entry       entry = sign_next(cast, person, &person->record, "comment", S("sealed"));
    VerifierKey vkey = vkey_new(entry.before.origin, KEY_NOTE, &person->keys[person->key]);
    change(&entry);
    entry_sign(&cast->arena, &entry, &vkey, &person->secrets[person->key]);
    return entry;
}

static void another_size(Entry *entry) { entry->before.size++; }
static void another_root(Entry *entry) { entry->before.root.at[0] ^= 1; }
static void another_key(Entry *entry) { entry->key++; }
static void another_kind(Entry *entry) { entry->kind = S("witness.lapse"); }
static void no_body(Entry *entry) { entry->place = BODY_NONE; }
static void founding_again(Entry *entry) { entry->kind = S("founding"); }
static void unseen_head(Entry *entry) { entry->saw.items[0].size++; }
static void another_head(Entry *entry) { entry->saw.items[0].root.at[0] ^= 1; }
static void old_head(Entry *entry) { entry->saw.items[0].size--; }
static void unchanged(Entry *entry) { (void)entry; }
static void foreign_head(Entry *entry)
{
    static char origin[200];
    memcpy(origin, entry->saw.items[0].origin.at, (size_t)entry->saw.items[0].origin.len);
    origin[10] = origin[10] == '0' ? '1' : '0';
    entry->saw.items[0].origin.at = origin;
}

static void refused(void **state)
{
    static const struct {
        void (*change)(Entry *entry);
        Take        take;
        const char *words;
    } rows[] = {
        {another_size, TAKE_WAITS, "not here yet"},
        {another_root, TAKE_BRANCH, "another branch of its feed"},
        {another_key, TAKE_REFUSED, "key"},
        {another_kind, TAKE_REFUSED, "may not write"},
        {no_body, TAKE_REFUSED, "a sealed body"},
        {founding_again, TAKE_REFUSED, "its body in the entry"},
        {unseen_head, TAKE_WAITS, "not here yet"},
        {another_head, TAKE_BRANCH, "another branch of the feed of borealis"},
        {old_head, TAKE_BRANCH, "another branch"},
        {foreign_head, TAKE_REFUSED, "another agreement"},
        {unchanged, TAKE_NEW, ""},
    };
    Cast cast;
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    founded(&cast);
    (void)writes(&cast, 1, "heartbeat", S_NONE);
    everybody_pulls(&cast);
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%d\n", (int)i);
        Entry entry = changed(&cast, 0, rows[i].change);
        said(of(&cast, 1), entry.bytes, rows[i].take, rows[i].words);
    }
    Cast other;
    cast_new(&other, 3, false, RULES_ALL);
    said(of(&cast, 1), writes(&other, 0, "founding", other.founding), TAKE_REFUSED, "another agreement");
    said(of(&cast, 1), S("nonsense"), TAKE_REFUSED, "a note");
    Person thief = cast.people[0]; /* knows the name and not the key */
    thief.key = 2;
    Entry stolen = sign_next(&cast, &thief, of(&cast, 0), "heartbeat", S_NONE);
    said(of(&cast, 1), stolen.bytes, TAKE_REFUSED, "not signed by the key");
    cast_free(&other);
    cast_free(&cast);
}

/* No act takes effect before the last signature is final, whatever has arrived. */
static void joint_acts(void **state)
{
    Cast cast;
    (void)state;
    cast_new(&cast, 3, false, RULES_ALL);
    founded(&cast);
    Hash id = {0};
    for (Size i = 0; i < 3; i++) {
        (void)writes(&cast, i, "text.signed", S("sealed"));
        everybody_pulls(&cast);
        id = entry_act(
            &of(&cast, 0)->feeds.items[i].entries.items[of(&cast, 0)->feeds.items[i].entries.count - 1]);
        const Act *act = record_act(of(&cast, 0), &id);
        assert_true(!act || act->complete < 0);
    }
    everybody_writes(&cast, "heartbeat", S_NONE);
    everybody_writes(&cast, "heartbeat", S_NONE);
    const Act *act = record_act(of(&cast, 0), &id);
    assert_true(act && act->complete >= 0 && act->signers == 7);
    const Entry *last = record_entry(of(&cast, 0), of(&cast, 0)->order.final.items[act->complete]);
    assert_text(last->kind, S("text.signed"));
    for (Size i = 1; i < 3; i++)
        assert_true(record_act(of(&cast, i), &id)->complete == act->complete);
    cast_free(&cast);
}

static Str key_change(Cast *cast, Person *person, int key, int next, int64_t void_from)
{
    Str text = key_text(&cast->arena, person, key), after = next_text(&cast->arena, person, next);
    if (void_from < 0)
        return str_format(&cast->arena, "{\"key\":\"%.*s\",\"next\":\"%.*s\"}", STR_ARG(text),
                          STR_ARG(after));
    return str_format(&cast->arena, "{\"key\":\"%.*s\",\"next\":\"%.*s\",\"void_from\":%lld}", STR_ARG(text),
                      STR_ARG(after), (long long)void_from);
}

static void keys(void **state)
{
    Cast cast;
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    founded(&cast);
    Person *person = &cast.people[0];
    Record *theirs = of(&cast, 1);
    Person  thief = *person; /* has the key in use, not the next */
    thief.keys[1] = thief.keys[3];
    thief.secrets[1] = thief.secrets[3];
    thief.key = 1;
    Entry stolen = sign_next(&cast, &thief, of(&cast, 0), "key.change", key_change(&cast, &thief, 1, 2, -1));
    said(theirs, stolen.bytes, TAKE_REFUSED, "announced");
    thief.key = 0; /* the right new key, signed by the old one */
    stolen = sign_next(&cast, &thief, of(&cast, 0), "key.change", key_change(&cast, person, 1, 2, -1));
    said(theirs, stolen.bytes, TAKE_REFUSED, "not signed");
    person->key = 1;
    stolen = sign_next(&cast, person, of(&cast, 0), "key.change", key_change(&cast, person, 1, 2, 99));
    said(theirs, stolen.bytes, TAKE_REFUSED, "not there yet");

    person->key = 0; /* five entries: three reach the other side before the theft is known */
    int64_t first = of(&cast, 0)->feeds.items[0].tree.size;
    for (int i = 0; i < 3; i++)
        (void)writes(&cast, 0, "comment", S("sealed"));
    everybody_pulls(&cast);
    (void)writes(&cast, 1, "acknowledgement", S_NONE);
    for (int i = 0; i < 2; i++)
        (void)writes(&cast, 0, "comment", S("sealed"));
    everybody_pulls(&cast);
    person->key = 1;
    (void)writes(&cast, 0, "key.change", key_change(&cast, person, 1, 2, first + 1));
    everybody_pulls(&cast);
    everybody_writes(&cast, "heartbeat", S_NONE);
    everybody_writes(&cast, "heartbeat", S_NONE);
    for (Size i = 0; i < 2; i++)
        for (int64_t seq = 0; seq < of(&cast, i)->feeds.items[0].tree.size; seq++)
            assert_int_equal(record_void(of(&cast, i), (Place){0, seq}),
                             seq == first + 3 || seq == first + 4);
    assert_false(record_void(theirs, (Place){1, first}));
    person->key = 0; /* the old key signs no more */
    stolen = sign_next(&cast, person, of(&cast, 0), "heartbeat", S_NONE);
    said(theirs, stolen.bytes, TAKE_REFUSED, "not signed");
    person->key = 2;
    (void)writes(&cast, 0, "key.change", key_change(&cast, person, 2, 3, -1));
    everybody_pulls(&cast);
    assert_int_equal(record_key(theirs, 0)->from, theirs->feeds.items[0].tree.size - 1);
    cast_free(&cast);
}

/* A second notebook with the same key: the proof stands alone, the feed stops, a joint act lets it go on. */
static void forks(void **state)
{
    Cast   cast;
    Arena  arena = {0};
    Record copy;
    Str    why = S("");
    (void)state;
    cast_new(&cast, 3, false, RULES_ALL);
    founded(&cast);
    assert_true(record_new(&arena, cast.founding, RULES_ALL, &copy, &why));
    (void)pulls(&copy, of(&cast, 0));
    int64_t place = copy.feeds.items[0].tree.size;
    Str     one = writes(&cast, 0, "comment", S("sealed"));
    Entry   two = sign_next(&cast, &cast.people[0], &copy, "fact", S("sealed"));
    assert_int_equal(takes(&copy, two.bytes, NULL), TAKE_NEW);
    assert_int_equal(takes(of(&cast, 1), one, NULL), TAKE_NEW);
    assert_int_equal(takes(of(&cast, 2), two.bytes, NULL), TAKE_NEW);
    said(of(&cast, 1), two.bytes, TAKE_FORK, "forked");
    said(of(&cast, 1), two.bytes, TAKE_FORK, "forked");
    said(of(&cast, 2), one, TAKE_FORK, "forked");
    assert_int_equal(of(&cast, 1)->forks.count, 1);
    assert_text(of(&cast, 1)->forks.items[0].proof, of(&cast, 2)->forks.items[0].proof);

    ForkProof proof;
    assert_true(fork_read(&arena, of(&cast, 1)->forks.items[0].proof, &proof, &why));
    assert_int_equal(proof.entries[0].before.size, place);
    assert_text(fork_write(&arena, &proof), of(&cast, 1)->forks.items[0].proof);

    /* what rests on the other branch cannot be taken, and the feed takes nothing more */
    Str more = writes(&cast, 0, "heartbeat", S_NONE);
    said(of(&cast, 2), more, TAKE_BRANCH, "another branch of its feed");
    said(of(&cast, 1), more, TAKE_WAITS, "forked");
    Entry sees = sign_next(&cast, &cast.people[2], of(&cast, 2), "heartbeat", S_NONE);
    said(of(&cast, 1), sees.bytes, TAKE_BRANCH, "another branch of the feed of aurora");
    arena_free(&arena);
    cast_free(&cast);
}

static void repair(void **state)
{
    Cast   cast;
    Arena  arena = {0};
    Record copy;
    Str    why = S("");
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    founded(&cast);
    assert_true(record_new(&arena, cast.founding, RULES_ALL, &copy, &why));
    (void)pulls(&copy, of(&cast, 0));
    int64_t place = copy.feeds.items[0].tree.size;
    (void)writes(&cast, 0, "comment", S("sealed"));
    everybody_pulls(&cast);
    Entry two = sign_next(&cast, &cast.people[0], &copy, "fact", S("sealed"));
    assert_int_equal(takes(&copy, two.bytes, NULL), TAKE_NEW);
    Entry three = sign_next(&cast, &cast.people[0], &copy, "heartbeat", S_NONE);
    for (Size i = 0; i < 2; i++)
        said(of(&cast, i), two.bytes, TAKE_FORK, "forked");
    Hash  leaf = entry_leaf(record_entry(of(&cast, 1), (Place){0, place}));
    Str   kept = hash_text(&cast.arena, &leaf);
    Str   body = str_format(&cast.arena, "{\"kept\":\"%.*s\",\"member\":\"aurora\",\"size\":%lld}",
                            STR_ARG(kept), (long long)place);
    Entry beat = sign_next(&cast, &cast.people[0], of(&cast, 0), "heartbeat", S_NONE);
    said(of(&cast, 0), beat.bytes, TAKE_WAITS, "forked");
    (void)writes(&cast, 1, "repair", body);
    everybody_pulls(&cast);
    (void)writes(&cast, 0, "repair", body);
    everybody_pulls(&cast);
    (void)writes(&cast, 1, "heartbeat", S_NONE);
    everybody_pulls(&cast);
    for (Size i = 0; i < 2; i++) {
        assert_false(record_forked(of(&cast, i), 0));
        said(of(&cast, i), two.bytes, TAKE_FORK, "forked"); /* evidence, but nothing new */
        said(of(&cast, i), three.bytes, TAKE_BRANCH, "known");
        assert_false(record_forked(of(&cast, i), 0));
    }
    everybody_writes(&cast, "heartbeat", S_NONE);

    /* who takes the record anew learns of the fork behind the act that repaired it */
    Record anew;
    assert_true(record_new(&arena, cast.founding, RULES_ALL, &anew, &why));
    (void)pulls(&anew, of(&cast, 0));
    said(&anew, three.bytes, TAKE_FORK, "forked");
    assert_false(record_forked(&anew, 0));
    said(&anew, two.bytes, TAKE_FORK, "forked");
    assert_false(record_forked(&anew, 0));

    /* a second fork, of the branch that was kept, is one */
    Entry four = sign_next(&cast, &cast.people[0], of(&cast, 0), "fact", S("sealed"));
    everybody_writes(&cast, "heartbeat", S_NONE);
    said(of(&cast, 1), four.bytes, TAKE_FORK, "forked");
    assert_int_equal(of(&cast, 1)->forks.count, 2);
    assert_true(record_forked(of(&cast, 1), 0));
    beat = sign_next(&cast, &cast.people[0], of(&cast, 0), "heartbeat", S_NONE);
    said(of(&cast, 1), beat.bytes, TAKE_WAITS, "forked");
    cast_free(&cast);
    arena_free(&arena);
}

static void proofs_refused(void **state)
{
    Cast  cast;
    Arena arena = {0};
    Str   why = S("");
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    founded(&cast);
    Person     *person = &cast.people[0];
    Entry       one = sign_next(&cast, person, of(&cast, 0), "comment", S("sealed"));
    Entry       two = sign_next(&cast, person, of(&cast, 0), "fact", S("sealed"));
    VerifierKey vkey = record_key(of(&cast, 0), 0)->vkey;
    ForkProof   proof = {{vkey, vkey}, {one, two}}, read;
    Str         right = fork_write(&arena, &proof);
    assert_true(fork_read(&arena, right, &read, &why));
    for (Size cut = 1; cut < right.len; cut += 7)
        assert_false(fork_read(&arena, str_slice(right, 0, right.len - cut), &read, &why));
    char *wrong = NEW(&arena, char, right.len);
    for (Size at = 0; at < right.len; at++) {
        memcpy(wrong, right.at, (size_t)right.len);
        wrong[at] ^= 1;
        assert_false(fork_read(&arena, (Str){wrong, right.len}, &read, &why));
    }
    proof.entries[1] = one; /* the same twice */
    assert_false(fork_read(&arena, fork_write(&arena, &proof), &read, &why));
    (void)writes(&cast, 0, "comment", S("sealed"));
    proof.entries[1] =
        sign_next(&cast, person, of(&cast, 0), "fact", S("sealed")); /* two places of one feed */
    assert_false(fork_read(&arena, fork_write(&arena, &proof), &read, &why));
    proof.entries[1] = two;
    proof.keys[0] = vkey_new(vkey.name, KEY_NOTE, &person->keys[2]);
    assert_false(fork_read(&arena, fork_write(&arena, &proof), &read, &why));
    arena_free(&arena);
    cast_free(&cast);
}

/* Two parties and a witness: a silent party stops everything, until the witness has waited long enough. */
static void lapse(void **state)
{
    Cast cast;
    (void)state;
    cast_new(&cast, 3, true, RULES_ALL);
    founded(&cast);
    Size before = record_final(of(&cast, 0));
    (void)writes(&cast, 0, "notice", S("sealed"));
    (void)pulls(of(&cast, 2), of(&cast, 0));
    (void)writes(&cast, 2, "heartbeat", S_NONE);
    (void)pulls(of(&cast, 0), of(&cast, 2));
    (void)writes(&cast, 0, "acknowledgement", S_NONE);
    (void)pulls(of(&cast, 2), of(&cast, 0));
    assert_true(record_final(of(&cast, 0)) < before + 3);
    const char *none = "{\"member\":\"zeta\"}", *witness = "{\"member\":\"cygnus\"}";
    Entry       wrong = sign_next(&cast, &cast.people[2], of(&cast, 2), "witness.lapse", str_from(none));
    said(of(&cast, 0), wrong.bytes, TAKE_REFUSED, "no member");
    wrong = sign_next(&cast, &cast.people[2], of(&cast, 2), "witness.lapse", str_from(witness));
    said(of(&cast, 0), wrong.bytes, TAKE_REFUSED, "only a party");
    Str late = sign_next(&cast, &cast.people[1], of(&cast, 1), "comment", S("sealed")).bytes;
    (void)writes(&cast, 2, "witness.lapse", S("{\"member\":\"borealis\"}"));
    (void)pulls(of(&cast, 0), of(&cast, 2));
    (void)writes(&cast, 0, "acknowledgement", S_NONE);
    Place        place = of(&cast, 0)->order.final.items[record_final(of(&cast, 0)) - 1];
    const Entry *entry = record_entry(of(&cast, 0), place);
    bool         final = false;
    for (Size i = 0; i < record_final(of(&cast, 0)); i++)
        final = final ||
                str_equal(record_entry(of(&cast, 0), of(&cast, 0)->order.final.items[i])->kind, S("notice"));
    assert_true(final);
    assert_true(entry->key > 0);
    /* borealis comes back with something older: it is taken, behind the lapse, and never lost */
    assert_int_equal(takes(of(&cast, 0), late, NULL), TAKE_NEW);
    assert_int_equal(takes(of(&cast, 1), late, NULL), TAKE_NEW);
    everybody_pulls(&cast);
    everybody_writes(&cast, "heartbeat", S_NONE);
    everybody_writes(&cast, "heartbeat", S_NONE);
    Size at_lapse = -1, at_late = -1;
    for (Size i = 0; i < record_final(of(&cast, 0)); i++) {
        const Entry *placed = record_entry(of(&cast, 0), of(&cast, 0)->order.final.items[i]);
        at_lapse = str_equal(placed->kind, S("witness.lapse")) ? i : at_lapse;
        at_late = str_equal(placed->bytes, late) ? i : at_late;
    }
    assert_true(at_lapse >= 0 && at_late > at_lapse);
    for (Size i = 1; i < 3; i++) {
        Size n = record_final(of(&cast, i)) < record_final(of(&cast, 0)) ? record_final(of(&cast, i))
                                                                         : record_final(of(&cast, 0));
        assert_hash(of(&cast, i)->digests.items[n - 1], of(&cast, 0)->digests.items[n - 1]);
    }
    cast_free(&cast);
}

static void members(void **state)
{
    Cast  cast;
    Arena arena = {0};
    (void)state;
    cast_new(&cast, 3, false, RULES_ALL);
    founded(&cast);
    Person *new = &cast.people[3];
    *new = person_new("draco", ROLE_PARTY);
    Str key = key_text(&cast.arena, new, 0), next = next_text(&cast.arena, new, 1), why = S("");
    assert_true(record_new(&new->arena, cast.founding, RULES_ALL, &new->record, &why));
    Str body = str_format(&cast.arena,
                          "{\"key\":\"%.*s\",\"member\":\"draco\",\"next\":\"%.*s\",\"role\":\"party\"}",
                          STR_ARG(key), STR_ARG(next));
    for (Size i = 0; i < 3; i++) {
        (void)writes(&cast, i, "member.join", body);
        assert_int_equal(record_feed(of(&cast, 0), S("draco")), -1);
        everybody_pulls(&cast);
    }
    assert_int_equal(record_feed(of(&cast, 0), S("draco")), -1); /* signed by all and not yet final */
    everybody_writes(&cast, "heartbeat", S_NONE);
    assert_int_equal(record_feed(of(&cast, 0), S("draco")), 3);
    cast.count = 4;
    everybody_pulls(&cast);
    Entry founding = sign_next(&cast, new, &new->record, "founding", cast.founding);
    said(of(&cast, 0), founding.bytes, TAKE_REFUSED, "founding");
    everybody_writes(&cast, "heartbeat", S_NONE);
    everybody_writes(&cast, "heartbeat", S_NONE);
    everybody_writes(&cast, "heartbeat", S_NONE);
    Size final = record_final(of(&cast, 0));
    assert_true(final > 12);
    /* from now on the new party counts: without it nothing more becomes final */
    for (int round = 0; round < 3; round++)
        for (Size i = 0; i < 3; i++) {
            (void)writes(&cast, i, "heartbeat", S_NONE);
            for (Size j = 0; j < 3; j++)
                if (j != i)
                    (void)pulls(of(&cast, j), of(&cast, i));
        }
    Size stuck = record_final(of(&cast, 0));
    assert_true(stuck < final + 8);
    /* the others let it go; what it writes behind the place they named is void */
    Size size = of(&cast, 0)->feeds.items[3].entries.count;
    body = str_format(&cast.arena, "{\"member\":\"draco\",\"size\":%lld}", (long long)size);
    (void)writes(&cast, 3, "comment", S("sealed"));
    for (int round = 0; round < 3; round++)
        for (Size i = 0; i < 3; i++) {
            (void)writes(&cast, i, round ? "heartbeat" : "member.leave", round ? S_NONE : body);
            for (Size j = 0; j < 3; j++)
                if (j != i)
                    (void)pulls(of(&cast, j), of(&cast, i));
        }
    /* the act itself waits for the one it removes: its horizon still counts until the act is final */
    assert_true(record_final(of(&cast, 0)) >= stuck);
    (void)pulls(&new->record, of(&cast, 0));
    (void)writes(&cast, 3, "heartbeat", S_NONE);
    everybody_pulls(&cast);
    assert_false(of(&cast, 0)->order.feeds.items[3].counts);
    assert_int_equal(of(&cast, 0)->order.feeds.items[3].placed, of(&cast, 0)->order.feeds.items[3].end);
    arena_free(&arena);
    cast_free(&cast);
}

/* Acts that all sign and that change nothing, and everybody sees that alike: a member who is there already, a
 * second witness, the end of a feed beyond what the signers have seen, a repair where nothing is broken. */
static void acts_without_effect(void **state)
{
    Cast cast;
    (void)state;
    cast_new(&cast, 3, true, RULES_ALL);
    founded(&cast);
    Person other = person_new("zeta", ROLE_WITNESS);
    Str    key = key_text(&cast.arena, &other, 0), next = next_text(&cast.arena, &other, 1);
    Str    joins[2];
    for (int i = 0; i < 2; i++)
        joins[i] = str_format(&cast.arena,
                              "{\"key\":\"%.*s\",\"member\":\"%s\",\"next\":\"%.*s\",\"role\":\"witness\"}",
                              STR_ARG(key), i ? "zeta" : "aurora", STR_ARG(next));
    Str leaves = S("{\"member\":\"aurora\",\"size\":999}"), nobody = S("{\"member\":\"nemo\",\"size\":0}");
    Str repairs =
        S("{\"kept\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"member\":\"aurora\",\"size\":0}");
    const struct {
        const char *kind;
        Str         body;
        Size        first, last;
    } rows[] = {{"member.join", joins[0], 0, 1},
                {"member.join", joins[1], 0, 1},
                {"member.leave", leaves, 1, 2},
                {"member.leave", nobody, 0, 2},
                {"repair", repairs, 0, 1}};
    for (Size i = 0; i < COUNT(rows); i++) {
        ROW("%s\n", rows[i].kind);
        for (Size who = rows[i].first; who <= rows[i].last; who++)
            (void)writes(&cast, who, rows[i].kind, rows[i].body);
        everybody_pulls(&cast);
        for (int round = 0; round < 3; round++)
            everybody_writes(&cast, "heartbeat", S_NONE);
        Hash        id = {0};
        const Feed *feed = &of(&cast, 0)->feeds.items[rows[i].last];
        for (Size e = 0; e < feed->entries.count; e++)
            if (str_equal(feed->entries.items[e].kind, str_from(rows[i].kind)) &&
                str_equal(feed->entries.items[e].body_text, rows[i].body))
                id = entry_act(&feed->entries.items[e]);
        const Act *act = record_act(of(&cast, 1), &id);
        assert_non_null(act);
        assert_int_equal(act->complete >= 0, !str_equal(rows[i].body, nobody));
        for (Size who = 0; who < 3; who++) {
            assert_int_equal(of(&cast, who)->feeds.count, 3);
            assert_true(of(&cast, who)->order.feeds.items[0].counts);
            assert_int_equal(of(&cast, who)->order.feeds.items[0].end, INT64_MAX);
        }
    }
    cast_free(&cast);
}

/* A kind of a later version is kept and stops the order at its place; nothing of it or behind it becomes
 * final. */
static void unknown_kinds(void **state)
{
    Cast cast;
    (void)state;
    cast_new(&cast, 2, false, RULES_ALL);
    founded(&cast);
    Str later = writes(&cast, 0, "royalty.holiday", S("sealed"));
    everybody_pulls(&cast);
    for (int i = 0; i < 3; i++)
        everybody_writes(&cast, "heartbeat", S_NONE);
    for (Size i = 0; i < 2; i++) {
        Record *record = of(&cast, i);
        assert_true(record->blocked);
        Place place;
        assert_true(order_next(&record->order, &place));
        assert_text(record_entry(record, place)->bytes, later);
    }
    cast_free(&cast);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(founding),
                                       cmocka_unit_test(founding_members),
                                       cmocka_unit_test(refused),
                                       cmocka_unit_test(joint_acts),
                                       cmocka_unit_test(keys),
                                       cmocka_unit_test(forks),
                                       cmocka_unit_test(repair),
                                       cmocka_unit_test(proofs_refused),
                                       cmocka_unit_test(lapse),
                                       cmocka_unit_test(members),
                                       cmocka_unit_test(acts_without_effect),
                                       cmocka_unit_test(unknown_kinds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
