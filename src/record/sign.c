/* sign.c - see sign.h. */
#include "record/sign.h"

#include <sodium.h>
#include <string.h>

bool key_admitted(const PublicKey *key) { return crypto_core_ed25519_is_valid_point(key->at) == 1; }

bool key_equal(const PublicKey *a, const PublicKey *b) { return memcmp(a->at, b->at, PUBLIC_KEY_BYTES) == 0; }

SecretKey key_of_seed(const uint8_t seed[SEED_BYTES], PublicKey *public_key)
{
    SecretKey secret;
    (void)crypto_sign_seed_keypair(public_key->at, secret.at, seed); /* cannot fail */
    return secret;
}

void key_wipe(SecretKey *key) { sodium_memzero(key->at, sizeof key->at); }

static const unsigned char *bytes_of(Str text) { return (const unsigned char *)(text.at ? text.at : ""); }

Signature sign_bytes(const SecretKey *key, Str message)
{
    Signature signature;
    (void)crypto_sign_detached(signature.at, NULL, bytes_of(message), (unsigned long long)message.len,
                               key->at);
    return signature;
}

bool sign_holds(const PublicKey *key, Str message, const Signature *signature)
{
    return crypto_sign_verify_detached(signature->at, bytes_of(message), (unsigned long long)message.len,
                                       key->at) == 0;
}
