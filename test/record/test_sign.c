/* test_sign.c - signatures of RFC 8032, what must be refused, and libsodium's verdict where verifiers differ.
 */
#include <string.h>

#include "bytes.h"
#include "record/sign.h"
#include "vectors_sign.h"

static PublicKey key_of(const char *hex)
{
    PublicKey key;
    assert_true(hex_read(str_from(hex), key.at, PUBLIC_KEY_BYTES));
    return key;
}

static Signature signature_of(const char *hex)
{
    Signature signature;
    assert_true(hex_read(str_from(hex), signature.at, SIGNATURE_BYTES));
    return signature;
}

static void published(void **state)
{
    Arena arena = {0};
    (void)state;
    for (Size i = 0; i < COUNT(RFC8032); i++) {
        uint8_t seed[SEED_BYTES];
        assert_true(hex_read(str_from(RFC8032[i].seed), seed, SEED_BYTES));
        PublicKey key, want = key_of(RFC8032[i].public_key);
        SecretKey secret = key_of_seed(seed, &key);
        assert_true(key_equal(&key, &want));
        assert_true(key_admitted(&key));
        Str       message = hex_bytes(&arena, RFC8032[i].message);
        Signature made = sign_bytes(&secret, message), signature = signature_of(RFC8032[i].signature);
        assert_memory_equal(made.at, signature.at, SIGNATURE_BYTES);
        assert_true(sign_holds(&key, message, &signature));
        for (int bit = 0; bit < SIGNATURE_BYTES * 8; bit++) {
            Signature wrong = signature;
            wrong.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
            assert_false(sign_holds(&key, message, &wrong));
        }
        key_wipe(&secret);
        for (Size b = 0; b < COUNT(secret.at); b++)
            assert_int_equal(secret.at[b], 0);
    }
    arena_free(&arena);
}

static void verdicts(Arena *arena, const VerdictRow *rows, Size count)
{
    for (Size i = 0; i < count; i++) {
        ROW("%d\n", rows[i].number);
        PublicKey key = key_of(rows[i].public_key);
        Str       text = str_from(rows[i].signature);
        assert_int_equal(key_admitted(&key), rows[i].admitted);
        if (text.len != SIGNATURE_BYTES * 2)
            continue; /* a signature of another length cannot even be asked about */
        Signature signature = signature_of(rows[i].signature);
        assert_int_equal(sign_holds(&key, hex_bytes(arena, rows[i].message), &signature), rows[i].holds);
    }
}

static void refused(void **state)
{
    Arena arena = {0};
    (void)state;
    verdicts(&arena, MUST_REFUSE, COUNT(MUST_REFUSE));
    arena_free(&arena);
}

static void where_verifiers_differ(void **state)
{
    Arena arena = {0};
    (void)state;
    verdicts(&arena, EDGE_CASES, COUNT(EDGE_CASES));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(published), cmocka_unit_test(refused),
                                       cmocka_unit_test(where_verifiers_differ)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
