/* load.h - from a path to Terms: what every verb that reads an agreement does first. */
#ifndef ENT_APP_LOAD_H
#define ENT_APP_LOAD_H
#include "base/date.h"
#include "terms/terms.h"

/* What a question wants of a record. */
typedef struct {
    bool    at_said, known_said;
    int64_t at;      /* the state after so many entries of the final order */
    Day     known;   /* what others had by the end of that day */
    Day     day;     /* whose text answers */
    bool    pending; /* also what is not final yet */
} RecordAsked;

typedef struct {
    Arena      *arena;
    Sources    *sources;
    Words      *words;
    Diags      *diags;
    Picks       picks; /* of open points */
    RecordAsked asked;
} Session; /* shared by all texts of one command */

typedef struct {
    Document *document;
    Terms    *terms; /* NULL when only the layout was asked for */
    Str       path;  /* of the first file */
} Loaded;

Session session_new(Arena *arena);
/* Reads FILE, or FOLDER/agreement.md, with what it includes. False: it could not be read; *why says it. */
CHECKED bool load_document(Session *session, Str path, Loaded *out, Str *why);
CHECKED bool load_agreement(Session *session, Str path, Loaded *out, Str *why);
#endif
