/* resolve.c - from names to declarations.
 *
 * A reference says which kinds may stand at its place; a name of another kind, an unknown name and
 * an unknown code are findings with the nearest known one of the right kind. A name that a broken
 * statement seems to declare is forgiven: that statement has its own finding. */
#include "terms/data/tables.h"
#include "terms/terms.h"

#include <string.h>

/* Also forgiven: `aurora/legal`, if `aurora` is, or if `legal` stands in a broken statement of aurora. */
static bool forgiven(const Terms *terms, Word name)
{
    if (terms_name_state(terms, name) & NAME_FORGIVEN)
        return true;
    Str  text = terms_text(terms, name);
    Size slash = str_find(text, '/');
    if (slash < 0)
        return false;
    Word first = word_known(terms->doc->words, str_slice(text, 0, slash));
    Word rest = word_known(terms->doc->words, str_slice(text, slash + 1, text.len));
    if (first && (terms_name_state(terms, first) & NAME_FORGIVEN))
        return true;
    const Clause *owner = first ? terms_clause(terms, first) : NULL;
    return owner && owner->poisoned && rest && (terms_name_state(terms, rest) & NAME_FORGIVEN);
}

/* "a party", "an asset, a patent or a product" */
static Str kinds_text(Arena *arena, uint64_t allow)
{
    Text text = text_new(arena);
    int  count = 0, total = __builtin_popcountll(allow);
    if ((allow & REF_CLAUSES) == REF_CLAUSES)
        return S("a clause");
    if ((allow & REF_SUBJECTS) == REF_SUBJECTS)
        return allow & REF(ROLE) ? S("a party, a role or an expert") : S("a party or a company");
    if (total > 6)
        return S("a name of another kind");
    for (int i = 0; i < REF_AT_COUNT; i++) {
        if (!(allow >> i & 1))
            continue;
        uint64_t    one = (uint64_t)1 << i;
        Str         name = one == REF(LINKED)       ? S("linked agreement")
                           : one == REF(DEFINE)     ? S("definition")
                           : one == REF(DISCLOSURE) ? S("disclosure class")
                                                    : ref_name(one);
        bool        many = one & (REF(MEMBERS) | REF(PRODUCTS) | REF(LINES) | REF(WORDS) | REF(MILESTONES));
        const char *article = many ? "" : str_find(S("aeiou"), name.at[0]) >= 0 ? "an " : "a ";
        count++;
        text_format(&text, "%s%s%.*s",
                    count == 1       ? ""
                    : count == total ? " or "
                                     : ", ",
                    article, STR_ARG(name));
    }
    return text_str(&text);
}

static Str nearest(const Terms *terms, Str written, uint64_t allow)
{
    static const Word recipients[] = {W_affiliates, W_customers, W_distributors, W_contractors};
    Near              near = near_new(written);
    for (Size i = 0; i < COUNT(recipients) && (allow & REF(CLASS)); i++)
        near_try(&near, terms_text(terms, recipients[i]));
    if (allow & REF(TERRITORY))
        near_try(&near, terms_text(terms, W_worldwide));
    for (Size i = 0; i < terms->decls.count && terms->diags->kept < DIAG_LIMIT; i++)
        if (terms->decls.items[i].ref & allow)
            near_try(&near, terms_text(terms, terms->decls.items[i].name));
    return near.best;
}

/* A declaration that would do, where one kind is the usual one. */
static Str declaring(const Terms *terms, Str name, uint64_t allow)
{
    static const uint64_t usual[] = {
        REF(PARTY), REF(FIELD),      REF(ASSET),  REF(PATENT),    REF(TERRITORY), REF(EVENT), REF(DOCUMENT),
        REF(CLASS), REF(DISCLOSURE), REF(DEFINE), REF(CONDITION), REF(ROYALTY),   REF(AUDIT), REF(CREDIT)};
    Size slash = str_find(name, '/');
    if (slash > 0 && (allow & REF(ROLE)))
        return str_format(terms->arena, "declare the role where the party is: `party %.*s { roles %.*s }`",
                          (int)slash, name.at, (int)(name.len - slash - 1), name.at + slash + 1);
    bool clauses = (allow & REF_CLAUSES) == REF_CLAUSES;
    for (Size i = 0; i < COUNT(usual) && !clauses; i++)
        if (allow & usual[i])
            return str_format(terms->arena, "declare it, for example `%.*s %.*s`",
                              STR_ARG(ref_name(usual[i])), STR_ARG(name));
    return S("declare it, or use the name of something that is declared");
}

/* The unit behind a number: `handsets` of `100 handsets`. */
static Span unit_span(const Terms *terms, const Node *node)
{
    Str  text = sources_slice(terms->doc->sources, node->span);
    Size from = str_find(text, ' ');
    if (from < 0)
        return node->span;
    while (from < text.len && text.at[from] == ' ')
        from++;
    Size length = str_find(str_slice(text, from, text.len), ' ');
    return (Span){node->span.from + (int32_t)from,
                  length < 0 ? node->span.to : node->span.from + (int32_t)(from + length)};
}

