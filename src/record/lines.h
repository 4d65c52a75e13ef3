/* lines.h - the commitment to lines of usage that stay at home: a tree of salted lines.
 *
 * Leaf i is SHA-256(0x00 salt line). The salts are the keystream of ChaCha20 under the key of the period, 16
 * bytes for each line in turn, so that one key opens all lines and a salt opens one; without them nobody can
 * guess a line from its neighbours in a proof. */
#ifndef ENT_RECORD_LINES_H
#define ENT_RECORD_LINES_H
#include "record/body.h"
#include "record/merkle.h"
#include "record/tile.h"

enum { LINES_KEY_BYTES = 32 };

typedef struct {
    uint8_t at[LINES_KEY_BYTES];
} LinesKey;

typedef struct {
    uint8_t at[SALT_BYTES];
} Salt;

Salt line_salt(const LinesKey *key, int64_t number);
Hash line_leaf(const Salt *salt, Str line);
/* Adds lines to a tree; `first` is the number of the first, so parts can be reckoned apart and joined. */
void lines_add(Merkle *tree, const LinesKey *key, int64_t first, Strs lines);
#endif
