/* amend.c - blocks that hold clauses: amendments and open points.
 *
 * `replace X { … }` makes a new version of X, in force from the amendment's day; the old one keeps
 * the days before. `replace X(b) { … }` makes a version in which the part (b) reads anew. `add`
 * brings a clause, `end` stops one. Names never change meaning. */
#include "terms/registry.h"

enum { VERSIONS_MOST = 1000, COPIES_MOST = 1 << 20 };

/* ---- amendments ---- */

static Day effective_day(const Clause *amendment)
{
    const Amendment *d = amendment->data;
    return d->effective && d->effective->kind == N_DATE ? (Day)d->effective->value : DAY_MAX;
}

static Clause *target_of(Terms *terms, const Stmt *stmt, const Token **part)
{
    const Token *name = stmt->count > 1 ? tree_token(&terms->doc->tree, stmt->first + 1) : NULL;
    *part = stmt->count > 2 ? tree_token(&terms->doc->tree, stmt->first + 2) : NULL;
    if (*part && (*part)->kind != T_PART)
        *part = NULL;
    bool shape = name && (name->kind == T_NAME || name->kind == T_CODE) && stmt->count == (*part ? 3 : 2);
    if (!shape) {
        diag_refuse(terms->diags, "E0417", stmt->span,
                    S("a change names one clause, or a labelled part of one"), S("not the name of a clause"),
                    S("write `replace video { … }`, `replace fee(b) { … }` or `end video`"));
        return NULL;
    }
    Decl *decl = terms_decl(terms, name->word) ? &terms->decls.items[terms->decl_of[name->word]] : NULL;
    if (!decl || !decl->clause || decl->clause->name != name->word) {
        if (!terms->doc->incomplete && (!decl || decl->ref != REF(LATER)))
            diag_refuse(terms->diags, "E0420", name->span,
                        str_format(terms->arena, "there is no clause `%.*s` to change",
                                   STR_ARG(terms_text(terms, name->word))),
                        S("not a clause of the text"), S("name a clause of the agreement"));
        return NULL;
    }
    decl->uses++;
    return decl->clause;
}

/* NULL, and a finding: changed more often than can be meant. */
static Clause *last_version(Terms *terms, Clause *clause, Span span)
{
    int versions = 0;
    for (; clause->later && versions < VERSIONS_MOST; versions++)
        clause = clause->later;
    if (!clause->later && terms->copied < COPIES_MOST)
        return clause;
    diag_refuse(terms->diags, "E0417", span, S("this text is amended too often"),
                S("past 1000 changes of one clause"), S("restate the clause as a whole"));
    return NULL;
}

/* The version before ends on the day before `from`. */
static void supersede(Clause *before, Clause *after, Day from)
{
    before->later = after;
    if (before->in_force.through >= from)
        before->in_force.through = from - 1;
}

static Clause *new_version(Terms *terms, Clause *amendment, const Clause *of, Stmt *stmt, Stmt *body)
{
    Clause *clause = NEW(terms->arena, Clause, 1);
    Stmt   *text = NEW(terms->arena, Stmt, 1);
    Size    size = of->kind->data_size ? of->kind->data_size : 1;
    *text = *stmt;
    text->body = body;
    *clause = (Clause){.kind = of->kind,
                       .name = of->name,
                       .name_span = stmt->span,
                       .stmt = text,
                       .section = stmt->section,
                       .amendment = amendment,
                       .in_force = {effective_day(amendment), DAY_MAX}};
    clause->name_span = tree_token(&terms->doc->tree, stmt->first + 1)->span;
    clause->data = arena_take(terms->arena, size, (Size) _Alignof(max_align_t), 1);
    *PUSH(terms->arena, &terms->clauses) = clause;
    return clause;
}

static Stmt *copy_statement(Arena *arena, const Stmt *stmt, Stmt *next)
{
    Stmt *copy = NEW(arena, Stmt, 1);
    *copy = *stmt;
    copy->next = next;
    return copy;
}

/* The statements of `body` with the part that has this label exchanged for those of `with`. A part may be a
 * row of a block: video-royalty(b) is the second band. */
static Stmt *exchange_part(Terms *terms, const Stmt *body, Word part, const Stmt *with, bool *found)
{
    Stmt *first = NULL, **tail = &first;
    for (; body; body = body->next) {
        bool this = body->label >= 0 && tree_token(&terms->doc->tree, body->label)->word == part;
        if (this && *found)
            continue; /* the part may have been several statements */
        *found |= this;
        for (const Stmt *from = this ? with : body; from; from = this ? from->next : NULL) {
            Stmt *copy = *tail = copy_statement(terms->arena, from, NULL);
            copy->label = body->label;
            tail = &copy->next;
            terms->copied++;
            if (!this && from->body && !*found)
                copy->body = exchange_part(terms, from->body, part, with, found);
        }
    }
    return first;
}

static void read_version(Terms *terms, Clause *version, const Match *head)
{
    (void)head;
    terms->phrases.inside = version;
    const FormSet *sets[3] = {version->kind->body, version->kind->common ? &common_forms : NULL, NULL};
    if (version->kind->body)
        form_take_block(&terms->phrases, sets, version->stmt->body, terms, version);
    terms_settle(terms, version, version->stmt->body);
}