/* Where else the name is used; the one finding speaks for all of them. */
static void note_other_uses(Terms *terms, Diag *diag, const Ref *ref)
{
    const Node *node = ref->node, *next = NULL;
    int         more = 0;
    if (terms->diags->kept >= DIAG_LIMIT)
        return;
    for (Size i = ref + 1 - terms->phrases.refs.items; i < terms->phrases.refs.count; i++) {
        const Node *other = terms->phrases.refs.items[i].node;
        if (other == node || other->kind != node->kind || other->word != node->word)
            continue;
        next = next ? next : other;
        more++;
    }
    if (more)
        diag_note(diag, next->span,
                  more == 1 ? S("used here too")
                            : str_format(terms->arena, "used here too, and %d more time%s", more - 1,
                                         more == 2 ? "" : "s"));
}

static bool refuse_unknown(Terms *terms, const Ref *ref)
{
    const Node *node = ref->node;
    uint64_t    allow = ref->allow;
    Str         written = terms_text(terms, node->word);
    bool        misspelt = node->kind == N_NAME && !node->part &&
                    !str_equal(sources_slice(terms->doc->sources, node->span), written);
    if (terms->doc->incomplete || misspelt || (terms_name_state(terms, node->word) & NAME_REFUSED))
        return false; /* that has its finding */
    terms_set_name_state(terms, node->word, NAME_REFUSED);
    Diag *diag =
        diag_error(terms->diags, "E0301", node->span,
                   str_format(terms->arena, "nothing is called `%.*s`", STR_ARG(written)), S("not declared"));
    note_other_uses(terms, diag, ref);
    Str near = nearest(terms, written, allow);
    diag->help = near.len ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near))
                          : declaring(terms, written, allow);
    return false;
}

static bool refuse_kind(Terms *terms, const Node *node, const Decl *decl, uint64_t allow)
{
    if (terms_name_state(terms, node->word) & NAME_TWICE)
        return false;
    Str   written = terms_text(terms, node->word);
    Diag *diag = diag_error(
        terms->diags, "E0302", node->span,
        str_format(terms->arena, "`%.*s` is of another kind than is needed here", STR_ARG(written)),
        str_format(terms->arena, "expected %.*s", STR_ARG(kinds_text(terms->arena, allow))));
    diag_note(diag, decl->span,
              str_format(terms->arena, "declared here: %.*s", STR_ARG(ref_name(decl->ref))));
    Str near = nearest(terms, written, allow);
    if (near.len)
        diag->help = str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near));
    return false;
}

/* Keeps the declarations that end alike behind their first step (aurora/video, borealis/video) in one chain.
 */
static void chain_paths(Terms *terms)
{
    while (terms->path_before.count < terms->decls.count) {
        Str  name = terms_text(terms, terms->decls.items[terms->path_before.count].name);
        Size slash = str_find(name, '/');
        Word rest = slash < 0 ? 0 : word_of(terms->doc->words, str_slice(name, slash, name.len));
        if ((Size)rest >= terms->path_room) {
            Size     room = (Size)rest * 2 + 1024;
            int32_t *grown = NEW(terms->arena, int32_t, room);
            if (terms->path_room)
                memcpy(grown, terms->path_last, (size_t)terms->path_room * sizeof *grown);
            terms->path_last = grown;
            terms->path_room = room;
        }
        *PUSH(terms->arena, &terms->path_before) = rest ? terms->path_last[rest] : 0;
        terms->path_last[rest] = (int32_t)terms->path_before.count;
    }
}

/* grantor/patents: somebody must own something of that name. */
static bool resolve_direction(Terms *terms, Node *node, uint64_t allow)
{
    Str  written = terms_text(terms, node->word);
    Size slash = str_find(written, '/');
    if (slash < 0)
        return false;
    Str  first = str_slice(written, 0, slash), rest = str_slice(written, slash, written.len);
    bool by_grantor = str_equal(first, S("grantor")), by_grantee = str_equal(first, S("grantee"));
    if (!by_grantor && !by_grantee)
        return false;
    node->op = by_grantor ? NAME_BY_GRANTOR : NAME_BY_GRANTEE;
    node->text = rest;
    chain_paths(terms);
    Word end = word_known(terms->doc->words, rest);
    for (int32_t at = end && (Size)end < terms->path_room ? terms->path_last[end] : 0; at;
         at = terms->path_before.items[at - 1]) {
        Decl *decl = &terms->decls.items[at - 1];
        if (!(decl->ref & allow))
            continue;
        decl->uses++;
        node->decl = node->decl < 0 ? at - 1 : node->decl;
    }
    return node->decl >= 0;
}

/* Names that need no declaration. */
static bool is_ready(Word word)
{
    static const Word ready[] = {W_affiliates, W_affiliate, W_customers, W_distributors,    W_contractors,
                                 W_end,        W_unit,      W_units,     W_member,          W_members,
                                 W_country,    W_product,   W_patent,    W_party,           W_entity,
                                 W_it,         W_they,      W_grantor,   W_grantee,         W_either,
                                 W_worldwide,  W_signing,   W_perpetual, W_material_breach, W_day};
    for (Size i = 0; i < COUNT(ready); i++)
        if (ready[i] == word)
            return true;
    return word >= W_ACT_FIRST && word <= W_ACT_LAST;
}

