/* effect_causes.c - which changed clauses can change what is owed by one.
 *
 * A clause reaches what its statements name, and what these name in turn; a discount or a shared cap reaches
 * those that it names. Of a royalty whose settlement alone is taken over, only that counts. Whatever is not
 * reached is owed alike, so it need not be reckoned. */
#include "money/effect_inside.h"

#include "terms/registry.h"

/* ---- names ---- */

const Terms *side_terms(const Side *side) { return side->st->terms; }

/* The name of a clause of one text in the new text. */
Word joint_name(const Reckoning *e, const Side *side, Word name)
{
    return side->old ? compare_renamed(e->c, name) : name;
}

const Clause *clause_in(const Reckoning *e, const Side *side, Word name)
{
    const Clause *clause = terms_clause(side_terms(side), side->old ? compare_was(e->c, name) : name);
    return clause && !clause->poisoned && clause->data ? clause : NULL;
}

/* ---- what caused it ---- */

static const Stmt *statement_of(const Difference *d, bool old) { return old ? d->old : d->now; }

static bool is_change(const Difference *d) { return d->kind <= DIFFERENT_CHANGED; }

/* Lines of the header on which amounts rest. */
static bool header_counts(const Difference *d)
{
    static const char *const lines[] = {"between", "effective", "term", "currency", "rounding"};
    for (Size i = 0; i < d->lines.count; i++)
        for (Size k = 0; k < COUNT(lines); k++)
            if (d->lines.items[i].mark != ' ' && str_starts(d->lines.items[i].text, str_from(lines[k])))
                return true;
    return false;
}

/* Every name that the statements of a clause speak of, in either text, and in turn what those speak of. */
typedef struct {
    Reckoning     *e;
    unsigned char *seen; /* by Word of the new text */
    LIST_OF(Word) left;
    LIST_OF(Word) settled; /* royalties of which only the settlement matters */
} Reach;

static void reach_word(Reach *r, const Side *side, Word word)
{
    Word name = joint_name(r->e, side, word);
    if (!name || (Size)name >= r->e->c->room || r->seen[name])
        return;
    r->seen[name] = 1;
    *PUSH(r->e->arena, &r->left) = name;
}

/* The lines that `same settlement as X` takes over. */
static bool is_settlement(Str text)
{
    static const char *const lines[] = {"report", "pay",         "true-up", "audit",   "convert",
                                        "late",   "withholding", "credit",  "advance", "split"};
    Size                     blank = str_find(text, ' ');
    Str                      first = blank < 0 ? text : str_slice(text, 0, blank);
    for (Size i = 0; i < COUNT(lines); i++)
        if (str_equal(first, str_from(lines[i])))
            return true;
    return false;
}

static void reach_statement(Reach *r, const Side *side, const Stmt *stmt);

/* Of the royalty that a statement `same settlement as X` names, no more than its settlement. */
static bool reach_settlement(Reach *r, const Side *side, const Stmt *stmt)
{
    const Tree  *tree = &side_terms(side)->doc->tree;
    const Terms *terms = side_terms(side);
    Word         first = stmt_word(tree, stmt, 0);
    if (!first || !str_equal(terms_text(terms, first), S("same")))
        return false;
    Word          name = tree_token(tree, stmt->first + stmt->count - 1)->word;
    const Clause *clause = terms_clause(terms, name);
    for (Size i = 0; i < r->settled.count; i++)
        if (r->settled.items[i] == joint_name(r->e, side, name))
            return true;
    *PUSH(r->e->arena, &r->settled) = joint_name(r->e, side, name);
    for (const Stmt *line = clause && clause->stmt ? clause->stmt->body : NULL; line; line = line->next) {
        Word word = stmt_word(tree, line, 0);
        if (word && (is_settlement(terms_text(terms, word)) || str_equal(terms_text(terms, word), S("same"))))
            reach_statement(r, side, line);
    }
    return true;
}

static void reach_statement(Reach *r, const Side *side, const Stmt *stmt)
{
    const Tree *tree = &side_terms(side)->doc->tree;
    if (reach_settlement(r, side, stmt))
        return;
    for (int32_t i = 0; i < stmt->count; i++) {
        const Token *token = tree_token(tree, stmt->first + i);
        if ((token->kind == T_NAME || token->kind == T_CODE) && terms_decl(side_terms(side), token->word))
            reach_word(r, side, token->word);
    }
    for (const Stmt *inner = stmt->body; inner; inner = inner->next)
        reach_statement(r, side, inner);
}

/* A clause that names others and is not named by them changes these: a discount, a cap over several; and of
 * lines, the grant that pays a royalty. */
