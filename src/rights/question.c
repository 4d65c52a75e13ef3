/* question.c - see question.h. */
#include "rights/question.h"

typedef struct {
    const Rules   *r;
    Arena         *arena;
    const Tree    *tree;
    const Sources *sources;
    Diags         *diags;
    int32_t        at, end;
    Question       q;
    bool           failed, has_day;
} Ask;

static const Token none = {{0, 0}, 0, T_END};

static const Token *peek(Ask *a, int ahead)
{
    int32_t at = a->at;
    for (;; at++) {
        if (at >= a->end)
            return &none;
        const Token *token = tree_token(a->tree, at);
        bool         article = token->kind == T_NAME && token->word <= W_ARTICLE_LAST;
        if (!article && ahead-- == 0)
            return token;
    }
}

static const Token *take(Ask *a)
{
    while (a->at < a->end) {
        const Token *token = tree_token(a->tree, a->at++);
        if (token->kind != T_NAME || token->word > W_ARTICLE_LAST)
            return token;
    }
    return &none;
}

static bool refuse(Ask *a, const char *code, Span span, Str title, Str label, Str help)
{
    a->failed = true;
    return diag_refuse(a->diags, code, span, title, label, help);
}

static bool twice(Ask *a, const Token *token, const char *what)
{
    return refuse(a, "E0502", token->span, str_format(a->arena, "the question names %s twice", what),
                  S("a second one"), S("ask one thing at a time"));
}

static Str nearest(const Ask *a, Str written)
{
    Near         near = near_new(written);
    const Terms *terms = a->r->st->terms;
    for (Word act = W_ACT_FIRST; act <= W_ACT_LAST; act++)
        near_try(&near, terms_text(terms, act));
    for (Size i = 0; i < terms->decls.count; i++)
        near_try(&near, terms_text(terms, terms->decls.items[i].name));
    return near.best;
}

static bool unknown(Ask *a, const Token *token)
{
    Str written = sources_slice(a->sources, token->span);
    Str near = nearest(a, written);
    Str place = token->kind == T_CODE ? country_help(written) : S("");
    return refuse(a, "E0501", token->span,
                  str_format(a->arena, "the agreement knows nothing called `%.*s`", STR_ARG(written)),
                  S("not a name of this text"),
                  place.len  ? place
                  : near.len ? str_format(a->arena, "did you mean `%.*s`?", STR_ARG(near))
                             : S("ask with names of the text, for example: may borealis sell beacon-7 in "
                                 "automotive at DE on 2027-03-01"));
}

static bool take_place(Ask *a, const Token *token)
{
    Node node = {.kind = token->kind == T_CODE ? N_CODE : N_NAME,
                 .word = token->word,
                 .span = token->span,
                 .decl = -1};
    bool dated = false;
    if (!a->q.countries.words)
        a->q.countries = bits_new(a->arena, COUNTRY_COUNT);
    if (universe_places(a->r->universe, &node, a->q.day, false, a->q.countries, &dated))
        return true;
    a->q.countries.words = NULL;
    return unknown(a, token);
}

static bool take_asker(Ask *a, const Token *token, int subject)
{
    if (a->q.asker >= 0)
        return twice(a, token, "who asks");
    a->q.asker = subject;
    return true;
}

/* customers of aurora */
static bool take_class(Ask *a, const Token *token)
{
    (void)take(a); /* of */
    const Token *of = take(a);
    int          subject = of->kind == T_NAME ? standing_subject(a->r->st, of->word) : -1;
    if (subject < 0)
        return unknown(a, of->kind == T_END ? token : of);
    for (Size i = 0; i < a->r->st->subjects.count; i++) {
        const Subject *s = &a->r->st->subjects.items[i];
        if (s->class_of == subject && s->class_name == token->word)
            return take_asker(a, token, (int)i);
    }
    return refuse(a, "E0503", token->span, S("no clause of the agreement speaks of them"),
                  S("not given anything"), S("ask for a party, or for a class that a clause names"));
}

