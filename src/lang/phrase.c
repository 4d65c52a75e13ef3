/* phrase.c - the phrases: names, values, days, lists, parties. */
#include "lang/phrase.h"

#include <string.h>

bool cursor_deep(Cursor *c)
{
    if (c->depth < PHRASE_DEPTH)
        return false;
    cursor_refuse(c, "E0208", cursor_now(c)->span, S("brackets are nested too deep"), S("deeper than 48"),
                  S("name a part (`condition x { … }`) and use its name"));
    return true;
}

/* ---- names ---- */

void cursor_refer(Cursor *c, Node *node, uint64_t allow)
{
    *PUSH(c->ph->arena, &c->ph->refs) = (Ref){node, allow, c->ph->inside};
}

Node *cursor_name(Cursor *c, uint64_t allow, Str what)
{
    const Token *token = cursor_now(c);
    if (token->kind != T_NAME || token->word <= W_RESERVED_LAST) {
        cursor_expect(c, what);
        return NULL;
    }
    Node *node = cursor_node(c, N_NAME);
    node->word = token->word;
    c->at++;
    if (c->at < c->end && tree_token(c->ph->tree, c->at)->kind == T_PART)
        node->part = tree_token(c->ph->tree, c->at++)->word;
    if (allow)
        cursor_refer(c, node, allow);
    return cursor_close(c, node);
}

bool cursor_ends_list(Cursor *c)
{
    const Token *token = cursor_now(c);
    if (token->kind == T_END)
        return true;
    if (token->kind != T_NAME)
        return false;
    for (int i = 0; i < c->follow_count; i++)
        if (c->follow[i] == token->word)
            return true;
    return false;
}

/* At a comma that is followed by another item: takes it. */
static bool next_item(Cursor *c)
{
    int32_t before = c->at;
    if (cursor_is(c, W_and)) {
        cursor_refuse(c, "E0213", cursor_now(c)->span, S("a list uses commas; `and` only joins conditions"),
                      S("`and` in a list"), S("write a comma here"));
        return false;
    }
    if (!cursor_mark(c, T_COMMA))
        return false;
    if (!cursor_ends_list(c))
        return true;
    c->at = before;
    return false;
}

/* One list reader for all kinds of items. */
static Node *read_list(Cursor *c, const SlotKind *kind, Node *(*item)(Cursor *, const SlotKind *))
{
    Node  *list = cursor_node(c, N_LIST);
    Node **tail = &list->a;
    do {
        Node *wrapped = cursor_node(c, N_ITEM);
        wrapped->a = item(c, kind);
        if (!wrapped->a)
            return NULL;
        *tail = cursor_close(c, wrapped);
        tail = &wrapped->next;
    } while (next_item(c));
    return c->refused ? NULL : cursor_close(c, list);
}

static Node *read_name(Cursor *c, const SlotKind *kind)
{
    return cursor_name(c, kind->allow, str_from(kind->expect));
}
/* A name is free: neither a reserved word nor one that declares. `agreement a` is an article, and no name. */
static void refuse_reserved(Cursor *c)
{
    const Token *token = cursor_now(c);
    const Token *before = c->at > c->stmt->first ? tree_token(c->ph->tree, c->at - 1) : token;
    bool         article = token->kind != T_NAME && before->kind == T_NAME && before->word <= W_ARTICLE_LAST;
    if (article)
        token = before;
    bool reserved =
        article ||
        (token->kind == T_NAME && token->word &&
         (token->word <= W_RESERVED_LAST || (token->word >= W_DECLARE_FIRST && token->word <= W_LATER_LAST)));
    if (!reserved)
        return;
    Str written = cursor_text(c, token);
    cursor_refuse(c, "E0223", token->span,
                  str_format(c->ph->arena, "`%.*s` is a word of the language", STR_ARG(written)),
                  article ? S("an article, not a name") : S("not free as a name"),
                  str_format(c->ph->arena, "choose another name, such as `%.*s-1`", STR_ARG(written)));
}

