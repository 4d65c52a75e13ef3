/* kinds.h - the kinds of entries in one table: what each must, may and must not hold, who may write it, and
 * what it does to the state. Checks, `docs/entries.md`, the JSON schema and help come from this table alone.
 *
 * A field that a kind does not name is forbidden. A kind that this version does not know is kept and shown,
 * and stops the fold at its place until the program is renewed: it is never skipped (order.h). */
#ifndef ENT_RECORD_KINDS_H
#define ENT_RECORD_KINDS_H
#include "record/entry.h"

typedef enum {
    FIELD_TEXT,     /* any text of 1 to 65,535 bytes */
    FIELD_NAME,     /* a word of the language: a-z 0-9 - _ */
    FIELD_MEMBER,   /* the name of a member */
    FIELD_ROLE,     /* party, witness or observer */
    FIELD_DAY,      /* 2026-03-01 */
    FIELD_PERIOD,   /* 2026, 2026-Q1, 2026-03 or a day */
    FIELD_COUNT,    /* a whole number, not negative */
    FIELD_DECIMAL,  /* a decimal number as text, in its shortest form: 1250.5 */
    FIELD_CURRENCY, /* three capitals */
    FIELD_HASH,     /* base64 of 32 bytes */
    FIELD_KEY,      /* base64 of a type and a key: the last part of a verifier key */
    FIELD_ENTRY,    /* MEMBER/SEQ: an entry by its feed and its place there, from 0 */
    FIELD_OBJECT,   /* an object with the fields `inside` */
    FIELD_TYPES
} FieldType;

typedef struct KindField KindField;
struct KindField {
    const char      *name, *words; /* in ascending order of names; the last has no name */
    FieldType        type;
    bool             may, list; /* it may be left out; it is a list of at least one */
    const KindField *inside;
};

typedef enum { ROLE_PARTY, ROLE_WITNESS, ROLE_OBSERVER, ROLES } Role;

typedef enum {
    JOINT_NO,
    JOINT_ALL /* parties */,
    JOINT_OTHERS /* all parties but the `member` it names, and the witness; at least two */
} KindJoint;

/* What the entry does to the state. The first two are done by the record itself, the others by the fold
 * above. */
typedef enum {
    FOLDS_NOTHING,
    FOLDS_FEEDS,
    FOLDS_TEXTS,
    FOLDS_FACTS,
    FOLDS_USAGE,
    FOLDS_MONEY,
    FOLDS_DUTIES,
    FOLDS_WORDS
} Folds;

typedef struct {
    const char      *name, *words;
    unsigned         writers; /* bit 1 << Role */
    KindJoint        joint;
    BodyPlace        place;
    Folds            folds;
    const KindField *fields;
    const char      *example; /* a body that is right, as a test checks; NULL with BODY_NONE */
} Kind;

Size        kind_count(void);
const Kind *kind_number(Size number); /* in the order of the table */
const Kind *kind_find(Str name);      /* NULL: this version does not know it */

const char *role_name(Role role);
bool        role_read(Str name, Role *out);
const char *field_type_words(FieldType type);
const char *folds_words(Folds folds);

/* Is the body right for the kind? False: `why` says what is wrong, with the field. */
CHECKED bool kind_check_body(Arena *arena, const Kind *kind, const Body *body, Str *why);
/* Is what can be seen of the entry right for its kind: the place of the body, the writer, and a body that is
 * there? */
CHECKED bool kind_check(Arena *arena, const Kind *kind, const Entry *entry, Role writer, Str *why);
/* `MEMBER/SEQ`. False: *member and *seq untouched. */
bool entry_name_read(Str text, Str *member, int64_t *seq);
#endif
