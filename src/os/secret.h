/* secret.h - files that only their owner can read, and words that are typed without being shown.
 *
 * A secret file has the permissions 0600, its folder 0700; one that others can read is refused, because it is
 * no longer known who has it. Writing replaces a file as a whole, and what was written is on the disk before
 * the name points to it. What is read lies in the arena: whoever asked for it wipes it. */
#ifndef ENT_OS_SECRET_H
#define ENT_OS_SECRET_H
#include "base/base.h"

typedef enum { SECRET_OK, SECRET_ABSENT, SECRET_EXPOSED, SECRET_LARGE, SECRET_FAILED } SecretResult;

/* A regular file, or a pipe, which nobody else can read anyway. */
CHECKED SecretResult secret_read(Arena *arena, Str path, Size most, Str *text);
CHECKED SecretResult secret_write(Arena *arena, Str path, Str text);
/* Makes the folder, and those above it, if they are missing. */
CHECKED SecretResult secret_folder(Arena *arena, Str path);
/* "others can read it; `chmod 600` it if nobody has" */
const char *secret_text(SecretResult result);

/* Zeroes that no compiler leaves out. */
void secret_wipe(void *bytes, Size len);
void secret_forget(Str text); /* of an arena: its bytes, which nobody reads any more */

typedef enum { TYPED_OK, TYPED_NO_TERMINAL, TYPED_CANCELLED, TYPED_LONG } TypedResult;
/* Asks on the terminal, whatever stdin is, and reads one line without showing it. */
CHECKED TypedResult secret_typed(const char *question, char *line, Size room, Size *len);
/* Asks for yes or no there, with what is typed shown: only a word that begins with y is yes. */
CHECKED TypedResult typed_yes(const char *question, bool *yes);
#endif