static Node *read_new(Cursor *c, const SlotKind *kind)
{
    refuse_reserved(c);
    Node *node = c->refused ? NULL : cursor_name(c, 0, str_from(kind->expect));
    if (node && node->part)
        return cursor_refuse(c, "E0212", node->span, S("a part cannot be declared here"),
                             S("a name with a part"), S("leave out the ( )"));
    return node;
}
static Node *read_names(Cursor *c, const SlotKind *kind) { return read_list(c, kind, read_name); }
static Node *read_news(Cursor *c, const SlotKind *kind) { return read_list(c, kind, read_new); }

/* Kinds that can be counted over without being declared, or a declared class or members. */
static Node *read_counted(Cursor *c, const SlotKind *kind)
{
    static const Word built_in[] = {W_party, W_member, W_product, W_country, W_patent, W_entity};
    const Token      *token = cursor_now(c);
    for (Size i = 0; i < COUNT(built_in); i++)
        if (token->kind == T_NAME && token->word == built_in[i]) {
            Node *node = cursor_node(c, N_NAME);
            node->word = token->word;
            c->at++;
            return cursor_close(c, node);
        }
    return read_name(c, kind);
}
static Node *read_counteds(Cursor *c, const SlotKind *kind) { return read_list(c, kind, read_counted); }

/* A column may be called as a kind that is counted over: product, country, day. */
static Node *read_column(Cursor *c, const SlotKind *kind)
{
    const Token *token = cursor_now(c);
    bool         kind_word = token->kind == T_NAME && (token->word == W_product || token->word == W_patent ||
                                               token->word == W_party || token->word == W_entity);
    if (!kind_word)
        return cursor_name(c, 0, str_from(kind->expect));
    Node *node = cursor_node(c, N_NAME);
    node->word = token->word;
    c->at++;
    return cursor_close(c, node);
}
static Node *read_columns(Cursor *c, const SlotKind *kind) { return read_list(c, kind, read_column); }

static Node *read_act(Cursor *c, const SlotKind *kind)
{
    const Token *token = cursor_now(c);
    if (token->kind != T_NAME || token->word < W_ACT_FIRST || token->word > W_ACT_LAST) {
        Near near = near_new(token->kind == T_NAME ? cursor_text(c, token) : S("?"));
        for (Word word = W_ACT_FIRST; word <= W_ACT_LAST; word++)
            near_try(&near, word_text(c->ph->tree->words, word));
        if (near.best.len && token->word > W_RESERVED_LAST)
            return cursor_refuse(c, "E0304", token->span,
                                 str_format(c->ph->arena, "there is no act `%.*s`", STR_ARG(near.wanted)),
                                 S("not an act of the language"),
                                 str_format(c->ph->arena, "did you mean `%.*s`?", STR_ARG(near.best)));
        cursor_expect(c, str_from(kind->expect));
        return NULL;
    }
    Node *node = cursor_node(c, N_NAME);
    node->word = token->word;
    c->at++;
    return cursor_close(c, node);
}
static Node *read_acts(Cursor *c, const SlotKind *kind) { return read_list(c, kind, read_act); }

static Node *read_recipient(Cursor *c, const SlotKind *kind)
{
    const Token *token = cursor_now(c);
    bool ready = token->kind == T_NAME && (token->word == W_affiliates || token->word == W_customers ||
                                           token->word == W_distributors || token->word == W_contractors);
    if (!ready)
        return read_name(c, kind);
    Node *node = cursor_node(c, N_NAME);
    node->word = token->word;
    c->at++;
    return cursor_close(c, node);
}
static Node *read_recipients(Cursor *c, const SlotKind *kind) { return read_list(c, kind, read_recipient); }

/* ---- values ---- */

static Node *read_token(Cursor *c, const SlotKind *kind, TokenKind wanted, NodeKind made)
{
    const Token *token = cursor_now(c);
    if (token->kind != wanted) {
        cursor_expect(c, str_from(kind->expect));
        return NULL;
    }
    Node *node = cursor_node(c, made);
    node->word = token->word;
    c->at++;
    return node;
}

static Node *read_text(Cursor *c, const SlotKind *kind)
{
    Node *node = read_token(c, kind, T_TEXT, N_TEXT);
    if (node)
        node->text = text_value(c->ph->arena, sources_slice(c->ph->sources, node->span));
    return node;
}

