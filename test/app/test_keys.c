/* test_keys.c - keys come back from their file with the right passphrase and no other; no line of the file
 * can be altered; a file that others can read is refused. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "workspaces.h"

#include "os/files.h"
#include "os/secret.h"

static void passphrase(const char *words)
{
    Str path = str_format(&arena, "%s/passphrase", home.at);
    assert_int_equal(secret_write(&arena, path, str_from(words)), SECRET_OK);
    assert_int_equal(setenv("ENTENTE_PASSPHRASE_FILE", path.at, 1), 0);
}

static Keys made(SealCost cost)
{
    Keys keys;
    Str  why = S("");
    if (!keys_new(&arena, S("aurora"), cost, &keys, &why) || !keys_save(&arena, &keys, &why))
        fail_msg("%.*s", STR_ARG(why));
    return keys;
}

static void come_back(void **state)
{
    (void)state;
    passphrase("correct horse\nnot this line\n");
    for (SealCost cost = SEAL_NONE; cost <= SEAL_LOW; cost++) {
        Keys    keys = made(cost), read;
        KeyFile file;
        Str     why = S("");
        assert_int_equal(keys.count, 2);
        assert_true(keys_open(&arena, keys.path, &read, &why));
        assert_int_equal(read.count, 2);
        assert_memory_equal(read.seeds, keys.seeds, 2 * SEED_BYTES);
        assert_true(str_equal(read.member, S("aurora")));
        assert_true(keys_peek(&arena, keys.path, &file, &why));
        assert_true(key_equal(&file.first, &keys.keys[0]));
        assert_int_equal(file.seal.sealed, cost != SEAL_NONE);
        assert_int_equal(file.box.len, 0);
        struct stat seen;
        assert_int_equal(stat(keys.path.at, &seen), 0);
        assert_int_equal(seen.st_mode & 0777, 0600);
        assert_int_equal(stat(keys_folder(&arena).at, &seen), 0);
        assert_int_equal(seen.st_mode & 0777, 0700);
    }
}

static void only_with_the_passphrase(void **state)
{
    (void)state;
    passphrase("correct horse");
    Keys keys = made(SEAL_LOW), read;
    Str  why = S("");
    passphrase("correct horsf");
    assert_false(keys_open(&arena, keys.path, &read, &why));
    assert_true(str_ends(why, S("this passphrase does not open it")));
    passphrase("\n");
    assert_false(keys_open(&arena, keys.path, &read, &why));
    assert_true(str_ends(why, S("its first line is empty")));
    passphrase("correct horse");
    assert_true(keys_open(&arena, keys.path, &read, &why));
}

static void no_line_can_be_altered(void **state)
{
    (void)state;
    passphrase("correct horse");
    for (SealCost cost = SEAL_NONE; cost <= SEAL_LOW; cost++) {
        Keys keys = made(cost), read;
        Str  text, why = S("");
        assert_int_equal(secret_read(&arena, keys.path, KEY_FILE_BYTES_MOST, &text), SECRET_OK);
        Size step = cost == SEAL_NONE ? 1 : 7; /* each try of a sealed one takes some milliseconds */
        for (Size i = 0; i < text.len; i += step) {
            char *copy = NEW(&arena, char, text.len);
            memcpy(copy, text.at, (size_t)text.len);
            copy[i] = (char)(copy[i] == 'a' ? 'b' : copy[i] == '1' ? '2' : 'a');
            if (copy[i] == text.at[i])
                continue;
            assert_int_equal(secret_write(&arena, keys.path, (Str){copy, text.len}), SECRET_OK);
            if (keys_open(&arena, keys.path, &read, &why))
                fail_msg("byte %td of a file with seal %d", i, (int)cost);
        }
    }
}

static void others_must_not_read_it(void **state)
{
    (void)state;
    Keys keys = made(SEAL_NONE), read;
    Str  why = S("");
    assert_int_equal(chmod(keys.path.at, 0640), 0);
    assert_false(keys_open(&arena, keys.path, &read, &why));
    assert_non_null(strstr(why.at, "others can read it"));
    assert_int_equal(chmod(keys.path.at, 0600), 0);
    assert_int_equal(chmod(keys_folder(&arena).at, 0755), 0);
    assert_false(keys_save(&arena, &keys, &why));
    assert_int_equal(chmod(keys_folder(&arena).at, 0700), 0);
    assert_true(keys_save(&arena, &keys, &why));
    passphrase("word");
    Str path = str_format(&arena, "%s/passphrase", home.at);
    assert_int_equal(chmod(path.at, 0644), 0);
    assert_false(keys_new(&arena, S("aurora"), SEAL_LOW, &read, &why));
    assert_non_null(strstr(why.at, "others can read it"));
    Str missing = keys_path(&arena, S("nobody.keys"));
    assert_false(keys_open(&arena, missing, &read, &why));
    assert_non_null(strstr(why.at, "the keys are not here"));
}

static void grow_and_drop(void **state)
{
    (void)state;
    Keys      keys = made(SEAL_NONE), read;
    PublicKey second = keys.keys[1];
    Str       why = S("");
    for (int i = 0; i < KEYS_MOST; i++)
        assert_true(keys_grow(&keys, &why));
    assert_int_equal(keys.count, KEYS_MOST);
    assert_int_equal(keys_find(&keys, &second), -1); /* it made room */
    PublicKey last = keys.keys[KEYS_MOST - 1];
    assert_int_equal(keys_find(&keys, &last), KEYS_MOST - 1);
    keys_drop(&keys, KEYS_MOST - 2);
    assert_int_equal(keys.count, 2);
    assert_int_equal(keys_find(&keys, &last), 1);
    assert_true(keys_save(&arena, &keys, &why));
    assert_true(keys_open(&arena, keys.path, &read, &why));
    assert_int_equal(keys_find(&read, &last), 1);
    keys_wipe(&read);
    for (size_t i = 0; i < sizeof read.seeds; i++)
        assert_int_equal(((uint8_t *)read.seeds)[i], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(come_back),
        cmocka_unit_test(only_with_the_passphrase),
        cmocka_unit_test(no_line_can_be_altered),
        cmocka_unit_test(others_must_not_read_it),
        cmocka_unit_test(grow_and_drop),
    };
    return cmocka_run_group_tests(tests, make_home, drop_home);
}
