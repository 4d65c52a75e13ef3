/* form.h - statement forms: the grammar of a clause, written as patterns.
 *
 * A clause kind lists its statements as patterns such as
 *
 *     "sublicense to <who:recipients>[, only=only to <acts:acts>][, while <while:condition>]"
 *
 *   word          that word                 ,  :      that mark
 *   <slot:kind>   a phrase, see SlotKind    [ … ]     may be left out
 *   ( … | … )     one of                    NAME= as the first thing inside [ ] or ( )
 *                                           captures which one was written
 *
 * One list of patterns serves reading, findings ("expected …"), the grammar in docs/language.md and
 * completion, so they cannot drift apart. Articles may stand before any word of a pattern.
 * Captures are numbered in the order of their names in the pattern. */
#ifndef ENT_LANG_FORM_H
#define ENT_LANG_FORM_H
#include "lang/document.h"
#include "lang/node.h"

enum { FORM_SLOTS = 10 };

typedef struct Form    Form;
typedef struct FormSet FormSet;

typedef struct {
    const Form *form;
    Stmt       *stmt;
    Node       *slot[FORM_SLOTS]; /* NULL: not written */
} Match;

/* What a clause kind does with a statement that fits; `maker` and `clause` are the caller's. */
typedef void (*FormTake)(void *maker, void *clause, const Match *match);

struct Form {
    const char    *pattern;
    FormTake       take;
    const char    *doc;   /* one line for the reference */
    const FormSet *inner; /* the statements of its block; NULL: it takes no block */
};

struct FormSet {
    const char *name; /* "statement of a grant" */
    const Form *forms;
    Size        count;
};

typedef struct FormCode FormCode; /* compiled patterns */

typedef struct {
    Arena    *arena;
    Words    *words;
    FormCode *codes; /* of the sets that were compiled: a table, by the set's address */
    Size      count;
} Forms;

/* A reference by name that must be resolved when all declarations are known. */
typedef struct {
    Node    *node;
    uint64_t allow;  /* kinds of declarations that may stand here: REF_… of phrase.h */
    void    *inside; /* the clause that was being read */
} Ref;

/* [name: one | another], and which was picked for this run. */
typedef struct {
    Word  name;
    Span  span;
    int   picked; /* 0 the first …; -1: not settled */
    void *inside;
} OpenPoint;

typedef struct {
    Arena         *arena;
    const Sources *sources;
    const Tree    *tree;
    Diags         *diags;
    Forms         *forms;
    void          *inside; /* set by the caller before it reads a clause */
    LIST_OF(Ref) refs;
    LIST_OF(OpenPoint) opens;
    Picks picks;
} Phrases;

Forms forms_new(Arena *arena, Words *words);
/* Compiles a set (and the sets inside it) once; needed before it is used. */
void forms_compile(Forms *forms, const FormSet *set);
/* Reads one statement. True: *out is filled. False: findings are recorded, the statement poisoned. */
bool form_match(Phrases *phrases, const FormSet *const *sets, Stmt *stmt, Match *out);
/* Reads the statements of a block one by one and hands each to its `take`. */
void form_take_block(Phrases *phrases, const FormSet *const *sets, Stmt *first, void *maker, void *clause);

/* The pattern as grammar text, one line: literals quoted, slots by the name of their phrase. */
Str form_grammar(Arena *arena, const Form *form);
/* The pattern for people: `lasts through DAY[ for FIELDS]`. */
Str form_usage(Arena *arena, const Form *form);
#endif
