/* terms.c - the three passes that make Terms of a document. See terms.h. */
#include "terms/terms.h"

#include "terms/check.h"
#include "terms/registry.h"

#include <string.h>

/* ---- names ---- */

static void widen_names(Terms *terms, Word name)
{
    if ((Size)name < terms->decl_room)
        return;
    Size room = terms->decl_room ? terms->decl_room : 1024;
    while (room <= (Size)name)
        room *= 2;
    int32_t *grown = NEW(terms->arena, int32_t, room);
    if (terms->decl_room)
        memcpy(grown, terms->decl_of, (size_t)terms->decl_room * sizeof *grown);
    for (Size i = terms->decl_room; i < room; i++)
        grown[i] = -1;
    terms->decl_of = grown;
    terms->decl_room = room;
}

const Decl *terms_decl(const Terms *terms, Word name)
{
    if ((Size)name >= terms->decl_room || terms->decl_of[name] < 0)
        return NULL;
    return &terms->decls.items[terms->decl_of[name]];
}

const Clause *terms_clause(const Terms *terms, Word name)
{
    const Decl *decl = terms_decl(terms, name);
    return decl && !decl->inner                                 ? decl->clause
           : decl && decl->clause && decl->clause->name == name ? decl->clause
                                                                : NULL;
}

Str terms_text(const Terms *terms, Word word) { return word_text(terms->doc->words, word); }

bool clause_is(const Clause *clause, uint64_t refs) { return (clause->kind->ref & refs) != 0; }

const Agreement *terms_header(const Terms *terms) { return terms->agreement ? terms->agreement->data : NULL; }

const Clause *clause_on(const Clause *clause, Day day)
{
    while (clause && !days_has(clause->in_force, day))
        clause = clause->later;
    return clause;
}

Str ref_name(uint64_t ref)
{
#define REF_NAME(name) #name,
    static const char *const names[] = {REF_KINDS(REF_NAME)};
#undef REF_NAME
    static const char small[][16] = {
        "party",       "members",     "person",     "entity",      "expert",   "class",        "field",
        "products",    "territory",   "asset",      "patent",      "product",  "define",       "lines",
        "metric",      "event",       "fact",       "condition",   "document", "linked",       "topic",
        "unit",        "test",        "table",      "reservation", "grant",    "covenant",     "release",
        "module",      "improvement", "disclosure", "consequence", "royalty",  "payment",      "milestones",
        "credit",      "audit",       "discount",   "net clause",  "duty",     "renewal",      "sunset",
        "termination", "election",    "words",      "role",        "column",   "later clause", "open point",
        "agreement"};
    _Static_assert(COUNT(names) == COUNT(small), "one name for each kind");
    for (Size i = 0; i < COUNT(small); i++)
        if (ref >> i & 1)
            return str_from(small[i]);
    return S("name");
}

int32_t terms_declare(Terms *terms, Word name, uint64_t ref, Span span, Clause *clause, bool inner)
{
    const Decl *known = terms_decl(terms, name);
    widen_names(terms, name);
    if (known) {
        bool same_open = clause && clause->optional && known->clause && known->clause->optional;
        if (same_open ||
            (known->inner && inner && known->ref == ref && (ref & (REF(ROLE) | REF(COLUMN) | REF(ELECTION)))))
            return terms->decl_of[name];
        terms_set_name_state(terms, name, NAME_TWICE);
        Diag *diag =
            diag_error(terms->diags, "E0303", span,
                       str_format(terms->arena, "`%.*s` is declared twice", STR_ARG(terms_text(terms, name))),
                       S("declared again"));
        diag_note(diag, known->span, S("declared first here"));
        diag->help = S("give one of the two another name; each name means one thing");
        return -1;
    }
    *PUSH(terms->arena, &terms->decls) =
        (Decl){.name = name, .ref = ref, .span = span, .clause = clause, .inner = inner};
    return terms->decl_of[name] = (int32_t)terms->decls.count - 1;
}

/* ---- pass 1: heads ---- */

static const ClauseKind *kind_of_statement(const Terms *terms, const Stmt *stmt)
{
    const Token *first = stmt->count ? tree_token(&terms->doc->tree, stmt->first) : NULL;
    return first && first->kind == T_NAME ? clause_kind(terms_text(terms, first->word)) : NULL;
}

unsigned char terms_name_state(const Terms *terms, Word name)
{
    return (Size)name < terms->state_room ? terms->name_state[name] : 0;
}

