/* test_note.c - published notes verify; one wrong byte anywhere does not; reading is canonical or refused. */
#include <string.h>

#include "bytes.h"
#include "record/checkpoint.h"
#include "record/note.h"
#include "vectors_merkle.h"
#include "vectors_sign.h"

static const struct {
    const char *vkey, *note;
} PUBLISHED[] = {
    /* the example of C2SP signed-note, and that of the Go package it comes from */
    {"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
     "This is an example message.\n\n— example.com/foo "
     "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"},
    {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
     "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
     "— PeterNeumann "
     "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"},
};

/* Of the tree of eight published leaves, by the first two keys of RFC 8032. */
static const char LOG_VKEY[] =
    "acme.example/entente/demo+4692a36c+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
static const char WITNESS_VKEY[] =
    "globex.example/witness+c34575af+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM";
static const char COSIGNED[] =
    "acme.example/entente/demo\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n"
    "— acme.example/entente/demo "
    "RpKjbGa521bLPHizsj4CIdLEtSAM9g0bhBIFvY9+Mc4wcLGEasu2GyXfqxi/61RX/WgQTlayJxBDyqulK70mLa1T0go=\n"
    "— globex.example/witness "
    "w0V1rwAAAABrBPkAvwKalQ5/4wsWpcuDB403Nqr42jQtWnaeQ2C+G8BNAnyKRAXTkGHiL2EnOFdE9/5WvHkDLpP/"
    "g78urcwJjIIpAQ==\n";
enum { COSIGNED_TIME = 1795488000 };

static VerifierKey vkey_of(Arena *arena, const char *text)
{
    VerifierKey vkey;
    Str         why = S("");
    assert_true(vkey_read(str_from(text), &vkey, &why));
    assert_text(vkey_text(arena, &vkey), str_from(text));
    return vkey;
}

static Note note_of(Arena *arena, Str text)
{
    Note note = {0};
    Str  why = S("");
    if (!note_read(arena, text, &note, &why))
        fail_msg("%.*s", STR_ARG(why));
    assert_text(note_write(arena, &note), text);
    return note;
}

/* Is `bytes` a note that both keys signed as it stands? */
static bool good(Arena *arena, Str bytes, const VerifierKey *vkey)
{
    Note note;
    Str  why = S("");
    if (!note_read(arena, bytes, &note, &why)) {
        assert_true(why.len > 0);
        return false;
    }
    return note_verify(arena, &note, vkey, NULL) == NOTE_SIGNED;
}

static void published(void **state)
{
    (void)state;
    for (Size i = 0; i < COUNT(PUBLISHED); i++) {
        Arena       arena = {0};
        VerifierKey vkey = vkey_of(&arena, PUBLISHED[i].vkey);
        Str         text = str_from(PUBLISHED[i].note);
        (void)note_of(&arena, text);
        assert_true(good(&arena, text, &vkey));
        char *wrong = NEW(&arena, char, text.len);
        for (Size bit = 0; bit < text.len * 8; bit++) {
            memcpy(wrong, text.at, (size_t)text.len);
            wrong[bit / 8] ^= (char)(1 << bit % 8);
            assert_false(good(&arena, (Str){wrong, text.len}, &vkey));
        }
        arena_free(&arena);
    }
}

static SecretKey secret_of(int row, PublicKey *key)
{
    uint8_t seed[SEED_BYTES];
    assert_true(hex_read(str_from(RFC8032[row].seed), seed, SEED_BYTES));
    return key_of_seed(seed, key);
}

