/* resolve.c - from names to declarations.
 *
 * A reference says which kinds may stand at its place; a name of another kind, an unknown name and
 * an unknown code are findings with the nearest known one of the right kind. A name that a broken
 * statement seems to declare is forgiven: that statement has its own finding. */
#include "terms/data/tables.h"
#include "terms/terms.h"

static bool forgiven(const Terms *terms, Word name)
{
    for (Size i = 0; i < terms->poisoned_names.count; i++)
        if (terms->poisoned_names.items[i] == name)
            return true;
    return false;
}

static Str kinds_text(Arena *arena, uint64_t allow)
{
    Text text = text_new(arena);
    int  count = 0, total = __builtin_popcountll(allow);
    if (total > 5)
        return S("another name");
    for (int i = 0; i < REF_AT_COUNT; i++)
        if (allow >> i & 1) {
            count++;
            text_format(&text, "%s%.*s", count == 1 ? "" : count == total ? " or " : ", ",
                        STR_ARG(ref_name((uint64_t)1 << i)));
        }
    return text_str(&text);
}

static Str nearest(const Terms *terms, Str written, uint64_t allow)
{
    Near near = near_new(written);
    for (Size i = 0; i < terms->decls.count; i++)
        if (terms->decls.items[i].ref & allow)
            near_try(&near, terms_text(terms, terms->decls.items[i].name));
    return near.best;
}

static bool refuse_unknown(Terms *terms, const Node *node, uint64_t allow)
{
    Str written = terms_text(terms, node->word);
    Str near = nearest(terms, written, allow);
    Str kinds = kinds_text(terms->arena, allow);
    Diag *diag = diag_error(terms->diags, "E0301", node->span,
                            str_format(terms->arena, "nothing is called `%.*s`", STR_ARG(written)), S("not declared"));
    diag->help = near.len ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near))
                          : str_format(terms->arena, "declare it, as %.*s", STR_ARG(kinds));
    return false;
}

static bool refuse_kind(Terms *terms, const Node *node, const Decl *decl, uint64_t allow)
{
    Str written = terms_text(terms, node->word);
    Diag *diag = diag_error(terms->diags, "E0302", node->span,
                            str_format(terms->arena, "`%.*s` is of another kind than is needed here", STR_ARG(written)),
                            str_format(terms->arena, "expected %.*s", STR_ARG(kinds_text(terms->arena, allow))));
    diag_note(diag, decl->span, str_format(terms->arena, "declared here: %.*s", STR_ARG(ref_name(decl->ref))));
    Str near = nearest(terms, written, allow);
    if (near.len)
        diag->help = str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near));
    return false;
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
    for (Size i = 0; i < terms->decls.count; i++) {
        Decl *decl = &terms->decls.items[i];
        Str   name = terms_text(terms, decl->name);
        if ((decl->ref & allow) && str_ends(name, rest) && str_find(name, '/') == name.len - rest.len) {
            decl->uses++;
            node->decl = (int32_t)i;
        }
    }
    return node->decl >= 0;
}

static bool resolve_name(Terms *terms, Node *node, uint64_t allow)
{
    const Decl *known = terms_decl(terms, node->word);
    if (node->word == W_worldwide || node->word == W_signing || (node->word < W_COUNT && !known && node->word >= W_ACT_FIRST))
        return true; /* ready names */
    if (!known) {
        if (resolve_direction(terms, node, allow) || forgiven(terms, node->word))
            return true;
        return refuse_unknown(terms, node, allow);
    }
    Decl *decl = &terms->decls.items[terms->decl_of[node->word]];
    decl->uses++;
    node->decl = terms->decl_of[node->word];
    return (decl->ref & allow) || refuse_kind(terms, node, decl, allow);
}

static bool resolve_country(Terms *terms, Node *node)
{
    Str code = terms_text(terms, node->word);
    if (country_find(code) >= 0 || group_find(code) >= 0 || subdivision_known(code))
        return true;
    Str   help = country_help(code), group = group_hint(code);
    Diag *diag = diag_error(terms->diags, "E0310", node->span,
                            str_format(terms->arena, "there is no country or group `%.*s`", STR_ARG(code)),
                            S("not a code of ISO 3166 or a known group"));
    diag->help = help.len    ? help
                 : group.len ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(group))
                             : S("write a two-letter code such as DE, or a group such as EU");
    return false;
}

static bool resolve_code(Terms *terms, Node *node, uint64_t allow)
{
    if (allow & REF(PATENT)) {
        const Decl *known = terms_decl(terms, node->word);
        if (!known)
            return forgiven(terms, node->word) || refuse_unknown(terms, node, allow);
        terms->decls.items[terms->decl_of[node->word]].uses++;
        node->decl = terms->decl_of[node->word];
        return (known->ref & allow) || refuse_kind(terms, node, known, allow);
    }
    return resolve_country(terms, node);
}

static bool resolve_currency(Terms *terms, const Node *node)
{
    Str code = terms_text(terms, node->word);
    int currency = currency_find(code);
    if (currency < 0) {
        Str near = currency_hint(code);
        return diag_refuse(terms->diags, "E0311", node->span,
                           str_format(terms->arena, "there is no currency `%.*s`", STR_ARG(code)),
                           S("not a code of ISO 4217"),
                           near.len ? str_format(terms->arena, "did you mean `%.*s`?", STR_ARG(near)) : S("write a code such as USD"));
    }
    int minor = currency_minor(currency);
    if (minor >= 0 && node->scale > minor && !node->a)
        return diag_refuse(terms->diags, "E0312", node->span,
                           str_format(terms->arena, "%.*s has %d decimals", STR_ARG(code), minor), S("more decimals than the currency has"),
                           S("write the amount with the decimals of its currency"));
    return true;
}

static bool resolve_one(Terms *terms, const Ref *ref)
{
    Node *node = ref->node;
    switch (node->kind) {
    case N_NAME: return resolve_name(terms, node, ref->allow);
    case N_CODE: return resolve_code(terms, node, ref->allow);
    case N_MONEY: return resolve_currency(terms, node);
    case N_COUNT:
        if (node->word == W_units || terms_decl(terms, node->word))
            return resolve_name(terms, node, ref->allow) || node->word == W_units;
        return diag_refuse(terms->diags, "E0305", node->span,
                           str_format(terms->arena, "there is no unit `%.*s`", STR_ARG(terms_text(terms, node->word))),
                           S("not a declared unit"), S("declare it: `unit title, plural titles`"));
    case N_OPEN: *PUSH(terms->arena, &terms->open_points) = node; return true;
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