static bool acts_on(const Reckoning *e, const Clause *clause)
{
    uint64_t rights = e->lines ? REF(GRANT) | REF(COVENANT) | REF(RELEASE) : 0;
    return clause_is(clause, REF(DISCOUNT) | REF(CONSEQUENCE) | rights);
}

static bool mentions(const Side *side, const Stmt *stmt, Word word)
{
    const Tree *tree = &side_terms(side)->doc->tree;
    for (int32_t i = 0; i < stmt->count; i++)
        if (tree_token(tree, stmt->first + i)->word == word)
            return true;
    for (const Stmt *inner = stmt->body; inner; inner = inner->next)
        if (mentions(side, inner, word))
            return true;
    return false;
}

static bool has_shared_cap(const Clause *clause)
{
    const Royalty *r = clause_is(clause, REF(ROYALTY)) ? clause->data : NULL;
    for (Size i = 0; r && i < r->caps.count; i++)
        if (r->caps.items[i].over)
            return true;
    return false;
}

static void reach_back(Reach *r, const Side *side, Word name)
{
    const Terms *terms = side_terms(side);
    Word         here = side->old ? compare_was(r->e->c, name) : name;
    for (Size i = 0; i < terms->clauses.count; i++) {
        const Clause *clause = terms->clauses.items[i];
        if (clause->data && clause->stmt && !clause->poisoned &&
            (acts_on(r->e, clause) || has_shared_cap(clause)) && mentions(side, clause->stmt, here)) {
            r->seen[joint_name(r->e, side, clause->name)] = 1;
            reach_statement(r, side, clause->stmt);
        }
    }
}

static void reach_from(Reach *r, Word name)
{
    const Side *sides[] = {&r->e->old, &r->e->now};
    reach_word(r, &r->e->now, name);
    for (Size at = 0; at < r->left.count; at++)
        for (Size i = 0; i < COUNT(sides); i++)
            for (const Clause *one = clause_in(r->e, sides[i], r->left.items[at]); one; one = one->later)
                if (one->stmt)
                    reach_statement(r, sides[i], one->stmt);
    for (Size i = 0; i < COUNT(sides); i++)
        reach_back(r, sides[i], name);
}

static Word name_in(const Reckoning *e, const Difference *d, bool old)
{
    const Side *side = old ? &e->old : &e->now;
    const Stmt *stmt = statement_of(d, old);
    Word        second = stmt ? stmt_word(&side_terms(side)->doc->tree, stmt, 1) : 0;
    return second ? joint_name(e, side, second) : 0;
}

/* An amendment brings versions of clauses, and is named by its number. */
static bool amends(const Reach *r, const Difference *d)
{
    for (int old = 0; old < 2 && str_starts(d->name, S("amendment ")); old++) {
        const Side *side = old ? &r->e->old : &r->e->now;
        const Stmt *stmt = statement_of(d, old);
        for (const Stmt *inner = stmt ? stmt->body : NULL; inner; inner = inner->next)
            for (int32_t i = 0; i < inner->count; i++) {
                const Token *token = tree_token(&side_terms(side)->doc->tree, inner->first + i);
                Word         name = token->kind == T_NAME ? joint_name(r->e, side, token->word) : 0;
                if (name && (Size)name < r->e->c->room && r->seen[name] && clause_in(r->e, side, name))
                    return true;
            }
    }
    return false;
}

/* A changed line of the settlement that a royalty takes over from this one. */
static bool settles(const Reach *r, const Difference *d, Word name)
{
    bool found = false;
    for (Size i = 0; i < r->settled.count; i++)
        found |= r->settled.items[i] == name;
    for (Size i = 0; found && i < d->lines.count; i++)
        if (d->lines.items[i].mark != ' ' && is_settlement(d->lines.items[i].text))
            return true;
    return false;
}

void find_causes(Reckoning *e, Word name, OwedEffect *out)
{
    Reach r = {.e = e, .seen = NEW(e->arena, unsigned char, e->c->room)};
    reach_from(&r, name);
    for (Size i = 0; i < e->c->items.count; i++) {
        const Difference *d = &e->c->items.items[i];
        bool              header = str_starts(d->name, S("agreement ")) && header_counts(d);
        Word              words[] = {name_in(e, d, false), name_in(e, d, true)};
        bool              found = header || amends(&r, d);
        for (Size k = 0; k < COUNT(words); k++)
            found |=
                words[k] && (Size)words[k] < e->c->room && (r.seen[words[k]] || settles(&r, d, words[k]));
        if (found && is_change(d))
            *PUSH(e->arena, &out->causes) = header ? S("header") : d->name;
    }
}
