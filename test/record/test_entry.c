/* test_entry.c - an entry comes back as it was written; every line is needed, in its place, in one spelling.
 */
#include <string.h>

#include "bytes.h"
#include "record/entry.h"
#include "record/merkle.h"

static const char AGREEMENT[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

typedef struct {
    Arena       arena;
    VerifierKey vkey;
    SecretKey   secret;
} Pen;

static Pen pen_new(const char *member)
{
    Pen       pen = {0};
    PublicKey key;
    uint8_t   seed[SEED_BYTES] = {(uint8_t)member[0]};
    pen.secret = key_of_seed(seed, &key);
    pen.vkey = vkey_new(origin_text(&pen.arena, str_from(AGREEMENT), str_from(member)), KEY_NOTE, &key);
    return pen;
}

static Entry example(Pen *pen)
{
    Entry entry = {.before = {pen->vkey.name, 2, sha256(S("b"))},
                   .key = 5,
                   .time = 1795488000,
                   .kind = S("measurement"),
                   .engine = S("0.1.0"),
                   .state_entries = 3,
                   .state = sha256(S("s")),
                   .place = BODY_HERE,
                   .body_text = S("{\"a\":1}")};
    for (int i = 0; i < 2; i++)
        *PUSH(&pen->arena, &entry.saw) =
            (Head){origin_text(&pen->arena, str_from(AGREEMENT), i ? S("cygnus") : S("borealis")), 4 + i,
                   sha256(S("h"))};
    return entry;
}

static void comes_back(void **state)
{
    (void)state;
    for (int place = BODY_NONE; place <= BODY_SEALED; place++) {
        Pen   pen = pen_new("aurora");
        Entry entry = example(&pen), read;
        Str   why = S("");
        entry.place = (BodyPlace)place;
        entry.sealed = sha256(S("sealed"));
        entry_sign(&pen.arena, &entry, &pen.vkey, &pen.secret);
        if (!entry_read(&pen.arena, entry.bytes, &read, &why))
            fail_msg("%.*s", STR_ARG(why));
        assert_true(entry_signed_by(&read, &pen.vkey));
        assert_text(read.text, entry.text);
        assert_true(str_equal(read.before.origin, pen.vkey.name) && read.before.size == 2);
        assert_true(read.key == 5 && read.time == 1795488000 && read.state_entries == 3 &&
                    read.saw.count == 2);
        assert_true(str_equal(read.kind, S("measurement")) && str_equal(read.engine, S("0.1.0")));
        assert_true(read.place == entry.place && hash_equal(&read.state, &entry.state));
        assert_true(read.saw.items[1].size == 5 &&
                    hash_equal(&read.saw.items[1].root, &entry.saw.items[1].root));
        if (place == BODY_HERE)
            assert_int_equal(body_at(&read.body, S("a"))->whole, 1);
        if (place == BODY_SEALED)
            assert_hash(read.sealed, entry.sealed);
        Entry again = read;
        entry_sign(&pen.arena, &again, &pen.vkey, &pen.secret);
        assert_text(again.bytes, entry.bytes);
        Hash leaf = entry_leaf(&read), of_bytes = merkle_leaf(entry.bytes);
        assert_true(hash_equal(&leaf, &of_bytes));
        arena_free(&pen.arena);
    }
}

/* One wrong bit anywhere: not read, or not signed. */
static void every_bit(void **state)
{
    Pen   pen = pen_new("aurora");
    Entry entry = example(&pen);
    (void)state;
    entry_sign(&pen.arena, &entry, &pen.vkey, &pen.secret);
    char *wrong = NEW(&pen.arena, char, entry.bytes.len);
    for (Size bit = 0; bit < entry.bytes.len * 8; bit++) {
        Arena arena = {0};
        Entry read;
        Str   why = S("");
        memcpy(wrong, entry.bytes.at, (size_t)entry.bytes.len);
        wrong[bit / 8] ^= (char)(1 << bit % 8);
        bool good = entry_read(&arena, (Str){wrong, entry.bytes.len}, &read, &why);
        assert_false(good && entry_signed_by(&read, &pen.vkey));
        assert_true(good || why.len > 0);
        arena_free(&arena);
    }
    arena_free(&pen.arena);
}

#define HASH64 \
    "Xcnaeac"  \
    "GWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
#define HEX64        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define OWN          "entente/" HEX64 "/aurora\n"
#define HEAD         "entente/entry/v1\n" OWN "2 " HASH64 "\n"
#define SEEN(member) "saw entente/" HEX64 "/" member " 4 " HASH64 "\n"
#define TAIL         "key 5\ntime 7\nkind fact\nstate 0.1.0 3 " HASH64 "\n"

static void refused(void **state)
{
    static const char *const rows[] = {
        "entente/entry/v2\n" OWN "2 " HASH64 "\n" TAIL,
        "entente/entry/v1\nentente/demo/aurora\n2 " HASH64 "\n" TAIL,
        "entente/entry/v1\nentente/" HEX64 "/Aurora\n2 " HASH64 "\n" TAIL,
        "entente/entry/v1\nentente/" HEX64 "/\n2 " HASH64 "\n" TAIL,
        "entente/entry/v1\n" OWN "02 " HASH64 "\n" TAIL,
        "entente/entry/v1\n" OWN "2  " HASH64 "\n" TAIL,
        "entente/entry/v1\n" OWN TAIL,
        HEAD                     SEEN("cygnus") SEEN("borealis") TAIL,
        HEAD                     SEEN("borealis") SEEN("borealis") TAIL,
        HEAD                     SEEN("aurora") TAIL,
        HEAD "saw entente/" HEX64 "/borealis 0 " HASH64 "\n" TAIL,
        HEAD "saw borealis 4 " HASH64 "\n" TAIL,
        HEAD "key 0\ntime 7\nkind fact\nstate 0.1.0 3 " HASH64 "\n",
        HEAD "time 7\nkey 5\nkind fact\nstate 0.1.0 3 " HASH64 "\n",
        HEAD "key 5\ntime -7\nkind fact\nstate 0.1.0 3 " HASH64 "\n",
        HEAD "key 5\ntime 253402300800\nkind fact\nstate 0.1.0 3 " HASH64 "\n",
        HEAD "key 5\ntime 7\nkind \nstate 0.1.0 3 " HASH64 "\n",
        HEAD "key 5\ntime 7\nkind a fact\nstate 0.1.0 3 " HASH64 "\n",
        HEAD "key 5\ntime 7\nkind fact\nstate 0.1.0 " HASH64 "\n",
        HEAD "key 5\ntime 7\nkind fact\nstate 0.1.0 03 " HASH64 "\n",
        HEAD "key 5\ntime 7\nkind fact\n",
        HEAD TAIL "body {\"b\":1,\"a\":1}\n",
        HEAD TAIL "body {}\nbody {}\n",
        HEAD TAIL "sealed " HASH64 "\nbody {}\n",
        HEAD TAIL "body {}\nsealed " HASH64 "\n",
        HEAD TAIL "sealed AAAA\n",
        HEAD TAIL "more\n",
        HEAD TAIL "\n",
    };
    Pen pen = pen_new("aurora");
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Note  note = {.text = str_from(rows[i])};
        Entry read = {.key = 77};
        Str   why = S("");
        ROW("%d\n", (int)i);
        note_sign(&pen.arena, &note, &pen.vkey, &pen.secret);
        assert_false(entry_read(&pen.arena, note_write(&pen.arena, &note), &read, &why));
        assert_true(why.len > 0);
        assert_int_equal(read.key, 77);
    }
    arena_free(&pen.arena);
}

