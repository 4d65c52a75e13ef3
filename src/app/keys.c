/* keys.c - see keys.h. */
#include "app/keys.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "os/random.h"
#include "os/secret.h"
#include "record/entry.h"

enum {
    BOX_MOST = HASH_BYTES + KEYS_MOST * SEED_BYTES,
    LOW_MEMORY = 8 << 20,
    PASSES_MOST = 16,
    MEMORY_MOST = 1 << 30
};

static bool refuse(Str *why, Str what)
{
    *why = what;
    return false;
}

/* ---- where ---- */

Str keys_folder(Arena *arena)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config && config[0] == '/')
        return str_format(arena, "%s/entente", config);
    return home && *home ? str_format(arena, "%s/.config/entente", home) : S("");
}

Str keys_path(Arena *arena, Str name)
{
    Str folder = keys_folder(arena);
    return str_format(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

/* ---- the form of the file ---- */

static bool read_seal(Arena *arena, Str line, Seal *seal, Str *why)
{
    Str     salt = S(""), rest = line;
    int64_t passes = 0, memory = 0;
    *seal = (Seal){0};
    if (str_equal(line, S("none")))
        return true;
    if (!str_starts(rest, S("argon2id ")))
        return refuse(why, S("the seal of a file of keys is `argon2id` or `none`"));
    rest = str_slice(rest, 9, rest.len);
    Size first = str_find(rest, ' ');
    Str  behind = first < 0 ? S("") : str_slice(rest, first + 1, rest.len);
    Size second = str_find(behind, ' ');
    if (first < 0 || second < 0 || !count_read(str_slice(rest, 0, first), PASSES_MOST, &passes) ||
        !count_read(str_slice(behind, 0, second), MEMORY_MOST, &memory) ||
        !base64_read(arena, str_slice(behind, second + 1, behind.len), &salt) ||
        salt.len != (Size)sizeof seal->salt || passes < 1 || memory < (int64_t)crypto_pwhash_MEMLIMIT_MIN)
        return refuse(why, S("`argon2id` is followed by passes (1 to 16), memory (8 KiB to 1 GiB) and a salt "
                             "of 16 bytes"));
    *seal = (Seal){.sealed = true, .passes = passes, .memory = memory};
    memcpy(seal->salt, salt.at, sizeof seal->salt);
    return true;
}

static bool read_box(Arena *arena, Str line, KeyFile *file, Str *why)
{
    Size more = file->seal.sealed ? (Size)crypto_secretbox_MACBYTES : 0;
    Size nonce_bytes = file->seal.sealed ? (Size)crypto_secretbox_NONCEBYTES : 0;
    Str  bytes = S("");
    if (!base64_read(arena, line, &bytes))
        return refuse(why, S("the box of a file of keys is base64"));
    Size seeds = bytes.len - nonce_bytes - more - HASH_BYTES;
    if (seeds <= 0 || seeds % SEED_BYTES || seeds > (Size)KEYS_MOST * SEED_BYTES)
        return refuse(why, S("the box of a file of keys holds one to four keys"));
    file->nonce = str_slice(bytes, 0, nonce_bytes);
    file->box = str_slice(bytes, nonce_bytes, bytes.len);
    return true;
}

bool key_file_read(Arena *arena, Str text, KeyFile *out, Str *why)
{
    KeyFile file = {0};
    KeyType type;
    Str     line, whole = text;
    if (text.len > KEY_FILE_BYTES_MOST)
        return refuse(why, S("a file of keys is at most 4,096 bytes"));
    if (!line_next(&text, &line) || !str_equal(line, S("entente/keys/v1")))
        return refuse(why, S("a file of keys begins with the line `entente/keys/v1`"));
    if (!line_named(&text, S("member "), &file.member) || !member_valid(file.member))
        return refuse(why, S("the second line of a file of keys is `member` and a name"));
    if (!line_named(&text, S("seal "), &line))
        return refuse(why, S("the third line of a file of keys is `seal`"));
    if (!read_seal(arena, line, &file.seal, why))
        return false;
    if (!line_named(&text, S("key "), &line) || !vkey_read_key(line, &type, &file.first, why) ||
        type != KEY_NOTE)
        return refuse(why, S("the fourth line of a file of keys is `key` and a key"));
    file.head = str_slice(whole, 0, whole.len - text.len);
    if (!line_named(&text, S("box "), &line) || text.len)
        return refuse(why, S("the fifth and last line of a file of keys is `box`"));
    if (!read_box(arena, line, &file, why))
        return false;
    *out = file;
    return true;
}

static Str head_of(Arena *arena, const Keys *keys)
{
    Text text = text_new(arena);
    text_format(&text, "entente/keys/v1\nmember %.*s\n", STR_ARG(keys->member));
    Str salt = base64_text(arena, (Str){(const char *)keys->seal.salt, sizeof keys->seal.salt});
    if (keys->seal.sealed)
        text_format(&text, "seal argon2id %lld %lld %.*s\n", (long long)keys->seal.passes,
                    (long long)keys->seal.memory, STR_ARG(salt));
    else
        text_add(&text, S("seal none\n"));
    Str key = vkey_key_text(arena, KEY_NOTE, &keys->keys[0]);
    text_format(&text, "key %.*s\n", STR_ARG(key));
    return text_str(&text);
}

/* ---- the passphrase ---- */

typedef struct {
    char at[PASSPHRASE_MOST];
    Size len;
} Passphrase;

static bool from_file(Arena *arena, Str path, Passphrase *out, Str *why)
{
    Str          text = S("");
    SecretResult result = secret_read(arena, path, PASSPHRASE_MOST, &text);
    if (result != SECRET_OK) {
        *why = str_format(arena, "%.*s, which ENTENTE_PASSPHRASE_FILE names: %s", STR_ARG(path),
                          secret_text(result));
        return false;
    }
    Size end = str_find(text, '\n');
    out->len = end < 0 ? text.len : end;
    if (out->len)
        memcpy(out->at, text.at, (size_t)out->len);
    secret_forget(text);
    if (out->len)
        return true;
    *why = str_format(arena, "%.*s, which ENTENTE_PASSPHRASE_FILE names: its first line is empty",
                      STR_ARG(path));
    return false;
}

static bool typed(Arena *arena, const char *question, Passphrase *out, Str *why)
{
    switch (secret_typed(question, out->at, PASSPHRASE_MOST, &out->len)) {
    case TYPED_OK: return true;
    case TYPED_NO_TERMINAL:
        return refuse(why, S("the keys are sealed by a passphrase, and there is no terminal to type it on: "
                             "name a file that holds it in ENTENTE_PASSPHRASE_FILE"));
    case TYPED_CANCELLED: return refuse(why, S("no passphrase was typed, so nothing was done"));
    case TYPED_LONG: break;
    }
    *why = str_format(arena, "a passphrase has at most %d bytes", PASSPHRASE_MOST);
    return false;
}

static bool ask_passphrase(Arena *arena, Str member, bool twice, Passphrase *out, Str *why)
{
    const char *file = getenv("ENTENTE_PASSPHRASE_FILE");
    if (file && *file)
        return from_file(arena, str_from(file), out, why);
    Str question =
        str_format(arena, "Passphrase for the %skeys of %.*s: ", twice ? "new " : "", STR_ARG(member));
    if (!typed(arena, question.at, out, why))
        return false;
    if (!twice)
        return true;
    Passphrase again = {.len = 0};
    if (out->len == 0)
        return refuse(why, S("the passphrase is empty; `--no-passphrase` says that there shall be none"));
    bool good = typed(arena, "The same once more: ", &again, why);
    if (good && (again.len != out->len || memcmp(again.at, out->at, (size_t)again.len) != 0))
        good = refuse(why, S("the two passphrases differ, so nothing was done"));
    secret_wipe(&again, sizeof again);
    return good;
}

/* The passphrase is wiped. */
static bool close_seal(Seal *seal, Passphrase *passphrase, Str *why)
{
    int failed = crypto_pwhash(
        seal->key, sizeof seal->key, passphrase->at, (unsigned long long)passphrase->len, seal->salt,
        (unsigned long long)seal->passes, (size_t)seal->memory, crypto_pwhash_ALG_ARGON2ID13);
    secret_wipe(passphrase, sizeof *passphrase);
    return !failed || refuse(why, S("there is not enough memory for the seal of the keys"));
}

/* ---- making, writing, opening ---- */

static bool ready(Str *why)
{
    return sodium_init() >= 0 || refuse(why, S("libsodium does not start on this machine"));
}

bool keys_grow(Keys *keys, Str *why)
{
    if (keys->count == KEYS_MOST)
        keys_drop(keys, 1);
    uint8_t *seed = keys->seeds[keys->count];
    if (!random_bytes(seed, SEED_BYTES))
        return refuse(why, S("the system gives no random bytes"));
    SecretKey secret = key_of_seed(seed, &keys->keys[keys->count]);
    key_wipe(&secret);
    keys->count++;
    return true;
}

bool keys_new(Arena *arena, Str member, SealCost cost, Keys *out, Str *why)
{
    Keys       keys = {.member = str_copy(arena, member)};
    Passphrase passphrase = {.len = 0};
    if (!ready(why) || !keys_grow(&keys, why) || !keys_grow(&keys, why))
        return false;
    keys.seal.sealed = cost != SEAL_NONE;
    keys.seal.passes = cost == SEAL_LOW ? 1 : (int64_t)crypto_pwhash_OPSLIMIT_MODERATE;
    keys.seal.memory = cost == SEAL_LOW ? LOW_MEMORY : (int64_t)crypto_pwhash_MEMLIMIT_MODERATE;
    bool good = !keys.seal.sealed || (random_bytes(keys.seal.salt, sizeof keys.seal.salt) &&
                                      ask_passphrase(arena, member, true, &passphrase, why) &&
                                      close_seal(&keys.seal, &passphrase, why));
    secret_wipe(&passphrase, sizeof passphrase);
    Str id = hex_text(arena, (Str){(const char *)keys.keys[0].at, 8});
    keys.path = keys_path(arena, str_format(arena, "%.*s-%.*s.keys", STR_ARG(member), STR_ARG(id)));
    if (good)
        *out = keys;
    keys_wipe(&keys);
    return good;
}

/* Of the lines before the box and of the seeds, so that neither can be altered, also where there is no seal.
 */
static Hash box_hash(Str head, const uint8_t (*seeds)[SEED_BYTES], Size count)
{
    Sha256 sha = sha256_new();
    sha256_add(&sha, head);
    sha256_add(&sha, (Str){(const char *)seeds, count * SEED_BYTES});
    Hash hash = sha256_end(&sha);
    secret_wipe(&sha, sizeof sha);
    return hash;
}

bool keys_save(Arena *arena, const Keys *keys, Str *why)
{
    uint8_t plain[BOX_MOST], box[crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + BOX_MOST];
    Str     head = head_of(arena, keys);
    Size    len = HASH_BYTES + keys->count * SEED_BYTES;
    Hash    hash = box_hash(head, keys->seeds, keys->count);
    memcpy(plain, hash.at, HASH_BYTES);
    memcpy(plain + HASH_BYTES, keys->seeds, (size_t)(keys->count * SEED_BYTES));
    Str bytes = {(const char *)plain, len};
    if (keys->seal.sealed) {
        if (!random_bytes(box, crypto_secretbox_NONCEBYTES))
            return refuse(why, S("the system gives no random bytes"));
        (void)crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, plain, (unsigned long long)len, box,
                                    keys->seal.key);
        bytes =
            (Str){(const char *)box, (Size)(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES) + len};
    }
    Str   folder = keys_folder(arena);
    Arena secret = {0};
    Str   boxed = base64_text(&secret, bytes);
    Str   text = str_format(&secret, "%.*sbox %.*s\n", STR_ARG(head), STR_ARG(boxed));
    secret_wipe(plain, sizeof plain);
    SecretResult result = folder.len ? secret_folder(arena, folder) : SECRET_ABSENT;
    Str          where = result == SECRET_OK ? keys->path : folder;
    if (result == SECRET_OK)
        result = secret_write(arena, keys->path, text);
    secret_forget(boxed);
    secret_forget(text);
    arena_free(&secret);
    if (result == SECRET_OK)
        return true;
    if (!folder.len)
        return refuse(why, S("neither XDG_CONFIG_HOME nor HOME says where keys are kept"));
    *why = str_format(arena, "%.*s: %s", STR_ARG(where), secret_text(result));
    return false;
}

static bool unpack(const KeyFile *file, const uint8_t *plain, Size len, Keys *out)
{
    out->count = (len - HASH_BYTES) / SEED_BYTES;
    memcpy(out->seeds, plain + HASH_BYTES, (size_t)(len - HASH_BYTES));
    Hash hash = box_hash(file->head, (const uint8_t(*)[SEED_BYTES])out->seeds, out->count);
    if (memcmp(plain, hash.at, HASH_BYTES) != 0)
        return false;
    for (Size i = 0; i < out->count; i++) {
        SecretKey secret = key_of_seed(out->seeds[i], &out->keys[i]);
        key_wipe(&secret);
    }
    return key_equal(&out->keys[0], &file->first);
}

static bool open_box(Arena *arena, const KeyFile *file, Keys *out, Str *why)
{
    uint8_t    plain[BOX_MOST];
    Size       len = file->box.len;
    Passphrase passphrase = {.len = 0};
    out->seal = file->seal;
    if (!file->seal.sealed) {
        memcpy(plain, file->box.at, (size_t)len);
    } else {
        len -= (Size)crypto_secretbox_MACBYTES;
        if (!ask_passphrase(arena, file->member, false, &passphrase, why) ||
            !close_seal(&out->seal, &passphrase, why))
            return false;
        if (crypto_secretbox_open_easy(plain, (const unsigned char *)file->box.at,
                                       (unsigned long long)file->box.len,
                                       (const unsigned char *)file->nonce.at, out->seal.key) != 0) {
            *why = str_format(arena, "%.*s: this passphrase does not open it", STR_ARG(out->path));
            return false;
        }
    }
    bool good = unpack(file, plain, len, out);
    secret_wipe(plain, sizeof plain);
    if (!good)
        *why = str_format(arena, "%.*s: its lines do not belong together; take it from a backup",
                          STR_ARG(out->path));
    return good;
}

static bool read_file(Arena *arena, Str path, Str *text, KeyFile *out, Str *why)
{
    Str          because = S("");
    SecretResult result = secret_read(arena, path, KEY_FILE_BYTES_MOST, text);
    if (result == SECRET_OK && key_file_read(arena, *text, out, &because))
        return true;
    if (result == SECRET_ABSENT)
        *why = str_format(arena,
                          "%.*s: the keys are not here; without them nothing can be signed. Copy the file "
                          "from the machine or the backup that has it",
                          STR_ARG(path));
    else
        *why = str_format(arena, "%.*s: %.*s", STR_ARG(path),
                          STR_ARG(because.len ? because : str_from(secret_text(result))));
    return false;
}

bool keys_peek(Arena *arena, Str path, KeyFile *out, Str *why)
{
    Str text = S("");
    if (!read_file(arena, path, &text, out, why))
        return false;
    secret_forget(out->box); /* without a seal these are the keys */
    secret_forget(str_slice(text, out->head.len, text.len));
    out->box = out->nonce = S("");
    return true;
}

bool keys_open(Arena *arena, Str path, Keys *out, Str *why)
{
    Keys    keys = {.path = path};
    KeyFile file = {0};
    Str     text = S("");
    bool    good = ready(why) && read_file(arena, path, &text, &file, why);
    if (good) {
        keys.member = str_copy(arena, file.member);
        good = open_box(arena, &file, &keys, why);
        if (!file.seal.sealed)
            secret_forget(file.box);
        secret_forget(text);
    }
    if (good)
        *out = keys;
    keys_wipe(&keys);
    return good;
}

void keys_drop(Keys *keys, Size first)
{
    INVARIANT(first >= 0 && first <= keys->count);
    Size left = keys->count - first;
    memmove(keys->seeds, keys->seeds + first, (size_t)left * SEED_BYTES);
    memmove(keys->keys, keys->keys + first, (size_t)left * sizeof *keys->keys);
    secret_wipe(keys->seeds + left, first * SEED_BYTES);
    keys->count = left;
}

Size keys_find(const Keys *keys, const PublicKey *key)
{
    for (Size i = 0; i < keys->count; i++)
        if (key_equal(&keys->keys[i], key))
            return i;
    return -1;
}

void keys_wipe(Keys *keys)
{
    secret_wipe(keys->seeds, sizeof keys->seeds);
    secret_wipe(keys->seal.key, sizeof keys->seal.key);
}

Card keys_card(const Keys *keys)
{
    return (Card){vkey_new(keys->member, KEY_NOTE, &keys->keys[0]), key_hash(&keys->keys[1])};
}

SecretKey keys_secret(const Keys *keys, Size key)
{
    PublicKey public_key;
    return key_of_seed(keys->seeds[key], &public_key);
}