static bool is_recipient(const Ask *a, const Token *token)
{
    const Decl *decl = token->kind == T_NAME ? terms_decl(a->r->st->terms, token->word) : NULL;
    bool        ready = token->kind == T_NAME && (token->word == W_affiliates || token->word == W_customers ||
                                           token->word == W_distributors || token->word == W_contractors);
    return ready || (decl && (decl->ref & (REF(CLASS) | REF(DEFINE))));
}

static bool take_name(Ask *a, const Token *token)
{
    const Decl    *decl = terms_decl(a->r->st->terms, token->word);
    const uint64_t ref = decl ? decl->ref : 0;
    if (token->kind == T_NAME && peek(a, 0)->kind == T_NAME && peek(a, 0)->word == W_of)
        return take_class(a, token);
    if (ref & (REF(PARTY) | REF(PERSON) | REF(ENTITY)))
        return take_asker(a, token, standing_subject(a->r->st, token->word));
    if (ref & REF(PRODUCT)) {
        if (a->q.product)
            return twice(a, token, "a product");
        a->q.product = token->word;
    } else if (ref & (REF(ASSET) | REF(PATENT))) {
        *PUSH(a->arena, &a->q.assets) = universe_number(a->r->universe, token->word);
    } else if (ref & REF(FIELD)) {
        *PUSH(a->arena, &a->q.fields) = universe_number(a->r->universe, token->word);
    } else if (ref & (REF(PRODUCTS) | REF(COLUMN))) {
        *PUSH(a->arena, &a->q.families) = universe_number(a->r->universe, token->word);
    } else if ((ref & REF(TERRITORY)) || token->kind == T_CODE || token->word == W_worldwide) {
        return take_place(a, token);
    } else if (is_recipient(a, token)) {
        a->q.recipient = token->word;
    } else {
        return unknown(a, token);
    }
    return true;
}

static bool take_act(Ask *a, const Token *token)
{
    if (a->q.act && a->q.act != token->word)
        return twice(a, token, "an act");
    a->q.act = token->word;
    return true;
}

static bool take_date(Ask *a, const Token *token)
{
    Day day = 0;
    if (token->kind != T_DATE || !day_parse(sources_slice(a->sources, token->span), &day))
        return refuse(a, "E0504", token->kind == T_END ? a->q.span : token->span, S("this is not a day"),
                      S("expected a date"), S("write it as 2027-03-01"));
    a->q.day = day;
    a->has_day = true;
    return true;
}

/* After a comma comes the next item, or a word that begins something else. */
static bool goes_on(Ask *a)
{
    const Token      *next = peek(a, 1);
    static const Word begins[] = {W_at, W_within, W_on, W_under, W_in, W_with, W_to, W_for, W_version};
    for (Size i = 0; i < COUNT(begins); i++)
        if (next->kind == T_NAME && next->word == begins[i])
            return false;
    return peek(a, 0)->kind == T_COMMA;
}

static bool take_list(Ask *a, bool (*one)(Ask *, const Token *))
{
    do {
        const Token *token = take(a);
        if (token->kind == T_COMMA)
            token = take(a);
        if (token->kind == T_END)
            return refuse(a, "E0504", a->q.span, S("the question is not finished"),
                          S("something is missing at its end"), S("name what is asked"));
        if (!one(a, token))
            return false;
    } while (goes_on(a));
    return true;
}

static bool take_recipient(Ask *a, const Token *token)
{
    if (!is_recipient(a, token))
        return unknown(a, token);
    a->q.recipient = token->word;
    return true;
}

/* level 2: a sublicence given by a sublicensee */
static bool take_level(Ask *a, const Token *token)
{
    Str text = token->kind == T_NUMBER ? sources_slice(a->sources, token->span) : S("");
    if (text.len != 1 || text.at[0] < '1')
        return refuse(a, "E0504", token->kind == T_END ? a->q.span : token->span,
                      S("this is not a level of sublicences"), S("expected a number from 1 to 9"),
                      S("1 is given by the licensee, 2 by its sublicensee"));
    a->q.level = text.at[0] - '0';
    return true;
}

