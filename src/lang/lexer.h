/* lexer.h - bytes to tokens.
 *
 * A token is a slice of the text with a kind; names, labels and values are interned by
 * spelling; numbers are valued where they are used. Line ends and comments are tokens, because
 * layout and printing need them. Unknown characters give one finding each run and are skipped. */
#ifndef ENT_LANG_LEXER_H
#define ENT_LANG_LEXER_H
#include "base/diag.h"
#include "lang/words.h"

typedef enum {
    T_END,
    T_LINE,
    T_COMMENT,
    T_NAME,    /* kebab-case, with path steps: aurora/video */
    T_CODE,    /* capitals, digits, hyphens: US-NY */
    T_NUMBER,  /* 1_000.25 */
    T_VERSION, /* 5.2.1 */
    T_PERCENT, /* 0.75% */
    T_DATE,    /* 2026-01-01 */
    T_PERIOD,  /* 2026-Q1, 2026-03 */
    T_TEXT,    /* "…", with the quotes */
    T_LABEL,   /* (a): at most LABEL_MOST small letters and digits */
    T_PART,    /* (a) right behind a name: video(a) */
    T_COMMA,
    T_COLON,
    T_SEMI,
    T_BAR,
    T_OPEN_PAREN,
    T_CLOSE_PAREN,
    T_OPEN_BRACE,
    T_CLOSE_BRACE,
    T_OPEN_BRACKET,
    T_CLOSE_BRACKET,
} TokenKind;

enum { LABEL_MOST = 4 };

typedef struct {
    Span     span;
    Word     word; /* of names, values, labels, parts; marks have 0 */
    uint32_t kind; /* TokenKind */
} Token;

typedef struct {
    const char *text; /* of the whole source */
    int32_t     base; /* offset of text[0] in the joined sources */
    int32_t     at, end;
    Words      *words;
    Diags      *diags;
    bool        line_start;
    bool broken; /* the last token, or what stood before it, was no token of the language; it has its finding
                  */
} Lexer;

/* Reads `span` of the source, which must have passed door_check. */
Lexer lexer_new(const Source *source, Span span, Words *words, Diags *diags);
Token lexer_next(Lexer *lx);
/* The known word of plain letters that stands at that place behind spaces, or 0. Reads nothing, so finds
 * nothing. */
Word lexer_word_at(const Lexer *lx, int32_t at);

/* The text of a T_TEXT without its quotes, doubled quotes made single. */
Str         text_value(Arena *arena, Str quoted);
const char *token_kind_name(TokenKind kind); /* "a name", "a date" … */
#endif