void terms_set_name_state(Terms *terms, Word name, unsigned char state)
{
    if ((Size)name >= terms->state_room) {
        Size           room = (Size)name + 1024;
        unsigned char *grown = NEW(terms->arena, unsigned char, room * 2);
        if (terms->state_room)
            memcpy(grown, terms->name_state, (size_t)terms->state_room);
        terms->name_state = grown;
        terms->state_room = room * 2;
    }
    terms->name_state[name] |= state;
}

/* What a broken statement may declare is known, so that its uses are not findings too. */
static void forgive_names(Terms *terms, const Stmt *stmt)
{
    for (int32_t i = 0; i < stmt->count; i++) {
        const Token *token = tree_token(&terms->doc->tree, stmt->first + i);
        if ((token->kind == T_NAME && token->word > W_RESERVED_LAST) || token->kind == T_CODE)
            terms_set_name_state(terms, token->word, NAME_FORGIVEN);
    }
    for (const Stmt *inner = stmt->body; inner; inner = inner->next)
        forgive_names(terms, inner);
}

void terms_settle(Terms *terms, Clause *clause, const Stmt *first)
{
    for (const Stmt *stmt = first; stmt; stmt = stmt->next) {
        clause->poisoned |= stmt->poisoned;
        if (stmt->poisoned)
            forgive_names(terms, stmt);
        else
            terms_settle(terms, clause, stmt->body);
    }
}

/* Says what is wrong with the first word. A kind that is merely misspelt is gone on with. */
static const ClauseKind *refuse_statement(Terms *terms, Stmt *stmt)
{
    const Token *first = stmt->count ? tree_token(&terms->doc->tree, stmt->first) : NULL;
    if (!first) {
        diag_refuse(terms->diags, "E0211", stmt->span, S("a statement begins with a word"), S("no word here"),
                    S("remove it"));
        return NULL;
    }
    Str                      written = sources_slice(terms->doc->sources, first->span);
    Near                     near = near_new(first->kind == T_NAME ? written : S(""));
    Size                     count = 0;
    const ClauseKind *const *kinds = clause_kinds(&count);
    for (Size i = 0; i < count; i++)
        near_try(&near, str_from(kinds[i]->name));
    for (Word later = W_LATER_FIRST; later <= W_LATER_LAST; later++)
        near_try(&near, terms_text(terms, later));
    Diag *diag = diag_error(terms->diags, "E0211", first->span,
                            str_format(terms->arena, "no clause begins with `%.*s`", STR_ARG(written)),
                            S("not a word that can begin a clause"));
    diag->help = near.best.len
                     ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near.best))
                     : S("a clause begins with a declaration word such as party, field, asset, grant");
    if (near.best.len)
        terms->doc->tree.tokens.items[stmt->first].word = word_of(terms->doc->words, near.best);
    return near.best.len ? clause_kind(near.best) : NULL;
}

/* A clause kind of a later version: its name is known, its content is left alone. */
static bool later_kind(Terms *terms, Stmt *stmt)
{
    const Token *first = stmt->count ? tree_token(&terms->doc->tree, stmt->first) : NULL;
    if (!first || first->kind != T_NAME || first->word < W_LATER_FIRST || first->word > W_LATER_LAST)
        return false;
    Str   word = terms_text(terms, first->word);
    Diag *diag =
        diag_add(terms->diags, DIAG_WARNING, "E0220", first->span,
                 str_format(terms->arena, "this version does not compute `%.*s` clauses", STR_ARG(word)),
                 S("read as text, and left alone"));
    diag->help = S("rights are answered without it; what it says about powers is not checked");
    const Token *second = stmt->count > 1 ? tree_token(&terms->doc->tree, stmt->first + 1) : NULL;
    if (second && second->kind == T_NAME)
        terms_declare(terms, second->word, REF(LATER), second->span, NULL, false);
    for (const Stmt *inner = stmt->body; inner; inner = inner->next) /* steps, payees … are named inside */
        forgive_names(terms, inner);
    return true;
}

static bool edition(Terms *terms, Stmt *stmt)
{
    if (stmt_word(&terms->doc->tree, stmt, 0) != W_entente)
        return false;
    const Token *number = stmt->count == 2 ? tree_token(&terms->doc->tree, stmt->first + 1) : NULL;
    Str          text = number ? sources_slice(terms->doc->sources, number->span) : S("");
    if (!str_equal(text, S("1")))
        diag_refuse(terms->diags, "E0219", stmt->span, S("this edition of the language is not known"),
                    S("only edition 1 is known"), S("write `entente 1`"));
    terms->edition = 1;
    return true;
}

