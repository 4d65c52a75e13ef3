/* terms.h - the checked agreement: every clause, every name, and where each stands in the text.
 *
 * Reading has three passes. 1: heads are read, so that every name is declared. 2: bodies are read
 * with the forms of their kind (registry.h); names that stand only inside a body (roles, columns,
 * leaves of a field) are declared then. 3: references are resolved and each kind checks itself.
 * Versions that amendments bring are clauses of the same name, each in force on its own days.
 *
 * Invariant: a clause with an unresolved reference is `poisoned`; questions that need it answer
 * unknown, all others are not disturbed. */
#ifndef ENT_TERMS_TERMS_H
#define ENT_TERMS_TERMS_H
#include "lang/document.h"
#include "lang/phrase.h"
#include "terms/model.h"

typedef struct ClauseKind ClauseKind;
typedef struct Clause     Clause;

typedef struct {
    Node *code, *reason, *fields, *who;
} Accept; /* a lint finding silenced, with its reason */

struct Clause {
    const ClauseKind *kind;
    Word              name;
    Span              name_span;
    Stmt             *stmt;
    void             *data; /* of model.h, by kind */
    int32_t           section;
    Days              in_force;  /* by amendments; for ever without */
    Clause           *later;     /* the version that replaces this one */
    Clause           *amendment; /* that brought it, or NULL */
    bool              poisoned, implicit, optional,
        unsettled; /* optional: inside `open`; unsettled: an open point is left in it */
    /* statements that every clause knows */
    NodeList while_, once, unless, if_, subject_to, notwithstanding;
    Node    *from, *through, *decided_by;
    LIST_OF(Accept) accepts;
};

typedef struct {
    Word     name;
    uint64_t ref; /* one REF bit */
    Span     span;
    Clause  *clause; /* what it declares, or inside which clause it was introduced */
    int32_t  uses;
    bool     inner; /* introduced inside a clause */
} Decl;

/* Of names that nothing declares. */
enum {
    NAME_FORGIVEN = 1, /* stands in a statement that could not be read: its uses are no findings */
    NAME_REFUSED = 2,  /* a finding was made */
    NAME_TWICE = 4,    /* declared twice: which of the two is meant is not known */
};

typedef struct {
    Arena    *arena;
    Document *doc;
    Diags    *diags;
    Forms     forms;
    Phrases   phrases;
    LIST_OF(Decl) decls;
    LIST_OF(Clause *) clauses; /* in reading order, versions after the texts */
    int32_t       *decl_of;    /* by Word; -1: not declared */
    Size           decl_room;
    Clause        *agreement;  /* NULL: the text has none */
    unsigned char *name_state; /* by Word: NAME_FORGIVEN, NAME_REFUSED */
    Size           state_room;
    LIST_OF(Accept) accepts; /* at the top level */
    int      edition;
    int32_t *path_last; /* by the Word of a name behind its first step: 1 + the last such declaration */
    Size     path_room;
    LIST_OF(int32_t) path_before; /* by declaration: 1 + the one before it that ends alike */
    Size copied;                  /* statements that new versions took over */
} Terms;

/* Reads the statements of a document. Always gives Terms; what is wrong is a finding. */
Terms *terms_read(Arena *arena, Document *document, Diags *diags);

const Decl      *terms_decl(const Terms *terms, Word name); /* NULL: not declared */
const Clause    *terms_clause(const Terms *terms, Word name);
int32_t          terms_declare(Terms *terms, Word name, uint64_t ref, Span span, Clause *clause, bool inner);
Str              terms_text(const Terms *terms, Word word);
unsigned char    terms_name_state(const Terms *terms, Word name);
void             terms_set_name_state(Terms *terms, Word name, unsigned char state);
bool             clause_is(const Clause *clause, uint64_t refs);
const Agreement *terms_header(const Terms *terms); /* NULL: none */
Str              ref_name(uint64_t ref);           /* "field" */
/* A finding if there is no currency of this code. */
void currency_check(Terms *terms, const Node *code);
/* The version of a clause that is in force on a day, or NULL. */
const Clause *clause_on(const Clause *clause, Day day);
/* "§3.2 Running royalty, agreement.md:141", or "agreement.md:141" without a heading. */
Str terms_cite(const Terms *terms, Arena *arena, Span span, int32_t section);
/* Resolves references that were read after terms_read (questions, facts). False: findings. */
bool terms_resolve(Terms *terms, Size first_ref, Clause *inside);
/* Reads a sentence that belongs to no clause (a fact, what an example expects) by these forms, its names
 * resolved. False: findings. */
bool terms_match(Terms *terms, const FormSet *forms, Stmt *stmt, Match *out);
/* A statement of the words of another one, an N_WORDS node. */
Stmt *stmt_of_words(Terms *terms, const Stmt *stmt, const Node *words);
/* The name of a unit, also when its plural was written. */
Word terms_unit(const Terms *terms, Word unit);
#endif
