/* recorded.h - what a question takes from the record: the text in force, and the facts of the entries that
 * count.
 *
 * An answer rests on the final entries. What pending ones would change is asked apart (RecordAsked.pending),
 * so that nobody wonders where the report just sent has gone. A snapshot of the fold lies beside the record:
 * when nothing has arrived since, the entries need not be read. */
#ifndef ENT_APP_RECORDED_H
#define ENT_APP_RECORDED_H
#include "app/texts.h"
#include "standing/sentences.h"

typedef enum {
    RECORDED_READ,
    RECORDED_NONE, /* the path lies in no workspace, or there is no agreement in it yet */
    RECORDED_FAILED
} RecordedResult;

typedef struct Recorded {
    Workspace        ws;
    bool             loaded; /* its record is read, too */
    Fold             fold;
    bool             own_text; /* the path is that of the workspace's own text */
    const FoldEntry *text; /* the signed text that answers; NULL: none yet, the draft in the folder does */
    bool             text_changed; /* the folder has other bytes than were signed */
    Untolds          untold;
} Recorded;

/* Reads the fold that the session asks for. *out lives in the session's arena; its workspace is closed with
 * that. */
CHECKED RecordedResult recorded_open(Session *session, Str path, Recorded *out, Str *why);
/* The text that answers on the session's day. Not found: *out is untouched and `text` stays NULL. */
CHECKED bool recorded_text(Recorded *recorded, Session *session, Loaded *out, Str *why);
/* Its facts, final ones or also those that are pending. */
void recorded_facts(Recorded *recorded, const Session *session, Terms *terms, Facts *out);
/* `aurora/12 payment, borealis/9 notice`: pending entries. */
Str    recorded_pending(const Recorded *recorded, Arena *arena, Size *count);
Bodies recorded_bodies(Workspace *ws);
#endif