static Node *read_code(Cursor *c, const SlotKind *kind) { return read_token(c, kind, T_CODE, N_CODE); }
static Node *read_codes(Cursor *c, const SlotKind *kind) { return read_list(c, kind, read_code); }

static Node *read_date(Cursor *c, const SlotKind *kind)
{
    Node *node = read_token(c, kind, T_DATE, N_DATE);
    Day   day = 0;
    if (node && day_parse(sources_slice(c->ph->sources, node->span), &day))
        node->value = day;
    return node;
}

static Node *read_period(Cursor *c, const SlotKind *kind)
{
    const Token *token = cursor_now(c);
    Days         days = {0};
    bool         fits = (token->kind == T_PERIOD || token->kind == T_NUMBER || token->kind == T_DATE) &&
                period_parse(cursor_text(c, token), &days);
    if (!fits) {
        cursor_expect(c, str_from(kind->expect));
        return NULL;
    }
    Node *node = cursor_node(c, N_PERIOD);
    node->word = token->word;
    node->value = days.from;
    node->through = days.through;
    c->at++;
    return node;
}

static Node *read_decimal(Cursor *c, NodeKind kind)
{
    const Token *token = cursor_now(c);
    Node        *node = cursor_node(c, kind);
    if (!decimal_read(cursor_text(c, token), &node->value, &node->scale))
        return cursor_refuse(c, "E0221", token->span, S("this number has too many digits"),
                             S("more than 18 digits"), S("amounts are exact up to 18 digits"));
    c->at++;
    return node;
}

static Node *read_number(Cursor *c, const SlotKind *kind)
{
    if (cursor_now(c)->kind == T_NUMBER)
        return read_decimal(c, N_NUMBER);
    cursor_expect(c, str_from(kind->expect));
    return NULL;
}

static Node *read_version(Cursor *c, const SlotKind *kind)
{
    const Token *token = cursor_now(c);
    if (token->kind == T_NUMBER)
        return read_token(c, kind, T_NUMBER, N_VERSION);
    return read_token(c, kind, T_VERSION, N_VERSION);
}

static bool duration_unit(Cursor *c, DurationUnit *unit)
{
    Word word = cursor_peek(c, 0), next = cursor_peek(c, 1);
    if (word == W_business && (next == W_days || next == W_day)) {
        c->at += 2;
        *unit = UNIT_BUSINESS_DAYS;
        return true;
    }
    if (word != W_day && word != W_days && word != W_month && word != W_months && word != W_year &&
        word != W_years)
        return false;
    c->at++;
    *unit = word == W_day || word == W_days       ? UNIT_DAYS
            : word == W_month || word == W_months ? UNIT_MONTHS
                                                  : UNIT_YEARS;
    return true;
}

static bool currency_shape(Cursor *c)
{
    const Token *token = cursor_now(c);
    return token->kind == T_CODE; /* `1_000 EURO`: no other code stands behind a number */
}

static Node *read_after_number(Cursor *c, Node *number)
{
    DurationUnit unit = UNIT_DAYS;
    if (currency_shape(c)) {
        number->kind = N_MONEY;
        number->word = cursor_now(c)->word;
        c->at++;
        cursor_refer(c, number, 0);
        if (cursor_word(c, W_per) && !(number->a = cursor_name(c, REF(UNIT), S("a unit"))))
            return NULL;
    } else if (duration_unit(c, &unit)) {
        if (number->scale || number->value > 100000)
            return cursor_refuse(c, "E0222", number->span, S("a duration is a whole number up to 100 000"),
                                 S("not a whole number"), S("write it in a smaller unit"));
        number->kind = N_DURATION;
        number->op = (uint8_t)unit;
    } else if (cursor_now(c)->kind == T_NAME && cursor_now(c)->word > W_RESERVED_LAST &&
               !cursor_ends_list(c) && !cursor_is(c, W_divided) && !cursor_is(c, W_step)) {
        Word word = cursor_now(c)->word;
        number->kind = N_COUNT;
        number->word = word;
        c->at++;
        cursor_refer(c, number, REF(UNIT) | REF(COLUMN));
    }
    return cursor_close(c, number);
}