static void cosigned(void **state)
{
    Arena       arena = {0};
    VerifierKey log = vkey_of(&arena, LOG_VKEY), witness = vkey_of(&arena, WITNESS_VKEY);
    Note        note = note_of(&arena, str_from(COSIGNED));
    int64_t     time = 0;
    Checkpoint  checkpoint = {0};
    Str         why = S("");
    (void)state;
    assert_int_equal(strlen(COSIGNED), 329);
    assert_int_equal(note_verify(&arena, &note, &log, &time), NOTE_SIGNED);
    assert_int_equal(time, 0);
    assert_int_equal(note_verify(&arena, &note, &witness, &time), NOTE_SIGNED);
    assert_int_equal(time, COSIGNED_TIME);
    assert_true(checkpoint_read(note.text, &checkpoint, &why));
    assert_text(checkpoint_text(&arena, &checkpoint), note.text);
    assert_int_equal(checkpoint.head.size, 8);
    assert_hash(checkpoint.head.root, hex_hash(ROOTS[8]));

    /* the same bytes come out when both sign again, in any order of signing on the same lines */
    PublicKey keys[2];
    SecretKey secrets[2] = {secret_of(0, &keys[0]), secret_of(1, &keys[1])};
    assert_true(key_equal(&keys[0], &log.key) && key_equal(&keys[1], &witness.key));
    Note again = {.text = note.text};
    note_sign(&arena, &again, &log, &secrets[0]);
    note_cosign(&arena, &again, &witness, &secrets[1], COSIGNED_TIME);
    assert_text(note_write(&arena, &again), str_from(COSIGNED));

    /* a key of the same name, another time, a line of the wrong length, no line */
    VerifierKey other = vkey_new(log.name, KEY_NOTE, &keys[1]);
    assert_int_equal(note_verify(&arena, &note, &other, NULL), NOTE_NOT_SIGNED);
    Str   bytes = note.signatures.items[1].bytes;
    char *later = NEW(&arena, char, bytes.len);
    memcpy(later, bytes.at, (size_t)bytes.len);
    later[7]++;
    note.signatures.items[1].bytes = (Str){later, bytes.len};
    assert_int_equal(note_verify(&arena, &note, &witness, NULL), NOTE_WRONG);
    later[0] = (char)0x80;
    assert_int_equal(note_verify(&arena, &note, &witness, NULL), NOTE_WRONG);
    note.signatures.items[1].bytes = str_slice(bytes, 0, bytes.len - 1);
    assert_int_equal(note_verify(&arena, &note, &witness, NULL), NOTE_WRONG);
    arena_free(&arena);
}

static void sixteen_signatories(void **state)
{
    Arena       arena = {0};
    Note        note = {.text = S("an act of many\n")};
    VerifierKey vkeys[NOTE_SIGNATURES_MOST];
    (void)state;
    for (int i = 0; i < NOTE_SIGNATURES_MOST; i++) {
        uint8_t   seed[SEED_BYTES] = {(uint8_t)(i + 1)};
        PublicKey key;
        SecretKey secret = key_of_seed(seed, &key);
        vkeys[i] = vkey_new(str_format(&arena, "party%d", i), KEY_NOTE, &key);
        note_sign(&arena, &note, &vkeys[i], &secret);
    }
    note = note_of(&arena, note_write(&arena, &note));
    for (int i = 0; i < NOTE_SIGNATURES_MOST; i++)
        assert_int_equal(note_verify(&arena, &note, &vkeys[i], NULL), NOTE_SIGNED);
    Str why = S(""), one_more = note_write(&arena, &note);
    one_more = str_format(&arena, "%.*s— z AAAAAAA=\n", STR_ARG(one_more));
    assert_false(note_read(&arena, one_more, &note, &why));
    arena_free(&arena);
}

