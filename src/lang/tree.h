/* tree.h - the layout of a text: statements, blocks, rows, labels, comments.
 *
 * This stage knows no clause and hardly a keyword: it turns tokens into a tree of statements, so
 * that every clause kind, also one that a later version brings, is read, printed and compared by
 * the same code. What a statement says is read by its clause kind, with forms (form.h).
 *
 * Rules: one line, one statement; it ends at the line's end, at `;` or before `}`. It goes on to
 * the next line after a comma, where either line has a joining word at the break, or inside ( ).
 * A block opens on its statement's line and closes the statement.
 *
 * Only the first thing of a statement is a label; further on, `(a)` is a name in brackets.
 *
 * Invariants: a statement's tokens are contiguous in `tokens`, without comments, line ends, braces
 * or the label; nesting is at most TREE_DEPTH; spans of siblings ascend. */
#ifndef ENT_LANG_TREE_H
#define ENT_LANG_TREE_H
#include "lang/keywords.h"
#include "lang/lexer.h"

enum { TREE_DEPTH = 64 };

typedef struct Stmt Stmt;
struct Stmt {
    Stmt   *next, *body;                      /* body: the first statement of the block */
    int32_t first, count;                     /* its tokens; label excluded, colon included */
    int32_t label;                            /* token of its (a), or -1 */
    int32_t colon;                            /* token of the first `:` outside brackets, or -1 */
    int32_t comments, comment_count;          /* the lines of comment above it */
    int32_t trailing;                         /* the comment behind it, or -1 */
    int32_t inner, inner_count;               /* comments before its closing brace */
    int32_t middle, middle_count;             /* comments at the breaks of a statement of several lines */
    Span    span;                             /* from its first token to its last, or to its closing brace */
    int32_t section;                          /* of the document: index of the heading above, or -1 */
    bool    has_block, blank_above, poisoned; /* poisoned: a finding was made; say no more */
};

typedef struct {
    Arena *arena;
    Words *words;
    Diags *diags;
    LIST_OF(Token) tokens;
    LIST_OF(Token) comments;
} Tree;

/* A run of statements at one level, and the comments that follow the last. */
typedef struct {
    Stmt   *first;
    int32_t inner, inner_count;
} Block;

Tree tree_new(Arena *arena, Words *words, Diags *diags);
/* Reads one formal block; always gives a tree, with findings for what does not fit. */
Block tree_read(Tree *tree, const Source *source, Span span, int32_t section);

/* and or plus less except but: a statement goes on over a line's end beside one. */
static inline bool word_joins(Word word) { return word >= W_JOINING_FIRST && word <= W_JOINING_LAST; }
static inline bool token_joins(Token token) { return token.kind == T_NAME && word_joins(token.word); }

/* Would go on over the line's end: ends with a comma or a joining word, or inside ( ). */
bool stmt_open(const Tree *tree, const Stmt *stmt);

static inline const Token *tree_token(const Tree *tree, int32_t at) { return &tree->tokens.items[at]; }
static inline Word         stmt_word(const Tree *tree, const Stmt *stmt, int32_t at)
{
    return at < stmt->count ? tree->tokens.items[stmt->first + at].word : 0;
}
#endif
