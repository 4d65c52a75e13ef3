/* sign.h - Ed25519 signatures under one rule: libsodium's verdict.
 *
 * Published edge cases divide the verifiers of the world; two parties must never be divided about one entry.
 * So the rule is that of libsodium (small-order keys and points, S not below the group order: refused), and a
 * key is admitted only if it is a canonical point of the prime-order group. Nothing here is random: the seed
 * of a key is an argument, and signatures are deterministic (RFC 8032). */
#ifndef ENT_RECORD_SIGN_H
#define ENT_RECORD_SIGN_H
#include "base/base.h"

enum { SEED_BYTES = 32, PUBLIC_KEY_BYTES = 32, SIGNATURE_BYTES = 64 };

typedef struct {
    uint8_t at[PUBLIC_KEY_BYTES];
} PublicKey;

typedef struct {
    uint8_t at[64]; /* seed and public key, as libsodium keeps it */
} SecretKey;

typedef struct {
    uint8_t at[SIGNATURE_BYTES];
} Signature;

/* May this key be taken into a record? */
bool      key_admitted(const PublicKey *key);
bool      key_equal(const PublicKey *a, const PublicKey *b);
SecretKey key_of_seed(const uint8_t seed[SEED_BYTES], PublicKey *public_key);
void      key_wipe(SecretKey *key);
Signature sign_bytes(const SecretKey *key, Str message);
bool      sign_holds(const PublicKey *key, Str message, const Signature *signature);
#endif