Node *phrase_quantity(Cursor *c)
{
    const Token *token = cursor_now(c);
    if (token->kind == T_PERCENT)
        return read_decimal(c, N_PERCENT);
    if (token->kind != T_NUMBER)
        return NULL;
    Node *number = read_decimal(c, N_NUMBER);
    return number ? read_after_number(c, number) : NULL;
}

/* `5 yers` where a duration is needed: the quantity is whole, but of another kind. */
static Node *refuse_quantity(Cursor *c, const SlotKind *kind, Span span, NodeKind wanted)
{
    static const char *const units[] = {"day", "days", "business days", "month", "months", "year", "years"};
    Str                      written = sources_slice(c->ph->sources, span);
    Size                     space = str_find(written, ' ');
    Near                     near = near_new(space < 0 ? S("?") : str_slice(written, space + 1, written.len));
    bool                     day = (kind->allow & REF(EVENT)) && space < 0;
    Str                      help = S("write a currency behind the number: `0.01 USD`");
    if (day)
        help = S("write a day such as 2029-12-31, or the name of an event");
    else if (wanted == N_PERCENT)
        help = str_format(c->ph->arena, "write `%.*s%%`", STR_ARG(written));
    else if (wanted == N_COUNT)
        help = S("write its unit behind the number: `0.5 units`");
    else if (wanted == N_DURATION)
        help = S("write days, business days, months or years behind the number");
    for (Size i = 0; wanted == N_DURATION && i < COUNT(units); i++)
        near_try(&near, str_from(units[i]));
    if (near.best.len)
        help =
            str_format(c->ph->arena, "did you mean `%.*s %.*s`?", (int)space, written.at, STR_ARG(near.best));
    return cursor_refuse(c, "E0224", span,
                         str_format(c->ph->arena, "`%.*s` is not %s", STR_ARG(written), kind->expect),
                         str_format(c->ph->arena, "expected %s", kind->expect), help);
}

static Node *read_quantity_of(Cursor *c, const SlotKind *kind, NodeKind wanted)
{
    Node *node = phrase_quantity(c);
    if (node && node->kind == wanted)
        return node;
    if (node)
        return refuse_quantity(c, kind, node->span, wanted);
    cursor_expect(c, str_from(kind->expect));
    return NULL;
}

/* How the days of interest are counted: value is the place among the words of the language. */
static Node *read_days(Cursor *c, const SlotKind *kind)
{
    const Token *token = cursor_now(c);
    if (token->kind != T_NAME || token->word < W_DAYS_FIRST || token->word > W_actual_365) {
        cursor_expect(c, str_from(kind->expect));
        return NULL;
    }
    if (token->word == W_actual_365)
        return cursor_refuse(
            c, "E0225", token->span, S("`actual/365` is read in two ways"), S("365 days in a leap year too?"),
            S("write `actual/365F` for 365 days in every year, or `actual/actual` for 366 in a "
              "leap year; also known: `actual/360`, `30/360`, `30E/360`"));
    Node *node = cursor_node(c, N_NAME);
    node->word = token->word;
    node->value = token->word - W_DAYS_FIRST;
    c->at++;
    return cursor_close(c, node);
}

/* calendar quarter, contract year, fiscal year of aurora: value is the place below; a: the party. */
static Node *read_cycle(Cursor *c, const SlotKind *kind)
{
    static const Word cycles[][2] = {{W_calendar, W_month},     {W_calendar, W_quarter},
                                     {W_calendar, W_half_year}, {W_calendar, W_year},
                                     {W_contract, W_year},      {W_fiscal, W_year}};
    Size              at = 0;
    while (at < COUNT(cycles) && !(cursor_peek(c, 0) == cycles[at][0] && cursor_peek(c, 1) == cycles[at][1]))
        at++;
    if (at == COUNT(cycles)) {
        cursor_expect(c, str_from(kind->expect));
        return NULL;
    }
    Node *node = cursor_node(c, N_NAME);
    node->value = at;
    node->word = cycles[at][0];
    c->at += 2;
    if (cycles[at][0] != W_fiscal)
        return cursor_close(c, node);
    if (!cursor_word(c, W_of)) {
        cursor_expect_word(c, W_of);
        return NULL;
    }
    node->a = cursor_name(c, REF_SUBJECTS, S("a party"));
    return node->a ? cursor_close(c, node) : NULL;
}