static bool take_word(Ask *a)
{
    const Token *token = take(a);
    if (token->kind == T_NAME && (token->word == W_at || token->word == W_within))
        return take_list(a, take_place);
    if (token->kind == T_NAME && token->word == W_on)
        return take_date(a, take(a));
    if (token->kind == T_NAME && (token->word == W_under || token->word == W_in || token->word == W_with))
        return take_list(a, take_name);
    if (token->kind == T_NAME && (token->word == W_to || token->word == W_for))
        return take_list(a, take_recipient);
    if (token->kind == T_NAME && token->word == W_level)
        return take_level(a, take(a));
    if (token->kind == T_NAME && token->word == W_version) {
        const Token *version = take(a);
        if (version->kind != T_VERSION && version->kind != T_NUMBER)
            return refuse(a, "E0504", version->kind == T_END ? a->q.span : version->span,
                          S("this is not a version"), S("expected numbers with dots"), S("write it as 5.2"));
        a->q.version = version->word;
        return true;
    }
    if (token->kind == T_DATE)
        return take_date(a, token);
    if (token->kind == T_COMMA || (token->kind == T_NAME && token->word == W_may))
        return true;
    if (token->kind == T_NAME && token->word >= W_ACT_FIRST && token->word <= W_ACT_LAST)
        return take_act(a, token);
    if (token->kind == T_NAME || token->kind == T_CODE)
        return take_name(a, token);
    return unknown(a, token);
}

/* The day is looked for first: groups of countries depend on it. */
static void find_day(Ask *a)
{
    for (int32_t at = a->at; at < a->end; at++) {
        Day          day = 0;
        const Token *token = tree_token(a->tree, at);
        if (token->kind == T_DATE && day_parse(sources_slice(a->sources, token->span), &day))
            a->q.day = day;
    }
}

bool question_read(const Rules *r, Arena *arena, const QuestionText *text, Day day, Question *out)
{
    Ask a = {.r = r,
             .arena = arena,
             .tree = text->tree,
             .sources = text->sources,
             .diags = text->diags,
             .at = text->first,
             .end = text->end,
             .q = {.asker = -1, .day = day}};
    if (text->first < text->end)
        a.q.span =
            span_join(tree_token(text->tree, text->first)->span, tree_token(text->tree, text->end - 1)->span);
    find_day(&a);
    a.has_day = a.q.day != DAY_MIN;
    while (!a.failed && peek(&a, 0)->kind != T_END)
        (void)take_word(&a);
    if (a.failed)
        return false;
    if (a.q.countries.words && bits_empty(a.q.countries))
        return refuse(&a, "E0501", a.q.span, S("the place has no country on that day"),
                      S("a group without members then"),
                      S("name a country, or a day on which the group has members"));
    if (a.q.asker < 0)
        return refuse(&a, "E0505", a.q.span, S("the question does not say who asks"), S("no party in it"),
                      S("begin with a party: may borealis sell …"));
    if (!a.q.act)
        return refuse(&a, "E0505", a.q.span, S("the question does not say which act"), S("no act in it"),
                      S("name an act such as make, use, sell"));
    if (!a.has_day)
        return refuse(&a, "E0505", a.q.span, S("the question does not say on which day"), S("no date in it"),
                      S("add `on 2027-03-01`"));
    *out = a.q;
    return true;
}

bool status_read(const Rules *r, const Tree *tree, int32_t first, int32_t end, Status *status,
                 int32_t *except)
{
    Text text = text_new(r->arena);
    *except = end;
    for (int32_t at = first; at < end; at++) {
        const Token *token = tree_token(tree, at);
        if (token->kind == T_NAME && token->word == W_except) {
            *except = at + 1;
            break;
        }
        text_format(&text, "%s%.*s", text.len ? " " : "",
                    STR_ARG(token->word ? terms_text(r->st->terms, token->word) : S("?")));
    }
    for (Status s = 0; s < ANSWER_COUNT; s++)
        if (str_equal(text_str(&text), str_from(status_text(s)))) {
            *status = s;
            return true;
        }
    return false;
}