static void notes_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "\n",
        "\n\n— a AAAAAAA=\n",
        "text\n",
        "text\n\n",
        "text— a AAAAAAA=\n",
        "text\n— a AAAAAAA=\n",
        "text\n\n— a AAAAAAA=",
        "text\n\n— a AAAAAAA=\n\n",
        "text\n\n— a AAAAAAA=\n— a AAAAAAA=\n",
        "text\n\n— a AAAAAA==\n", /* an id without a signature */
        "text\n\n— a AAAAAAB=\n", /* a bit behind the end of base64 */
        "text\n\n— a  AAAAAAA=\n",
        "text\n\n—  AAAAAAA=\n",
        "text\n\n- a AAAAAAA=\n",
        "text\n\n— a+b AAAAAAA=\n",
        "text\n\n— a\xc2\xa0z AAAAAAA=\n",
        "te\txt\n\n— a AAAAAAA=\n",
        "te\rxt\n\n— a AAAAAAA=\n",
        "te\x7fxt\n\n— a AAAAAAA=\n",
        "te\xc2\x85xt\n\n— a AAAAAAA=\n",
        "te\xffxt\n\n— a AAAAAAA=\n",
        "te\xed\xa0\x80xt\n\n— a AAAAAAA=\n", /* half of a surrogate pair */
        "te\xc0\xafxt\n\n— a AAAAAAA=\n",     /* longer than need be */
    };
    Arena arena = {0};
    Note  note = {.text = S("untouched")};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Str why = S("");
        ROW("%d\n", (int)i);
        assert_false(note_read(&arena, str_from(rows[i]), &note, &why));
        assert_true(why.len > 0);
    }
    assert_text(note.text, S("untouched"));
    Str why = S(""), with_nul = {"te\0xt\n\n— a AAAAAAA=\n", sizeof "te\0xt\n\n— a AAAAAAA=\n" - 1};
    assert_false(note_read(&arena, with_nul, &note, &why));
    note = note_of(&arena, S("one\n\ntwo\n\n— a AAAAAAA=\n")); /* the last empty line divides */
    assert_text(note.text, S("one\n\ntwo\n"));
    arena_free(&arena);
}

static void keys_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "example.com/foo+530d903a+",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fo +530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+30d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
        "example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", /* ML-DSA-44 */
    };
    VerifierKey vkey = {.id = 7};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Str why = S("");
        ROW("%s\n", rows[i]);
        assert_false(vkey_read(str_from(rows[i]), &vkey, &why));
        assert_true(why.len > 0);
    }
    assert_int_equal(vkey.id, 7);
    Arena arena = {0};
    for (Size i = 0; i < COUNT(EDGE_CASES); i++) { /* keys about which verifiers differ are not let in */
        PublicKey key;
        Str       why = S("");
        assert_true(hex_read(str_from(EDGE_CASES[i].public_key), key.at, PUBLIC_KEY_BYTES));
        VerifierKey made = vkey_new(S("edge"), KEY_NOTE, &key);
        assert_int_equal(vkey_read(vkey_text(&arena, &made), &vkey, &why), EDGE_CASES[i].admitted);
    }
    arena_free(&arena);
}

static void checkpoints_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "a\n8\n",
        "a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
        "a\n08\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
        "a\n-8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
        "a\n9223372036854775808\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
        "a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n",
        "a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQw==\n",
        "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
        "a b\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
        "a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n",
        "a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\nmore",
    };
    Arena      arena = {0};
    Checkpoint checkpoint = {.head = {.size = -7}};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++) {
        Str why = S("");
        ROW("%d\n", (int)i);
        assert_false(checkpoint_read(str_from(rows[i]), &checkpoint, &why));
        assert_true(why.len > 0);
    }
    assert_int_equal(checkpoint.head.size, -7);
    Str text = S("a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\nmore\n"), why = S("");
    assert_true(checkpoint_read(text, &checkpoint, &why));
    assert_text(checkpoint.more, S("more\n"));
    assert_text(checkpoint_text(&arena, &checkpoint), text);
    arena_free(&arena);
}

static void heads(void **state)
{
    Arena arena = {0};
    Head  head;
    Str   line = S("a/b 8 Xcnaeac"
                     "GWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=");
    Text  text = text_new(&arena);
    (void)state;
    assert_true(head_read(line, &head));
    head_write(&text, &head);
    assert_text(text_str(&text), line);
    for (Size cut = 0; cut < line.len; cut++)
        assert_false(head_read(str_slice(line, 0, cut), &head));
    assert_false(head_read(S("a/b  XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="), &head));
    assert_false(head_read(S(" 8 XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="), &head));
    assert_false(head_read(S("a/b 8  XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="), &head));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(published),
                                       cmocka_unit_test(cosigned),
                                       cmocka_unit_test(sixteen_signatories),
                                       cmocka_unit_test(notes_refused),
                                       cmocka_unit_test(keys_refused),
                                       cmocka_unit_test(checkpoints_refused),
                                       cmocka_unit_test(heads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
