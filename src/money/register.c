/* register.c - the product register: what usage calls a product, and what the agreement calls it.
 *
 * A code stands once. The same code for two things of the agreement would make the amount depend on the order
 * of the lines, and the same line twice is a sign that something else was meant. */
#include "money/rows.h"

enum { REGISTER_MOST = 1 << 22 };

typedef struct {
    Plan *plan;
    Rows  rows;
    int   code, item, name; /* columns */
    LIST_OF(Article) articles;
    LIST_OF(Span) spans; /* of the codes, by article */
} Register;

static bool open_columns(Register *reg)
{
    reg->code = rows_column(&reg->rows, S("code sku product"));
    reg->item = rows_column(&reg->rows, S("item"));
    reg->name = rows_column(&reg->rows, S("name"));
    if (reg->code >= 0 && reg->item >= 0)
        return true;
    return diag_refuse(
        reg->rows.diags, "E0611", reg->rows.heading,
        reg->code < 0 ? S("the register has no column `code`") : S("the register has no column `item`"),
        S("this heading"),
        S("write the columns `code,item` and, if you like, `name`: the code in the usage, the product or "
          "family of the agreement"));
}

static bool is_item(const Terms *terms, Word word)
{
    const Decl *decl = word ? terms_decl(terms, word) : NULL;
    return decl && (decl->ref & (REF(PRODUCT) | REF(PRODUCTS)));
}

static Word item_of(const Register *reg, Str text)
{
    const Terms *terms = reg->plan->st->terms;
    Word         word = word_known(terms->doc->words, text);
    if (is_item(terms, word))
        return word;
    Near near = near_new(text);
    for (Size i = 0; i < terms->decls.count; i++)
        if (terms->decls.items[i].ref & (REF(PRODUCT) | REF(PRODUCTS)))
            near_try(&near, terms_text(terms, terms->decls.items[i].name));
    diag_refuse(
        reg->rows.diags, "E0612", rows_cell_span(&reg->rows, reg->item),
        str_format(reg->rows.arena, "`%.*s` is no product and no family of the agreement", STR_ARG(text)),
        S("what the code stands for"),
        near.best.len ? str_format(reg->rows.arena, "did you mean `%.*s`?", STR_ARG(near.best))
                      : S("write the name of a `product` or of `products` of the agreement"));
    return 0;
}

static bool is_plain(Str text)
{
    bool plain = text.len > 0;
    for (Size i = 0; i < text.len; i++)
        plain &= (unsigned char)text.at[i] >= ' ' && text.at[i] != 0x7f;
    return plain;
}

static void take_row(Register *reg)
{
    Arena *arena = reg->plan->arena;
    Str    code = reg->rows.cells[reg->code].text;
    if (!is_plain(code)) {
        diag_refuse(reg->rows.diags, "E0614", rows_cell_span(&reg->rows, reg->code),
                    code.len ? S("a code with a control character") : S("an empty code"), S("the code"),
                    S("write the code as the usage has it"));
        return;
    }
    Word item = item_of(reg, reg->rows.cells[reg->item].text);
    if (!item)
        return;
    Str name = reg->name < 0 ? S("") : reg->rows.cells[reg->name].text;
    *PUSH(arena, &reg->articles) = (Article){str_copy(arena, code), item, str_copy(arena, name)};
    *PUSH(arena, &reg->spans) = rows_cell_span(&reg->rows, reg->code);
}

/* Both places are told of a code that stands twice. */
static void find_twice(Register *reg)
{
    Arena work = {0};
    Codes codes = codes_new(&work, reg->articles.count);
    for (Size i = 1; i < reg->articles.count; i++) {
        const Article *article = &reg->articles.items[i];
        if (codes_add(&codes, article->code, (uint32_t)i))
            continue;
        Size           before = codes_find(&codes, article->code)->value;
        const Article *first = &reg->articles.items[before];
        const Terms   *terms = reg->plan->st->terms;
        bool           same = first->item == article->item;
        Str title = same ? str_format(reg->rows.arena, "the code `%.*s` stands twice", STR_ARG(article->code))
                         : str_format(reg->rows.arena, "the code `%.*s` stands for `%.*s` and for `%.*s`",
                                      STR_ARG(article->code), STR_ARG(terms_text(terms, first->item)),
                                      STR_ARG(terms_text(terms, article->item)));
        Diag *diag = diag_error(reg->rows.diags, "E0613", reg->spans.items[i], title, S("here again"));
        diag_note(diag, reg->spans.items[before], S("here first"));
        diag->help = S("leave one of the two lines out");
    }
    arena_free(&work);
}

bool register_read(Plan *plan, const Source *source, Diags *diags)
{
    Register reg = {.plan = plan};
    int      errors = diags->errors;
    if (!rows_open(plan->arena, source, diags, "E0614", &reg.rows) || !open_columns(&reg))
        return false;
    *PUSH(plan->arena, &reg.articles) = (Article){0};
    *PUSH(plan->arena, &reg.spans) = reg.rows.heading;
    while (rows_next(&reg.rows) && reg.articles.count <= REGISTER_MOST)
        take_row(&reg);
    if (reg.articles.count > REGISTER_MOST)
        return diag_refuse(diags, "E0614", reg.rows.span, S("the register has more than 4,194,303 codes"),
                           S("up to here"), S("leave out the codes that no royalty is about"));
    find_twice(&reg);
    if (diags->errors > errors)
        return false;
    plan->articles.items = reg.articles.items;
    plan->articles.count = reg.articles.count;
    plan->articles.room = reg.articles.room;
    return true;
}