static Node *read_source(Cursor *c, const SlotKind *kind)
{
    return cursor_now(c)->kind == T_TEXT ? read_text(c, kind) : read_name(c, kind);
}

static Node *read_count(Cursor *c, const SlotKind *kind) { return read_quantity_of(c, kind, N_COUNT); }
/* Where either may begin the sentence, neither is a mistake by itself. */
static Node *try_quantity(Cursor *c, const SlotKind *kind, NodeKind wanted)
{
    int32_t before = c->at;
    Node   *node = phrase_quantity(c);
    if (node && node->kind == wanted)
        return node;
    c->at = before;
    cursor_expect(c, str_from(kind->expect));
    return NULL;
}
static Node *read_tally(Cursor *c, const SlotKind *kind) { return try_quantity(c, kind, N_COUNT); }
static Node *read_sum(Cursor *c, const SlotKind *kind) { return try_quantity(c, kind, N_MONEY); }
static Node *read_money(Cursor *c, const SlotKind *kind) { return read_quantity_of(c, kind, N_MONEY); }
static Node *read_percent(Cursor *c, const SlotKind *kind) { return read_quantity_of(c, kind, N_PERCENT); }
Node *phrase_duration(Cursor *c, const SlotKind *kind) { return read_quantity_of(c, kind, N_DURATION); }

/* ---- days ---- */

static Node *day_from(Cursor *c, DayOp op, const SlotKind *kind)
{
    Node *node = cursor_node(c, N_DAY);
    node->op = (uint8_t)op;
    node->a = phrase_day(c, kind);
    return node->a ? cursor_close(c, node) : NULL;
}

Node *phrase_day(Cursor *c, const SlotKind *kind)
{
    if (cursor_deep(c))
        return NULL;
    c->depth++;
    Node *node = NULL;
    if (cursor_now(c)->kind == T_DATE) {
        node = read_date(c, kind);
    } else if (cursor_peek(c, 0) == W_day && cursor_peek(c, 1) == W_of) {
        c->at += 2;
        node = day_from(c, DAY_OF_EVENT, kind);
    } else if (cursor_peek(c, 0) == W_immediately && cursor_peek(c, 1) == W_before) {
        c->at += 2;
        node = day_from(c, DAY_JUST_BEFORE, kind);
    } else if (cursor_peek(c, 0) == W_first && cursor_peek(c, 1) == W_business &&
               cursor_peek(c, 2) == W_day) {
        c->at += 3;
        if (cursor_word(c, W_after))
            node = day_from(c, DAY_FIRST_BUSINESS_AFTER, kind);
        else
            cursor_expect(c, S("`after`"));
    } else if (cursor_now(c)->kind == T_NUMBER) {
        Node *length = phrase_duration(c, kind);
        bool  after = length && cursor_is(c, W_after);
        if (length && !after && !cursor_is(c, W_before))
            cursor_expect(c, S("`after` or `before`"));
        else if (length) {
            c->at++;
            node = day_from(c, after ? DAY_AFTER : DAY_BEFORE, kind);
            if (node) {
                node->b = length;
                node->span = span_join(length->span, node->span);
            }
        }
    } else if (cursor_is(c, W_signing)) {
        node = cursor_node(c, N_NAME);
        node->word = W_signing;
        c->at++;
    } else {
        node = cursor_name(c, REF(EVENT) | REF(DOCUMENT) | REF(DISCLOSURE), S("a date or an event"));
    }
    c->depth--;
    return node;
}

static Node *read_parties(Cursor *c, const SlotKind *kind) { return read_list(c, kind, phrase_who); }

/* Names or codes: what a fact is about. */
static Node *read_thing(Cursor *c, const SlotKind *kind)
{
    if (cursor_now(c)->kind != T_CODE)
        return cursor_name(c, kind->allow, str_from(kind->expect));
    Node *code = read_code(c, kind);
    cursor_refer(c, code, REF(PATENT) | REF(TERRITORY));
    return code;
}
static Node *read_things(Cursor *c, const SlotKind *kind) { return read_list(c, kind, read_thing); }

