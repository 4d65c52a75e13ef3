/* diag.h - findings about a text, for people first.
 *
 * A finding names what is wrong (title), where (span + label), what else matters
 * (note with its own span), and what to write instead (help). Checkers record
 * findings and go on; only the edge of the program prints them.
 *
 * All files of one agreement share one run of offsets: file k covers
 * [base, base + text.len], so a Span alone says file and place. */
#ifndef ENT_DIAG_H
#define ENT_DIAG_H
#include "base/base.h"

typedef struct {
    int32_t from, to; /* byte offsets into the joined sources, from <= to */
} Span;

typedef struct {
    Str     path, text;
    int32_t base; /* offset of the first byte */
} Source;

enum { SOURCE_STEP = 512 };

typedef struct {
    Arena *arena;
    LIST_OF(Source) files;
    LIST_OF(int32_t *) marks; /* of each file: lines that end before every SOURCE_STEP bytes */
} Sources;

typedef struct {
    const Source *source;
    int           line, column; /* 1-based, column in bytes */
    Str           text;         /* the whole line, without its end */
} TextPlace;

Sources sources_new(Arena *arena);
/* Takes a file in; the text is not copied and must outlive the sources. The total is limited by int32. */
Source   *sources_add(Sources *sources, Str path, Str text);
TextPlace sources_place(const Sources *sources, int32_t offset);
Str       sources_slice(const Sources *sources, Span span);
Span      span_join(Span a, Span b);

typedef enum { DIAG_ERROR, DIAG_WARNING, DIAG_INFO } DiagLevel;

typedef struct Diag Diag;
struct Diag {
    Diag       *next;
    const char *code; /* stable: "E0312" or "L-REF"; `entente explain CODE` prints the long form */
    Str         title, label, note_label, help;
    Span        span, note_span; /* note_label.len == 0: no note */
    DiagLevel   level;
};

enum { DIAG_LIMIT = 100 }; /* a broken file must not produce a million findings */

typedef struct {
    Arena *arena;
    Diag  *first, **tail;
    int    errors, warnings, infos; /* all that were found, also past the limit */
    int    kept;
} Diags;

Diags diags_new(Arena *arena);
/* What is found from now on is only counted: its words need not be made. */
static inline bool diags_full(const Diags *diags) { return diags->kept >= DIAG_LIMIT; }
/* Records a finding and returns it, so that note and help can be set on it. Never NULL. */
Diag *diag_add(Diags *diags, DiagLevel level, const char *code, Span span, Str title, Str label);
Diag *diag_error(Diags *diags, const char *code, Span span, Str title, Str label);
void  diag_note(Diag *diag, Span span, Str label);

/* The usual way out of a checker: record one error, return false. */
bool diag_refuse(Diags *diags, const char *code, Span span, Str title, Str label, Str help);

/* Orders by place (file, offset), errors before warnings at one place; same code at the same span once. */
void diags_sort(Diags *diags);

const char *diag_level_name(DiagLevel level);
#endif
