/* texts.h - the texts of an agreement in its record: a manifest of files by their digests is what the parties
 * propose and sign, and the files themselves lie beside it.
 *
 * A manifest lists the readable text first, then what it includes, by paths relative to it; and the digest of
 * the tables of this program that the text rests on, so that both sides know that they read it alike. */
#ifndef ENT_APP_TEXTS_H
#define ENT_APP_TEXTS_H
#include "app/acts.h"
#include "app/load.h"

enum { TEXT_FILES_MOST = 64 };

typedef struct {
    Str     path;
    int64_t bytes;
    Hash    digest;
    Str     text; /* where it is at hand */
} TextFile;

typedef struct {
    Str edition;
    LIST_OF(TextFile) files;
    Hash tables; /* of this program, or of the one that wrote it */
} Manifest;

/* Of a text that was read without errors, as it lies on the disk. False: `why`. */
CHECKED bool manifest_of(Arena *arena, const Loaded *loaded, Str edition, Manifest *out, Str *why);
/* Of the body of a text.proposed, text.signed or amendment; its files are read from the store. */
CHECKED Work manifest_read(Workspace *ws, Arena *arena, const Body *body, Manifest *out, Str *why);
bool         manifest_same(const Manifest *one, const Manifest *other); /* the same files and tables */
/* The common fields of a body. */
Body manifest_body(Arena *arena, const Manifest *manifest, bool edition);
/* Are the tables of this program those that it names? */
bool manifest_tables_here(const Manifest *manifest);

typedef struct {
    Place    place;
    Hash     act; /* of a joint one */
    bool     joint, complete;
    Body     body;
    Str      sealed; /* its bytes */
    Manifest manifest;
} TextEntry;
typedef LIST_OF(TextEntry) TextEntries;

/* Every text.proposed, text.signed and amendment whose body is here, in the order of arrival. */
CHECKED Work texts_of(Workspace *ws, Arena *arena, TextEntries *out, Str *why);
/* The text that is in force by the record: the last one that all have signed. NULL: none yet. */
const TextEntry *texts_signed(const TextEntries *texts);
/* The act that a change of it names: of the first text, whatever amendments followed. */
CHECKED bool texts_base(const TextEntries *texts, Hash *out);

/* Reads a text from its manifest instead of the disk; `name` stands for it in findings. */
CHECKED bool load_manifest(Session *session, const Manifest *manifest, Str name, Loaded *out, Str *why);

typedef struct {
    Size written, same, kept; /* kept: other texts are there, edited by somebody, and stay */
    Str  first_kept;
} Placed;
/* Puts the files into the folder of the workspace; what is there and is in no text of the record stays. */
CHECKED Work texts_place(Workspace *ws, const TextEntries *known, const Manifest *manifest, Placed *out,
                         Str *why);
#endif