static void signatures_refused(void **state)
{
    Pen   pen = pen_new("aurora"), other = pen_new("borealis");
    Note  note = {.text = S(HEAD TAIL)}, two = note, foreign = note;
    Entry read;
    Str   why = S("");
    (void)state;
    note_sign(&pen.arena, &note, &pen.vkey, &pen.secret);
    assert_true(entry_read(&pen.arena, note_write(&pen.arena, &note), &read, &why));
    note_sign(&pen.arena, &two, &pen.vkey, &pen.secret);
    note_sign(&pen.arena, &two, &other.vkey, &other.secret);
    assert_false(entry_read(&pen.arena, note_write(&pen.arena, &two), &read, &why));
    note_sign(&pen.arena, &foreign, &other.vkey, &other.secret);
    assert_false(entry_read(&pen.arena, note_write(&pen.arena, &foreign), &read, &why));
    assert_false(entry_signed_by(&read, &other.vkey));
    note.signatures.items[0].bytes.len--;
    assert_false(entry_read(&pen.arena, note_write(&pen.arena, &note), &read, &why));
    arena_free(&pen.arena);
    arena_free(&other.arena);
}

static void size_limit(void **state)
{
    Pen   pen = pen_new("aurora");
    Entry entry = example(&pen), read;
    Str   why = S("");
    (void)state;
    entry_sign(&pen.arena, &entry, &pen.vkey, &pen.secret);
    Size room = ENTRY_BYTES_MOST - entry.bytes.len + 1; /* the body has one character of text to begin with */
    for (Size more = room; more <= room + 1; more++) {
        Text body = text_new(&pen.arena);
        text_add(&body, S("{\"a\":"));
        text_char(&body, '"');
        for (Size i = 0; i < more - 2; i++)
            text_char(&body, 'x');
        text_add(&body, S("\"}"));
        entry.body_text = text_str(&body);
        entry_sign(&pen.arena, &entry, &pen.vkey, &pen.secret);
        assert_int_equal(entry.bytes.len, ENTRY_BYTES_MOST + (more > room));
        assert_int_equal(entry_read(&pen.arena, entry.bytes, &read, &why), more == room);
    }
    arena_free(&pen.arena);
}

/* The same act under other signatures is the same act; another kind or body is not. */
static void acts(void **state)
{
    Pen   pen = pen_new("aurora"), other = pen_new("borealis");
    Entry a = example(&pen), b = example(&other);
    (void)state;
    b.time++;
    Hash one = entry_act(&a), two = entry_act(&b);
    assert_true(hash_equal(&one, &two));
    b.kind = S("fact");
    two = entry_act(&b);
    assert_false(hash_equal(&one, &two));
    b.kind = a.kind;
    b.body_text = S("{\"a\":2}");
    two = entry_act(&b);
    assert_false(hash_equal(&one, &two));
    b.place = BODY_SEALED;
    b.sealed = sha256(S("{}"));
    two = entry_act(&b);
    assert_false(hash_equal(&one, &two));
    arena_free(&pen.arena);
    arena_free(&other.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(comes_back), cmocka_unit_test(every_bit),
                                       cmocka_unit_test(refused),    cmocka_unit_test(signatures_refused),
                                       cmocka_unit_test(size_limit), cmocka_unit_test(acts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