static void replace(Terms *terms, Clause *amendment, Stmt *stmt)
{
    const Token *part = NULL;
    Clause      *old = target_of(terms, stmt, &part);
    old = old ? last_version(terms, old, stmt->span) : NULL;
    if (!old)
        return;
    if (!stmt->has_block) {
        diag_refuse(terms->diags, "E0417", stmt->span, S("a replacement holds the new text"),
                    S("no block behind it"), S("write `replace video { … }`"));
        return;
    }
    Stmt *body = stmt->body;
    bool  found = false;
    if (part) {
        body = exchange_part(terms, old->stmt->body, part->word, stmt->body, &found);
        if (!found) {
            diag_refuse(terms->diags, "E0420", part->span, S("there is no such part to replace"),
                        S("no statement has this label"),
                        S("name a label of the clause, or replace the whole clause"));
            return;
        }
    }
    Clause *version = new_version(terms, amendment, old, stmt, body);
    supersede(old, version, version->in_force.from);
    read_version(terms, version, NULL);
}

/* `add grant x { … }`: the statement without its first word. */
static void add(Terms *terms, Clause *amendment, Stmt *stmt)
{
    Stmt *inner = copy_statement(terms->arena, stmt, NULL);
    inner->first++;
    inner->count--;
    if (inner->count < 1) {
        diag_refuse(terms->diags, "E0417", stmt->span, S("an addition holds a clause"), S("nothing is added"),
                    S("write `add grant name { … }`"));
        return;
    }
    const Token *first = tree_token(&terms->doc->tree, inner->first);
    if (first->kind == T_NAME && first->word >= W_LATER_FIRST && first->word <= W_LATER_LAST)
        return;
    Clause *clause = terms_read_head(terms, inner, NULL);
    if (!clause)
        return;
    clause->amendment = amendment;
    clause->in_force.from = effective_day(amendment);
    terms_read_body(terms, clause);
}

static void end(Terms *terms, Clause *amendment, const Stmt *stmt)
{
    for (int32_t i = 1; i < stmt->count; i += 2) {
        Stmt one = *stmt;
        one.first = stmt->first + i - 1;
        one.count = 2;
        const Token *part = NULL;
        Clause      *old = target_of(terms, &one, &part);
        if (!old)
            continue;
        old = last_version(terms, old, one.span);
        if (!old)
            continue;
        Day from = effective_day(amendment);
        if (old->in_force.through >= from)
            old->in_force.through = from - 1;
        old->amendment = old->amendment ? old->amendment : amendment;
    }
}

void amendment_read(Terms *terms, Clause *clause)
{
    const Amendment *d = clause->data;
    Size             next = 0; /* the changes are in the order of the text */
    for (Stmt *stmt = clause->stmt->body; stmt; stmt = stmt->next) {
        bool change = next < d->changes.count && d->changes.items[next] == stmt;
        next += change;
        Match match = {0};
        if (!change &&
            form_match(&terms->phrases, (const FormSet *const[]){clause->kind->body, NULL}, stmt, &match))
            match.form->take(terms, clause, &match);
    }
    for (Size i = 0; i < d->changes.count; i++) {
        Stmt *stmt = d->changes.items[i];
        Str   first = terms_text(terms, stmt_word(&terms->doc->tree, stmt, 0));
        if (str_equal(first, S("replace")))
            replace(terms, clause, stmt);
        else if (str_equal(first, S("add")))
            add(terms, clause, stmt);
        else
            end(terms, clause, stmt);
    }
}

/* ---- open points ---- */

static Str picked_option(const Terms *terms, Word open)
{
    const Picks *picks = &terms->doc->picks;
    for (Size i = 0; i < picks->count; i++)
        if (str_equal(picks->items[i].name, terms_text(terms, open)))
            return picks->items[i].choice;
    return S("");
}

/* open x { option a { clauses } option b { } }: all are read, only that which is picked is in force. */
void open_read(Terms *terms, Clause *clause)
{
    int    options = 0;
    Clause unsettled = {.optional = true};
    Str    picked = picked_option(terms, clause->name);
    clause->unsettled = true;
    for (Stmt *stmt = clause->stmt->body; stmt; stmt = stmt->next) {
        bool option =
            stmt_word(&terms->doc->tree, stmt, 0) == W_option && stmt->count == 2 && stmt->has_block;
        if (!option) {
            if (!stmt->poisoned)
                diag_refuse(terms->diags, "E0418", stmt->span, S("an open point holds options"),
                            S("not an option"),
                            S("write `option name { clauses }`, also for `option none { }`"));
            options += 2; /* its number of options is no second finding */
            continue;
        }
        options++;
        bool in_force = str_equal(picked, terms_text(terms, stmt_word(&terms->doc->tree, stmt, 1)));
        clause->unsettled &= !in_force;
        for (Stmt *inner = stmt->body; inner; inner = inner->next) {
            Clause *added = terms_read_head(terms, inner, &unsettled);
            if (!added)
                continue;
            added->optional = !in_force;
            if (!in_force)
                added->in_force = (Days){1, 0};
            else if (terms_decl(terms, added->name)) /* the name means the picked one */
                terms->decls.items[terms->decl_of[added->name]].clause = added;
            terms_read_body(terms, added);
        }
    }
    if (options < 2)
        diag_refuse(terms->diags, "E0418", clause->name_span, S("an open point has at least two options"),
                    S("fewer than two"),
                    S("add another `option name { … }`, or write the clause without `open`"));
}
