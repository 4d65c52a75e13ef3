/* test_hash.c - SHA-256 against published values and libsodium; base64, hexadecimal and counts have one
 * spelling. */
#include <sodium.h>
#include <string.h>

#include "bytes.h"

static void published(void **state)
{
    static const struct {
        const char *text, *hash;
    } rows[] = {/* FIPS 180-4 */
                {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
                {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"}};
    (void)state;
    for (Size i = 0; i < COUNT(rows); i++)
        assert_hash(sha256(str_from(rows[i].text)), hex_hash(rows[i].hash));
}

static Hash by_sodium(Str bytes)
{
    Hash hash;
    crypto_hash_sha256(hash.at, (const unsigned char *)bytes.at, (unsigned long long)bytes.len);
    return hash;
}

/* Every length around the block borders, whole, in parts, and with a first byte. */
static void every_length(void **state)
{
    Arena  arena = {0};
    Random random = {7};
    (void)state;
    for (Size len = 0; len < 400; len++) {
        Str bytes = random_bytes(&arena, &random, len);
        assert_hash(sha256(bytes), by_sodium(bytes));
        Sha256 sha = sha256_new();
        for (Size at = 0; at < len;) {
            Size part = 1 + random_below(&random, 90) < len - at ? 1 + random_below(&random, 90) : len - at;
            part = part > len - at ? len - at : part;
            sha256_add(&sha, str_slice(bytes, at, at + part));
            at += part;
        }
        assert_hash(sha256_end(&sha), by_sodium(bytes));
        if (len) {
            Size cut = 1 + random_below(&random, len);
            assert_hash(
                sha256_join((uint8_t)bytes.at[0], str_slice(bytes, 1, cut), str_slice(bytes, cut, len)),
                by_sodium(bytes));
        }
    }
    arena_free(&arena);
}

static void both_ways_agree(void **state)
{
    Arena  arena = {0};
    Random random = {8};
    (void)state;
    for (int turn = 0; turn < 200; turn++) {
        Size     blocks = 1 + random_below(&random, 9);
        Str      bytes = random_bytes(&arena, &random, blocks * SHA256_BLOCK);
        Sha256   sha = sha256_new();
        uint32_t plain[8];
        memcpy(plain, sha.state, sizeof plain);
        sha256_blocks_plain(plain, (const uint8_t *)bytes.at, blocks);
        sha256_add(&sha, bytes);
        assert_memory_equal(plain, sha.state, sizeof plain);
    }
    arena_free(&arena);
}

static void one_spelling(void **state)
{
    Arena arena = {0};
    Str   bytes = S("untouched");
    (void)state;
    static const char *const good[][2] = {
        {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}};
    for (Size i = 0; i < COUNT(good); i++) {
        assert_text(base64_text(&arena, str_from(good[i][0])), str_from(good[i][1]));
        assert_true(base64_read(&arena, str_from(good[i][1]), &bytes));
        assert_text(bytes, str_from(good[i][0]));
    }
    bytes = S("untouched");
    static const char *const bad[] = {"Zg",    "Zg=",      "Zg===", "Zh==", "Zm9=", "Zm9v\n",
                                      " Zm9v", "Zm9v====", "Z-_v",  "=",    "===="};
    for (Size i = 0; i < COUNT(bad); i++) {
        ROW("%s\n", bad[i]);
        assert_false(base64_read(&arena, str_from(bad[i]), &bytes));
    }
    assert_text(bytes, S("untouched"));
    int letters = 0;
    for (int c = 0; c < 256; c++) { /* of all bytes 64 are letters */
        char text[4] = {'Z', (char)c, '9', 'v'};
        letters += base64_read(&arena, (Str){text, 4}, &bytes);
    }
    assert_int_equal(letters, 64);
    Hash hash = sha256(S("")), read;
    assert_true(hash_read(hash_text(&arena, &hash), &read));
    assert_true(hash_equal(&hash, &read));
    assert_false(hash_read(S("Zm9v"), &read));
    assert_false(hash_read(S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), &read));
    uint8_t two[2];
    assert_true(hex_read(S("0aF1") /* upper case */, two, 2) == false);
    assert_true(hex_read(S("0af1"), two, 2) && two[0] == 0x0a && two[1] == 0xf1);
    assert_false(hex_read(S("0af"), two, 2));
    arena_free(&arena);
}

static void counts(void **state)
{
    int64_t count = -1;
    (void)state;
    assert_true(count_read(S("0"), 9, &count) && count == 0);
    assert_true(count_read(S("9223372036854775807"), INT64_MAX, &count) && count == INT64_MAX);
    assert_true(count_read(S("12"), 12, &count) && count == 12);
    static const char *const bad[] = {"",   "00", "01", "+1", "-1",
                                      " 1", "1 ", "1a", "13", "9223372036854775808"};
    for (Size i = 0; i < COUNT(bad); i++) {
        ROW("%s\n", bad[i]);
        assert_false(count_read(str_from(bad[i]), 12, &count));
    }
    assert_false(count_read(S("9223372036854775808"), INT64_MAX, &count));
    assert_false(count_read(S("8"), 7, &count));
    assert_int_equal(count, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(published), cmocka_unit_test(every_length),
                                       cmocka_unit_test(both_ways_agree), cmocka_unit_test(one_spelling),
                                       cmocka_unit_test(counts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