/* Everything up to the end, read later by whoever knows what it is (questions, facts). */
static Node *read_rest(Cursor *c, const SlotKind *kind)
{
    if (cursor_now(c)->kind == T_END) {
        cursor_expect(c, str_from(kind->expect));
        return NULL;
    }
    Node *node = cursor_node(c, N_WORDS);
    node->value = c->at;
    node->through = c->end;
    c->at = c->end;
    return cursor_close(c, node);
}

/* ---- open points ---- */

Node *phrase_picked(Node *open)
{
    Node *choice = open->a;
    for (int64_t i = 0; i < open->through && choice; i++)
        choice = choice->next;
    INVARIANT(choice);
    return choice;
}

static int64_t picked_alternative(const Cursor *c, const Node *open)
{
    const Picks *picks = &c->ph->picks;
    Str          name = word_text(c->ph->tree->words, open->word);
    for (Size i = 0; i < picks->count; i++) {
        if (!str_equal(picks->items[i].name, name))
            continue;
        int64_t at = 0;
        for (const Node *choice = open->a; choice; choice = choice->next, at++) {
            Str number = str_format(c->ph->arena, "%d", (int)at + 1);
            if (str_equal(picks->items[i].choice, sources_slice(c->ph->sources, choice->span)) ||
                str_equal(picks->items[i].choice, number))
                return at;
        }
    }
    return -1;
}

static bool next_alternative(Cursor *c, Node *open, const SlotKind *kind)
{
    if (!open->op && cursor_mark(c, T_BAR))
        return true;
    if (open->value == 1 && kind->read == phrase_value && cursor_word(c, W_to)) {
        open->op = 1;
        return true;
    }
    return open->op && open->value == 2 && cursor_word(c, W_step);
}

Node *phrase_open(Cursor *c, const SlotKind *kind)
{
    Node *open = cursor_node(c, N_OPEN);
    c->at++;
    Node *name = cursor_name(c, 0, S("the name of the open point"));
    if (!name)
        return NULL;
    open->word = name->word;
    if (!cursor_mark(c, T_COLON)) {
        cursor_expect(c, S("`:`"));
        return NULL;
    }
    Node **tail = &open->a;
    c->follow_count = 0;
    do {
        Node *choice = kind->read(c, kind);
        if (!choice)
            return NULL;
        *tail = choice;
        tail = &choice->next;
        open->value++;
    } while (next_alternative(c, open, kind));
    if (!cursor_mark(c, T_CLOSE_BRACKET)) {
        cursor_expect(c, S("`|` and another choice, or `]`"));
        return NULL;
    }
    open->through = picked_alternative(c, open);
    cursor_close(c, open);
    *PUSH(c->ph->arena, &c->ph->opens) =
        (OpenPoint){open->word, open->span, (int)open->through, c->ph->inside};
    return open;
}

/* ---- the table ---- */

#define ATTESTERS (REF_SUBJECTS | REF(EXPERT) | REF(ROLE) | REF(LATER))