static bool resolve_name(Terms *terms, const Ref *ref)
{
    Node       *node = ref->node;
    uint64_t    allow = ref->allow;
    const Decl *known = terms_decl(terms, node->word);
    if (node->word == W_worldwide || node->word == W_signing || (!known && is_ready(node->word)))
        return true;
    if (!known) {
        if (resolve_direction(terms, node, allow) || forgiven(terms, node->word))
            return true;
        return refuse_unknown(terms, ref);
    }
    Decl *decl = &terms->decls.items[terms->decl_of[node->word]];
    decl->uses++;
    node->decl = terms->decl_of[node->word];
    return (decl->ref & allow) || refuse_kind(terms, node, decl, allow);
}

static bool resolve_country(Terms *terms, const Ref *ref)
{
    const Node *node = ref->node;
    Str         code = terms_text(terms, node->word);
    if (country_find(code) >= 0 || group_find(code) >= 0 || subdivision_known(code))
        return true;
    if (terms_name_state(terms, node->word) & NAME_REFUSED)
        return false;
    terms_set_name_state(terms, node->word, NAME_REFUSED);
    Str   help = country_help(code), group = group_hint(code);
    Diag *diag = diag_error(terms->diags, "E0310", node->span,
                            str_format(terms->arena, "there is no country or group `%.*s`", STR_ARG(code)),
                            S("not a code of ISO 3166 or a known group"));
    note_other_uses(terms, diag, ref);
    diag->help = help.len    ? help
                 : group.len ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(group))
                             : S("write a two-letter code such as DE, or a group such as EU");
    return false;
}

static bool resolve_code(Terms *terms, const Ref *ref)
{
    Node    *node = ref->node;
    uint64_t allow = ref->allow;
    if (allow & REF(PATENT)) {
        const Decl *known = terms_decl(terms, node->word);
        if (!known && (allow & REF(TERRITORY)))
            return resolve_country(terms, ref);
        if (!known)
            return forgiven(terms, node->word) || refuse_unknown(terms, ref);
        terms->decls.items[terms->decl_of[node->word]].uses++;
        node->decl = terms->decl_of[node->word];
        return (known->ref & allow) || refuse_kind(terms, node, known, allow);
    }
    return resolve_country(terms, ref);
}

static bool resolve_currency(Terms *terms, const Node *node)
{
    Str code = terms_text(terms, node->word);
    int currency = currency_find(code);
    if (currency < 0) {
        Str near = currency_hint(code);
        return diag_refuse(terms->diags, "E0311", unit_span(terms, node),
                           str_format(terms->arena, "there is no currency `%.*s`", STR_ARG(code)),
                           S("not a code of ISO 4217"),
                           near.len ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near))
                                    : S("write a code such as USD"));
    }
    int minor = currency_minor(currency);
    if (minor >= 0 && node->scale > minor && !node->a)
        return diag_refuse(terms->diags, "E0312", node->span,
                           str_format(terms->arena, "%.*s has %d decimals", STR_ARG(code), minor),
                           S("more decimals than the currency has"),
                           S("write the amount with the decimals of its currency"));
    return true;
}

static bool resolve_unit(Terms *terms, const Ref *ref)
{
    const Node *node = ref->node;
    if (node->word == W_units || terms_decl(terms, node->word))
        return resolve_name(terms, ref) || node->word == W_units;
    if (forgiven(terms, node->word))
        return true;
    if (terms->doc->incomplete || (terms_name_state(terms, node->word) & NAME_REFUSED))
        return false;
    terms_set_name_state(terms, node->word, NAME_REFUSED);
    Str   written = terms_text(terms, node->word), near = nearest(terms, written, ref->allow);
    Diag *diag = diag_error(terms->diags, "E0305", unit_span(terms, node),
                            str_format(terms->arena, "there is no unit `%.*s`", STR_ARG(written)),
                            S("the unit of this count is not declared"));
    note_other_uses(terms, diag, ref);
    diag->help = near.len
                     ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near))
                     : str_format(terms->arena, "declare it: `unit title, plural %.*s`", STR_ARG(written));
    return false;
}

static bool resolve_one(Terms *terms, const Ref *ref)
{
    Node *node = ref->node;
    switch (node->kind) {
    case N_NAME: return resolve_name(terms, ref);
    case N_CODE: return resolve_code(terms, ref);
    case N_MONEY: return resolve_currency(terms, node);
    case N_COUNT: return resolve_unit(terms, ref);
    default: return true;
    }
}

bool terms_resolve(Terms *terms, Size first_ref, Clause *inside)
{
    bool whole = true;
    for (Size i = first_ref; i < terms->phrases.refs.count; i++) {
        const Ref *ref = &terms->phrases.refs.items[i];
        if (resolve_one(terms, ref))
            continue;
        whole = false;
        Clause *clause = inside ? inside : ref->inside;
        if (clause)
            clause->poisoned = true;
    }
    return whole;
}