static Clause *make_clause(Terms *terms, const ClauseKind *kind, Stmt *stmt, const Node *name)
{
    Clause *clause = NEW(terms->arena, Clause, 1);
    Size    size = kind->data_size ? kind->data_size : 1;
    *clause = (Clause){.kind = kind,
                       .name = name ? name->word : 0,
                       .name_span = name ? name->span : stmt->span,
                       .stmt = stmt,
                       .section = stmt->section,
                       .in_force = {DAY_MIN, DAY_MAX}};
    clause->data = arena_take(terms->arena, size, (Size) _Alignof(max_align_t), 1);
    *PUSH(terms->arena, &terms->clauses) = clause;
    return clause;
}

static Clause *declare_one(Terms *terms, const ClauseKind *kind, const Match *head, const Node *name,
                           Clause *version_of)
{
    Clause *clause = make_clause(terms, kind, head->stmt, name);
    terms->phrases.inside = clause;
    if (version_of && !version_of->optional) {
        clause->amendment = version_of; /* the amendment; linked to its first text by amend.c */
    } else {
        clause->optional = version_of != NULL;
        bool declares = name && kind->ref && (name->kind == N_NAME || kind->ref == REF(PATENT));
        if (declares && terms_declare(terms, clause->name, kind->ref, name->span, clause, false) < 0)
            clause->poisoned = true;
    }
    if (kind->begin)
        kind->begin(terms, clause, head);
    if (kind->ref == REF(AGREEMENT) && !terms->agreement)
        terms->agreement = clause;
    return clause;
}

/* The head could not be read. If it shows a kind and a name, the clause is there, poisoned, and its
 * body is read; otherwise all its names are forgiven. */
static Clause *recover_head(Terms *terms, const ClauseKind *kind, Stmt *stmt, const Clause *version_of)
{
    const Token *second = stmt->count > 1 ? tree_token(&terms->doc->tree, stmt->first + 1) : NULL;
    bool         named =
        kind && kind->ref && !kind->read && second && second->kind == T_NAME && second->word > W_COUNT;
    if (!named || terms_decl(terms, second->word)) {
        forgive_names(terms, stmt);
        return NULL;
    }
    Node    name = {.kind = N_NAME, .word = second->word, .span = second->span, .decl = -1};
    Clause *clause = make_clause(terms, kind, stmt, &name);
    clause->poisoned = true;
    clause->optional = version_of && version_of->optional;
    terms_declare(terms, name.word, kind->ref, name.span, clause, false);
    if (kind->ref == REF(AGREEMENT) && !terms->agreement)
        terms->agreement = clause;
    return clause;
}

Clause *terms_read_head(Terms *terms, Stmt *stmt, Clause *version_of)
{
    const ClauseKind *kind = kind_of_statement(terms, stmt);
    if (stmt->poisoned) {
        forgive_names(terms, stmt);
        return NULL;
    }
    bool misspelt = !kind;
    if (misspelt)
        kind = refuse_statement(terms, stmt);
    Match head = {0};
    Size  refs = terms->phrases.refs.count;
    terms->phrases.inside = NULL;
    if (!kind || !form_match(&terms->phrases, (const FormSet *const[]){kind->head, NULL}, stmt, &head))
        return recover_head(terms, kind, stmt, version_of);
    Node   *names = head.slot[0];
    Clause *clause = NULL;
    if (names && names->kind == N_LIST)
        for (Node *item = names->a; item; item = item->next)
            clause = declare_one(terms, kind, &head, item->a, version_of);
    else
        clause = declare_one(terms, kind, &head, names, version_of);
    if (clause)
        clause->poisoned |= misspelt;
    for (Size i = refs; i < terms->phrases.refs.count; i++)
        if (!terms->phrases.refs.items[i].inside)
            terms->phrases.refs.items[i].inside = clause;
    return clause;
}

/* ---- pass 2: bodies ---- */

void terms_read_body(Terms *terms, Clause *clause)
{
    const FormSet *sets[3] = {clause->kind->body, clause->kind->common ? &common_forms : NULL, NULL};
    if (clause->implicit || clause->amendment == clause)
        return;
    terms->phrases.inside = clause;
    if (clause->kind->read)
        clause->kind->read(terms, clause);
    else if (clause->kind->body && clause->stmt->has_block) {
        form_take_block(&terms->phrases, sets, clause->stmt->body, terms, clause);
        terms_settle(terms, clause, clause->stmt->body);
    }
}