static const SlotKind kinds[] = {
    {"name", "a name", read_name, REF_ANY},
    {"names", "names", read_names, REF_ANY},
    {"new", "a new name", read_new, 0},
    {"news", "new names", read_news, 0},
    {"text", "a text in quotes", read_text, 0},
    {"number", "a number", read_number, 0},
    {"percent", "a percentage", read_percent, 0},
    {"money", "an amount of money", read_money, 0},
    {"code", "a code in capitals", read_code, 0},
    {"codes", "codes in capitals", read_codes, 0},
    {"date", "a date", read_date, 0},
    {"day", "a date or an event", phrase_day, REF(EVENT)},
    {"period", "a year, quarter, month or date", read_period, 0},
    {"duration", "a duration", phrase_duration, 0},
    {"version", "a version", read_version, 0},
    {"value", "a value", phrase_value, REF_ANY},
    {"condition", "a condition", phrase_condition, REF_ANY},
    {"who", "a party", phrase_who, REF_SUBJECTS},
    {"subject", "a party", phrase_subject, REF_SUBJECTS},
    {"parties", "parties", read_parties, REF_SUBJECTS},
    {"attester", "who attests", phrase_who, ATTESTERS},
    {"attesters", "who attests", read_parties, ATTESTERS},
    {"recipient", "a class of recipients", read_recipient, REF(CLASS) | REF(DEFINE)},
    {"recipients", "classes of recipients", read_recipients, REF(CLASS) | REF(DEFINE)},
    {"acts", "acts such as make, use, sell", read_acts, 0},
    {"counted", "a kind to count over", read_counted, REF(CLASS) | REF(MEMBERS)},
    {"counteds", "kinds to count over", read_counteds, REF(CLASS) | REF(MEMBERS)},
    {"assets", "assets or patents", phrase_scope, REF(ASSET) | REF(PATENT) | REF(PRODUCTS)},
    {"kept", "assets or products", phrase_scope,
     REF(ASSET) | REF(PATENT) | REF(PRODUCTS) | REF(PRODUCT) | REF(FIELD)},
    {"fields", "fields or products", phrase_scope,
     REF(FIELD) | REF(PRODUCTS) | REF(PRODUCT) | REF(CLASS) | REF(COLUMN)},
    {"only", "products, fields, a class or a fact", phrase_scope,
     REF(FIELD) | REF(PRODUCTS) | REF(PRODUCT) | REF(CLASS) | REF(COLUMN) | REF(FACT) | REF(CONDITION)},
    {"places", "countries or territories", phrase_scope, REF(TERRITORY)},
    {"event", "an event", read_name, REF(EVENT)},
    {"party", "a party", read_name, REF_SUBJECTS},
    {"clause", "a clause", read_name, REF_CLAUSES},
    {"clauses", "clauses", read_names, REF_CLAUSES},
    {"document", "a document", read_name, REF(DOCUMENT) | REF(LINKED) | REF(TEST)},
    {"disclosure", "a disclosure class", read_name, REF(DISCLOSURE)},
    {"owed", "royalties or payments", read_names, REF_OWED},
    {"royalty", "a royalty", read_name, REF(ROYALTY)},
    {"royalties", "royalties", read_names, REF(ROYALTY)},
    {"favoured", "royalties, or facts that state a rate", read_names, REF(ROYALTY) | REF(FACT) | REF(METRIC)},
    {"audit", "an audit clause", read_name, REF(AUDIT)},
    {"credits", "credits", read_names, REF(CREDIT)},
    {"discounts", "discounts", read_names, REF(DISCOUNT)},
    {"cycle", "a calendar month, quarter, half-year or year, a contract year, or a fiscal year of a party",
     read_cycle, 0},
    {"count", "a count such as 0.5 units", read_count, 0},
    {"tally", "a count such as 5_000 units", read_tally, 0},
    {"sum", "an amount such as 5_000 USD", read_sum, 0},
    {"interest", "a rate such as 6%, SOFR or SOFR plus 2%", phrase_interest, 0},
    {"days", "a way to count days: actual/360, actual/365F, actual/actual, 30/360 or 30E/360", read_days, 0},
    {"source", "a text in quotes, or the name of a source", read_source,
     REF(LINKED) | REF(METRIC) | REF(DOCUMENT) | REF(EXPERT)},
    {"due", "a royalty, a payment or milestones", read_name, REF_OWED},
    {"elected", "the name of a price that can be elected", read_name, REF(ELECTION)},
    {"measured", "a definition or a column", read_name, REF(DEFINE) | REF(COLUMN) | REF(METRIC)},
    {"reached", "an event, or a family of products", read_name,
     REF(EVENT) | REF(PRODUCTS) | REF(PRODUCT) | REF(FIELD)},
    {"fact", "a condition or fact", read_name, REF(CONDITION) | REF(FACT) | REF(EVENT) | REF(DEFINE)},
    {"define", "a definition", read_name, REF(DEFINE)},
    {"rest", "a sentence", read_rest, 0},
    {"things", "names or codes", read_things, REF_ANY},
    {"countries", "countries or territories", read_things, REF(TERRITORY)},
    {"columns", "what is stated", read_columns, 0},
};

const SlotKind *slot_kind(Str name)
{
    for (Size i = 0; i < COUNT(kinds); i++)
        if (str_equal(name, str_from(kinds[i].name)))
            return &kinds[i];
    return NULL;
}

const SlotKind *slot_kinds(Size *count)
{
    *count = COUNT(kinds);
    return kinds;
}
