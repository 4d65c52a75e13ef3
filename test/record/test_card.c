/* test_card.c - a card reads back as it was written; no byte of it can be altered; another's key does not
 * sign. */
#include <string.h>

#include "bytes.h"
#include "record/card.h"

static Card made(SecretKey *secret)
{
    const uint8_t seed[SEED_BYTES] = {7}, after[SEED_BYTES] = {8};
    PublicKey     key, next;
    *secret = key_of_seed(seed, &key);
    (void)key_of_seed(after, &next);
    return (Card){vkey_new(S("aurora"), KEY_NOTE, &key), key_hash(&next)};
}

static void reads_what_it_wrote(void **state)
{
    Arena     arena = {0};
    SecretKey secret;
    Card      card = made(&secret), read;
    Str       why = S(""), bytes = card_write(&arena, &card, &secret);
    (void)state;
    assert_true(card_read(&arena, bytes, &read, &why));
    assert_true(str_equal(read.vkey.name, S("aurora")));
    assert_true(key_equal(&read.vkey.key, &card.vkey.key));
    assert_true(hash_equal(&read.next, &card.next));
    Str one = card_fingerprint(&arena, &card), other = card_fingerprint(&arena, &read);
    assert_true(str_equal(one, other));
    assert_int_equal(one.len, 8 * 4 + 7);
    read.next.at[0] ^= 1;
    other = card_fingerprint(&arena, &read);
    assert_false(str_equal(one, other));
    arena_free(&arena);
}

static void no_byte_can_be_altered(void **state)
{
    Arena     arena = {0};
    SecretKey secret;
    Card      card = made(&secret), read;
    Str       bytes = card_write(&arena, &card, &secret), why = S("");
    (void)state;
    for (Size i = 0; i < bytes.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            char *copy = NEW(&arena, char, bytes.len);
            memcpy(copy, bytes.at, (size_t)bytes.len);
            copy[i] = (char)(copy[i] ^ (1 << bit));
            why = S("");
            assert_false(card_read(&arena, (Str){copy, bytes.len}, &read, &why));
            assert_true(why.len > 0);
        }
        assert_false(card_read(&arena, str_slice(bytes, 0, i), &read, &why));
    }
    arena_free(&arena);
}

static void only_its_own_key_signs(void **state)
{
    Arena         arena = {0};
    SecretKey     secret, wrong;
    PublicKey     other;
    const uint8_t seed[SEED_BYTES] = {9};
    Card          card = made(&secret), read;
    Str           why = S("");
    (void)state;
    wrong = key_of_seed(seed, &other);
    assert_false(card_read(&arena, card_write(&arena, &card, &wrong), &read, &why));
    card.vkey = vkey_new(S("not/a/member"), KEY_NOTE, &card.vkey.key);
    assert_false(card_read(&arena, card_write(&arena, &card, &secret), &read, &why));
    assert_true(str_starts(why, S("the key of a card")));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_what_it_wrote),
                                       cmocka_unit_test(no_byte_can_be_altered),
                                       cmocka_unit_test(only_its_own_key_signs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