/* Several names of one statement (class a, b) share its body, which is read once. */
static void read_bodies(Terms *terms)
{
    Size count = terms->clauses.count; /* those that bodies add read themselves */
    for (Size i = 0; i < count; i++) {
        Clause *clause = terms->clauses.items[i];
        if (i == 0 || terms->clauses.items[i - 1]->stmt != clause->stmt)
            terms_read_body(terms, clause);
    }
}

/* ---- all ---- */

static void compile_forms(Terms *terms)
{
    Size                     count = 0;
    const ClauseKind *const *kinds = clause_kinds(&count);
    forms_compile(&terms->forms, &common_forms);
    for (Size i = 0; i < count; i++) {
        forms_compile(&terms->forms, kinds[i]->head);
        if (kinds[i]->body)
            forms_compile(&terms->forms, kinds[i]->body);
    }
}

static void read_heads(Terms *terms)
{
    for (Size i = 0; i < terms->doc->statements.count; i++) {
        Stmt *stmt = terms->doc->statements.items[i];
        bool  is_edition = edition(terms, stmt);
        if (i == 0 && !is_edition)
            diag_refuse(terms->diags, "E0219", (Span){stmt->span.from, stmt->span.from},
                        S("the text does not say its edition"), S("the first statement"),
                        S("begin with `entente 1`"));
        if (!is_edition && !later_kind(terms, stmt))
            (void)terms_read_head(terms, stmt, NULL);
    }
}

static void mark_unsettled(Terms *terms)
{
    for (Size i = 0; i < terms->phrases.opens.count; i++) {
        const OpenPoint *open = &terms->phrases.opens.items[i];
        if (open->picked < 0 && open->inside)
            ((Clause *)open->inside)->unsettled = true;
    }
}

Terms *terms_read(Arena *arena, Document *doc, Diags *diags)
{
    Terms *terms = NEW(arena, Terms, 1);
    *terms = (Terms){.arena = arena, .doc = doc, .diags = diags, .forms = forms_new(arena, doc->words)};
    terms->phrases = (Phrases){.arena = arena,
                               .sources = doc->sources,
                               .tree = &doc->tree,
                               .diags = diags,
                               .forms = &terms->forms,
                               .picks = doc->picks};
    widen_names(terms, (Word)doc->words->spelling.count);
    compile_forms(terms);
    read_heads(terms);
    read_bodies(terms);
    mark_unsettled(terms);
    (void)terms_resolve(terms, 0, NULL);
    terms_check(terms);
    return terms;
}

Str terms_cite(const Terms *terms, Arena *arena, Span span, int32_t section)
{
    TextPlace place = sources_place(terms->doc->sources, span.from);
    Str       path = place.source->path;
    for (Size i = path.len - 1; i >= 0; i--)
        if (path.at[i] == '/') {
            path = str_slice(path, i + 1, path.len);
            break;
        }
    if (section < 0)
        return str_format(arena, "%.*s:%d", STR_ARG(path), place.line);
    Str  title = terms->doc->sections.items[section].title;
    bool number = title.len && title.at[0] >= '0' && title.at[0] <= '9';
    return str_format(arena, "%s%.*s, %.*s:%d", number ? "§" : "", STR_ARG(title), STR_ARG(path), place.line);
}

bool terms_match(Terms *terms, const FormSet *forms, Stmt *stmt, Match *out)
{
    Size refs = terms->phrases.refs.count;
    terms->phrases.inside = NULL;
    forms_compile(&terms->forms, forms);
    if (!form_match(&terms->phrases, (const FormSet *const[]){forms, NULL}, stmt, out))
        return false;
    Clause nobody = {0};
    if (terms_resolve(terms, refs, &nobody))
        return true;
    terms->phrases.refs.count = refs;
    return false;
}

Stmt *stmt_of_words(Terms *terms, const Stmt *stmt, const Node *words)
{
    Stmt *sentence = NEW(terms->arena, Stmt, 1);
    *sentence = *stmt;
    sentence->first = (int32_t)words->value;
    sentence->count = (int32_t)(words->through - words->value);
    sentence->span = words->span;
    sentence->poisoned = false;
    return sentence;
}

Word terms_unit(const Terms *terms, Word unit)
{
    const Decl *decl = terms_decl(terms, unit);
    if (decl && (decl->ref & REF(UNIT)) && decl->clause)
        return decl->clause->name;
    return unit == W_unit ? W_units : unit;
}
