/* condition.c - conditions and values, by precedence.
 *
 * Tightest first: phrases (`X of Y`, `X in 2027`), `5% of X`, times and divided by, plus and less,
 * comparisons and states, not, and, or. Comparisons do not chain; `and` next to `or` needs
 * brackets. `all of { … }` takes the statement's block, one condition a statement. */
#include "lang/phrase.h"

enum { CHAIN_MOST = 200 };

static Node *read_or(Cursor *c);
static Node *read_value(Cursor *c);
static Node *read_product(Cursor *c);

static bool too_deep(Cursor *c)
{
    if (c->depth < PHRASE_DEPTH)
        return false;
    cursor_refuse(c, "E0208", cursor_now(c)->span, S("brackets are nested too deep"), S("deeper than 48"),
                  S("name a part (`condition x { … }`) and use its name"));
    return true;
}

/* One link more in a chain of `times` or `plus`: its tree is as deep as the chain is long. */
static bool too_long(Cursor *c, int *links)
{
    if (++*links <= CHAIN_MOST)
        return false;
    cursor_refuse(c, "E0208", cursor_now(c)->span, S("this calculation is too long"),
                  S("more than 200 parts"), S("name a part (`define x { equals … }`) and use its name"));
    return true;
}

static Node *wrap(Cursor *c, NodeKind kind, int op, Node *a)
{
    Node *node = cursor_node(c, kind);
    node->op = (uint8_t)op;
    node->span = a->span;
    node->a = a;
    return node;
}

/* ---- phrases ---- */

static Node *modifier(Cursor *c, PhraseOp op)
{
    Node *node = cursor_node(c, N_PHRASE);
    node->op = (uint8_t)op;
    return node;
}

/* the last contract year, the calendar year, that year */
static Node *named_period(Cursor *c)
{
    Node *node = modifier(c, PHRASE_IN_LAST);
    if (cursor_word(c, W_last))
        node->value = 1;
    Word kind = cursor_peek(c, 0);
    if (kind == W_calendar || kind == W_contract || kind == W_fiscal) {
        node->word = kind;
        c->at++;
    }
    Word unit = cursor_peek(c, 0);
    if (unit != W_year && unit != W_quarter && unit != W_month) {
        cursor_expect(c, S("`year`, `quarter` or `month`"));
        return NULL;
    }
    node->part = unit;
    c->at++;
    return cursor_close(c, node);
}

static Node *quantified_names(Cursor *c)
{
    static const SlotKind things = {"counteds", "names", NULL, REF_ANY};
    if (!cursor_word(c, W_every) && !cursor_word(c, W_each))
        cursor_word(c, W_any);
    Node  *list = cursor_node(c, N_LIST);
    Node **tail = &list->a;
    do {
        Node *item = cursor_node(c, N_ITEM);
        Word  word = cursor_peek(c, 0);
        if (word == W_product || word == W_country || word == W_patent || word == W_party ||
            word == W_member) {
            item->a = cursor_node(c, N_NAME);
            item->a->word = word;
            c->at++;
        } else {
            item->a = cursor_name(c, things.allow, S("a name"));
        }
        if (!item->a)
            return NULL;
        *tail = cursor_close(c, item);
        tail = &item->next;
    } while (cursor_now(c)->kind == T_COMMA && cursor_peek(c, 1) > W_RESERVED_LAST && (c->at++, true));
    return cursor_close(c, list);
}

static Node *in_modifier(Cursor *c)
{
    Word first = cursor_peek(c, 0), second = cursor_peek(c, 1);
    if (first == W_last ||
        ((first == W_calendar || first == W_contract) && (second == W_year || second == W_quarter)))
        return named_period(c);
    if (first == W_any) {
        Node *node = modifier(c, PHRASE_IN_ANY);
        c->at++;
        node->a = phrase_duration(c, slot_kind(S("duration")));
        return node->a ? cursor_close(c, node) : NULL;
    }
    Node *node = modifier(c, PHRASE_IN);
    if (cursor_now(c)->kind == T_PERIOD || cursor_now(c)->kind == T_NUMBER)
        node->a = slot_kind(S("period"))->read(c, slot_kind(S("period")));
    else if (cursor_now(c)->kind == T_CODE) {
        node->a = slot_kind(S("code"))->read(c, slot_kind(S("code")));
    } else
        node->a = quantified_names(c);
    return node->a ? cursor_close(c, node) : NULL;
}

static Node *of_modifier(Cursor *c)
{
    Node *node = modifier(c, PHRASE_OF);
    Word  word = cursor_peek(c, 0);
    if (word == W_either || word == W_other || word == W_grantor || word == W_grantee || word == W_each ||
        (word == W_every && cursor_peek(c, 1) == W_other)) {
        node->a = phrase_who(c, slot_kind(S("who")));
    } else if (cursor_now(c)->kind == T_CODE) {
        node->a = slot_kind(S("code"))->read(c, slot_kind(S("code")));
    } else {
        node->a = quantified_names(c);
    }
    return node->a ? cursor_close(c, node) : NULL;
}

/* `X of Y`, `X in Z`, `X for every P`, in any order. */
static Node *modifiers(Cursor *c, Node *head)
{
    Node **tail = &head->b;
    for (;;) {
        Node *node = NULL;
        if (cursor_word(c, W_of)) {
            node = of_modifier(c);
        } else if (cursor_is(c, W_in) && cursor_peek(c, 1) != W_material_breach &&
                   cursor_peek(c, 1) != W_all) { /* at most 5 USD in all */
            c->at++;
            node = in_modifier(c);
        } else if (cursor_word(c, W_for)) {
            node = modifier(c, PHRASE_FOR);
            node->a = quantified_names(c);
            node = node->a ? cursor_close(c, node) : NULL;
        } else {
            return cursor_close(c, head);
        }
        if (!node)
            return NULL;
        *tail = node;
        tail = &node->next;
    }
}

static Node *aggregate(Cursor *c, PhraseOp op)
{
    Node *node = modifier(c, op);
    c->at += 2; /* share of */
    if (cursor_now(c)->kind == T_CODE)
        node->a = slot_kind(S("code"))->read(c, slot_kind(S("code")));
    else
        node->a = cursor_name(c, REF_ANY, S("a name"));
    return node->a ? modifiers(c, node) : NULL;
}

/* greatest of { 2% of price; 0.02 USD }: one value a statement. */
static Node *chain_block(Cursor *c, Node *node)
{
    Node **tail = &node->a;
    c->block_used = true;
    for (Stmt *stmt = c->stmt->body; stmt; stmt = stmt->next) {
        Cursor inner = {.ph = c->ph,
                        .stmt = stmt,
                        .at = stmt->first,
                        .end = stmt->first + stmt->count,
                        .depth = c->depth + 1,
                        .fail_at = -1};
        Node  *item = stmt->poisoned || stmt->has_block ? NULL : read_value(&inner);
        inner.refused |= stmt->poisoned;
        if (item && cursor_now(&inner)->kind != T_END)
            cursor_expect(&inner, S("the end of the value"));
        if (!item || cursor_now(&inner)->kind != T_END) {
            phrase_report(&inner, S("value"));
            c->refused = true;
            continue;
        }
        *tail = item;
        tail = &item->next;
    }
    if (!node->a && !c->refused)
        cursor_refuse(c, "E0217", c->stmt->span, S("a list of values is empty"), S("no value in it"),
                      S("write one value a line, or remove the list"));
    node->span = c->stmt->span;
    return c->refused ? NULL : node;
}

static Node *chain(Cursor *c, MathOp op)
{
    Node  *node = cursor_node(c, N_MATH);
    Node **tail = &node->a;
    node->op = (uint8_t)op;
    c->at += 2; /* greatest of */
    if (cursor_now(c)->kind == T_END && c->stmt->has_block && !c->block_used)
        return chain_block(c, node);
    bool bracket = cursor_mark(c, T_OPEN_PAREN);
    do {
        Node *item = read_value(c);
        if (!item)
            return NULL;
        *tail = item;
        tail = &item->next;
    } while (cursor_mark(c, T_COMMA));
    if (bracket && !cursor_mark(c, T_CLOSE_PAREN)) {
        cursor_expect(c, S("`)`"));
        return NULL;
    }
    return cursor_close(c, node);
}

/* Words that stand for somebody or something without being declared. */
static bool is_ready_head(Word word)
{
    static const Word ready[] = {W_they,    W_grantee,   W_grantor, W_other,   W_either, W_patent,
                                 W_product, W_affiliate, W_member,  W_country, W_party};
    for (Size i = 0; i < COUNT(ready); i++)
        if (ready[i] == word)
            return true;
    return false;
}

static Node *read_phrase(Cursor *c)
{
    Word word = cursor_peek(c, 0), next = cursor_peek(c, 1);
    if (next == W_of) {
        switch (word) {
        case W_share: return aggregate(c, PHRASE_SHARE);
        case W_count: return aggregate(c, PHRASE_COUNT);
        case W_change: return aggregate(c, PHRASE_CHANGE);
        case W_average: return aggregate(c, PHRASE_AVERAGE);
        case W_greatest: return chain(c, MATH_GREATEST);
        case W_least: return chain(c, MATH_LEAST);
        case W_latest: return chain(c, MATH_LATEST);
        case W_earliest: return chain(c, MATH_EARLIEST);
        default: break;
        }
    }
    Node *head = modifier(c, PHRASE_HEAD);
    if (word == W_every || word == W_any || word == W_each || word == W_an) {
        head->word = word;
        c->at++;
        word = cursor_peek(c, 0);
    }
    if (is_ready_head(word)) {
        head->a = cursor_node(c, N_NAME);
        head->a->word = word;
        c->at++;
    } else {
        head->a = cursor_name(c, REF_ANY, S("a name"));
    }
    return head->a ? modifiers(c, head) : NULL;
}

/* ---- values ---- */

static Node *sealed_value(Cursor *c)
{
    Node *node = cursor_node(c, N_SEALED);
    c->at++;
    Word kind = cursor_peek(c, 0);
    node->op = kind == W_money ? N_MONEY : kind == W_percent ? N_PERCENT : kind == W_number ? N_NUMBER : 0;
    if (!node->op) {
        cursor_expect(c, S("`percent`, `number` or `money` and its currency"));
        return NULL;
    }
    c->at++;
    if (node->op == N_MONEY) {
        if (cursor_now(c)->kind != T_CODE) {
            cursor_expect(c, S("a currency"));
            return NULL;
        }
        node->word = cursor_now(c)->word;
        c->at++;
    }
    Node *digest = slot_kind(S("text"))->read(c, slot_kind(S("text")));
    if (!digest)
        return NULL;
    node->text = digest->text;
    bool fits = node->text.len == 71 && str_starts(node->text, S("sha256:"));
    for (Size i = 7; fits && i < node->text.len; i++)
        fits = (node->text.at[i] >= '0' && node->text.at[i] <= '9') ||
               (node->text.at[i] >= 'a' && node->text.at[i] <= 'f');
    if (!fits)
        return cursor_refuse(c, "E0215", digest->span, S("a sealed value is named by its digest"),
                             S("not a SHA-256 digest"),
                             S("write \"sha256:\" and 64 hexadecimal digits, in small letters"));
    return cursor_close(c, node);
}

/* Of one term: people read `20% of A plus B` in two ways, so it is neither. */
static Node *percent_of(Cursor *c, Node *percent)
{
    if (percent->kind != N_PERCENT || !cursor_word(c, W_of))
        return percent;
    percent->a = read_product(c);
    if (percent->a && (cursor_is(c, W_plus) || cursor_is(c, W_less)))
        return cursor_refuse(c, "E0226", cursor_now(c)->span,
                             S("it is not clear what the percentage is taken of"),
                             S("of this sum, or only of what stands before?"),
                             S("write `20% of (A plus B)` or `(20% of A) plus B`"));
    return percent->a ? cursor_close(c, percent) : NULL;
}

/* 15 years after launch */
static Node *day_after(Cursor *c, Node *length)
{
    if (length->kind != N_DURATION || !cursor_is(c, W_after))
        return length;
    c->at++;
    Node *day = wrap(c, N_DAY, DAY_AFTER, length);
    day->b = length;
    day->a = phrase_day(c, slot_kind(S("day")));
    return day->a ? cursor_close(c, day) : NULL;
}

static Node *read_unit(Cursor *c)
{
    const Token *token = cursor_now(c);
    if (too_deep(c))
        return NULL;
    Node *node = NULL;
    c->depth++;
    if (token->kind == T_OPEN_PAREN) {
        c->at++;
        node = read_value(c);
        if (node && !cursor_mark(c, T_CLOSE_PAREN)) {
            cursor_expect(c, S("`)`"));
            node = NULL;
        }
    } else if (token->kind == T_OPEN_BRACKET) {
        node = phrase_open(c, slot_kind(S("value")));
        if (node && node->through >= 0)
            node = phrase_picked(node);
    } else if (token->kind == T_DATE) {
        node = phrase_day(c, slot_kind(S("date")));
    } else if (token->kind == T_PERIOD) {
        node = slot_kind(S("period"))->read(c, slot_kind(S("period")));
    } else if (token->kind == T_TEXT) {
        node = slot_kind(S("text"))->read(c, slot_kind(S("text")));
    } else if (token->kind == T_CODE) {
        node = slot_kind(S("code"))->read(c, slot_kind(S("code")));
    } else if (token->kind == T_NUMBER || token->kind == T_PERCENT) {
        node = phrase_quantity(c);
        node = node ? percent_of(c, node) : NULL;
        node = node ? day_after(c, node) : NULL;
    } else if (token->kind == T_NAME && token->word == W_sealed) {
        node = sealed_value(c);
    } else if (token->kind == T_NAME && token->word == W_free) {
        node = cursor_node(c, N_NUMBER);
        c->at++;
    } else {
        node = read_phrase(c);
        if (!node)
            cursor_expect(c, S("a value"));
    }
    c->depth--;
    return node;
}

static Node *read_product(Cursor *c)
{
    Node *left = read_unit(c);
    int   links = 0;
    while (left) {
        MathOp op = MATH_TIMES;
        if (cursor_peek(c, 0) == W_divided && cursor_peek(c, 1) == W_by) {
            c->at += 2;
            op = MATH_DIVIDED;
        } else if (!cursor_word(c, W_times)) {
            break;
        }
        if (too_long(c, &links))
            return NULL;
        Node *node = wrap(c, N_MATH, (int)op, left);
        node->b = read_unit(c);
        left = node->b ? cursor_close(c, node) : NULL;
    }
    return left;
}

/* `gross less returns, taxes, freight`: a comma goes on with the same operation. */
static Node *read_value(Cursor *c)
{
    Node *left = read_product(c);
    int   op = -1, links = 0;
    while (left) {
        if (cursor_word(c, W_plus))
            op = MATH_PLUS;
        else if (cursor_word(c, W_less))
            op = MATH_LESS;
        else if (op < 0 || cursor_now(c)->kind != T_COMMA || cursor_peek(c, 1) <= W_RESERVED_LAST)
            break;
        else
            c->at++;
        if (too_long(c, &links))
            return NULL;
        Node *node = wrap(c, N_MATH, op, left);
        node->b = read_product(c);
        left = node->b ? cursor_close(c, node) : NULL;
    }
    return left;
}

Node *phrase_value(Cursor *c, const SlotKind *kind)
{
    (void)kind;
    return read_value(c);
}

/* SOFR plus 2%: a percentage, a code, a text or a name, and a margin. Plain, or a sum of the two. */
Node *phrase_interest(Cursor *c, const SlotKind *kind)
{
    const Token *token = cursor_now(c);
    Node        *rate = NULL;
    if (token->kind == T_CODE || token->kind == T_TEXT || token->kind == T_PERCENT)
        rate = token->kind == T_PERCENT ? phrase_quantity(c)
               : token->kind == T_CODE  ? slot_kind(S("code"))->read(c, kind)
                                        : slot_kind(S("text"))->read(c, kind);
    else if (cursor_is(c, W_sealed))
        rate = sealed_value(c);
    else if (token->kind == T_NAME)
        rate = read_unit(c);
    else
        cursor_expect(c, str_from(kind->expect));
    if (!rate || !cursor_word(c, W_plus))
        return rate;
    Node *sum = wrap(c, N_MATH, MATH_PLUS, rate);
    sum->b = slot_kind(S("percent"))->read(c, slot_kind(S("percent")));
    return sum->b ? cursor_close(c, sum) : NULL;
}

/* ---- comparisons and states ---- */

static bool compare_op(Cursor *c, CompareOp *op)
{
    static const struct {
        Word      words[3];
        CompareOp op;
    } rows[] = {
        {{W_on, W_or, W_before}, CMP_ON_OR_BEFORE},
        {{W_on, W_or, W_after}, CMP_ON_OR_AFTER},
        {{W_is, W_not, W_in}, CMP_NOT_IN},
        {{W_is, W_in, 0}, CMP_IN},
        {{W_is, W_not, 0}, CMP_IS_NOT},
        {{W_at, W_least, 0}, CMP_AT_LEAST},
        {{W_at, W_most, 0}, CMP_AT_MOST},
        {{W_is, W_before, 0}, CMP_BEFORE},
        {{W_is, W_after, 0}, CMP_AFTER},
        {{W_is, 0, 0}, CMP_IS},
        {{W_over, 0, 0}, CMP_OVER},
        {{W_below, 0, 0}, CMP_BELOW},
        {{W_before, 0, 0}, CMP_BEFORE},
        {{W_after, 0, 0}, CMP_AFTER},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        int matched = 0;
        while (matched < 3 && rows[i].words[matched] && cursor_peek(c, matched) == rows[i].words[matched])
            matched++;
        if (matched < 3 && rows[i].words[matched])
            continue;
        c->at += matched;
        *op = rows[i].op;
        return true;
    }
    return false;
}

typedef struct {
    Word    words[4];
    StateOp op;
    bool    negated, object;
} StateRow;

static const StateRow state_rows[] = {
    {{W_has, W_not, W_happened, 0}, STATE_HAPPENED, true, false},
    {{W_has, W_happened, 0, 0}, STATE_HAPPENED, false, false},
    {{W_have, W_happened, 0, 0}, STATE_HAPPENED, false, false},
    {{W_happens, 0, 0, 0}, STATE_HAPPENS, false, false},
    {{W_has, W_not, W_expired, 0}, STATE_EXPIRED, true, false},
    {{W_has, W_expired, 0, 0}, STATE_EXPIRED, false, false},
    {{W_is, W_not, W_paid, 0}, STATE_PAID, true, false},
    {{W_is, W_paid, 0, 0}, STATE_PAID, false, false},
    {{W_is, W_not, W_late, 0}, STATE_LATE, true, false},
    {{W_is, W_late, 0, 0}, STATE_LATE, false, false},
    {{W_is, W_not, W_done, 0}, STATE_DONE, true, false},
    {{W_is, W_done, 0, 0}, STATE_DONE, false, false},
    {{W_is, W_not, W_passed, 0}, STATE_PASSED, true, false},
    {{W_is, W_passed, 0, 0}, STATE_PASSED, false, false},
    {{W_is, W_not, W_true, 0}, STATE_TRUE, true, false},
    {{W_is, W_true, 0, 0}, STATE_TRUE, false, false},
    {{W_is, W_false, 0, 0}, STATE_TRUE, true, false},
    {{W_are, W_affiliates, 0, 0}, STATE_AFFILIATE, false, false},
    {{W_is, W_affiliate, W_of, 0}, STATE_AFFILIATE, false, true},
    {{W_is, W_affiliate, 0, 0}, STATE_AFFILIATE, false, false},
    {{W_is, W_member, 0, 0}, STATE_MEMBER, false, false},
    {{W_are, W_members, 0, 0}, STATE_MEMBER, false, false},
    {{W_is, W_in, W_material_breach, 0}, STATE_IN_BREACH, false, false},
    {{W_contains, 0, 0, 0}, STATE_CONTAINS, false, true},
    {{W_joins, 0, 0, 0}, STATE_JOINS, false, false},
    {{W_leaves, 0, 0, 0}, STATE_LEAVES, false, false},
    {{W_is, W_at, 0, 0}, STATE_AT, false, true},
};

/* The words of a row, an article allowed between: `is an affiliate of`. */
static bool state_words(Cursor *c, const StateRow *row)
{
    int32_t before = c->at;
    for (int i = 0; i < 4 && row->words[i]; i++)
        if (!cursor_word(c, row->words[i])) {
            if (i && row->words[0] != W_is) /* behind `is` stands any value */
                cursor_expect_word(c, row->words[i]);
            c->at = before;
            return false;
        }
    return true;
}

static Node *read_state(Cursor *c, Node *subject)
{
    for (Size i = 0; i < COUNT(state_rows); i++) {
        int32_t before = c->at;
        if (!state_words(c, &state_rows[i]))
            continue;
        if (state_rows[i].op == STATE_AT && (cursor_is(c, W_least) || cursor_is(c, W_most))) {
            c->at = before;
            continue;
        }
        Node *node = wrap(c, N_STATE, (int)state_rows[i].op, subject);
        if (cursor_is(c, W_for) && !state_rows[i].object) { /* … has happened for every product, country */
            c->at++;
            node->b = quantified_names(c);
            if (!node->b)
                return NULL;
        }
        if (state_rows[i].object) {
            node->b = cursor_name(c, REF_ANY, S("a name"));
            if (!node->b)
                return NULL;
        }
        cursor_close(c, node);
        return state_rows[i].negated ? wrap(c, N_NOT, 0, node) : node;
    }
    return NULL;
}

static Node *read_comparison(Cursor *c)
{
    Node *left = read_value(c);
    if (!left)
        return NULL;
    Node *state = read_state(c, left);
    if (state || c->refused)
        return state;
    CompareOp op = CMP_IS;
    if (!compare_op(c, &op)) {
        bool name = left->kind == N_PHRASE;
        if (name) {
            cursor_expect(c, S("a state such as `has happened`, a comparison such as `is`"));
            return wrap(c, N_STATE, STATE_TRUE, left);
        }
        cursor_expect(c, S("a comparison such as `is`, `over`, `at least`"));
        return NULL;
    }
    Node *node = wrap(c, N_COMPARE, (int)op, left);
    node->b = read_value(c);
    if (!node->b)
        return NULL;
    CompareOp again = CMP_IS;
    int32_t   before = c->at;
    if (compare_op(c, &again))
        return cursor_refuse(c, "E0216", tree_token(c->ph->tree, before)->span, S("comparisons do not chain"),
                             S("a second comparison"), S("write two conditions joined by `and`"));
    return cursor_close(c, node);
}

/* ---- not, and, or, lists ---- */

static Node *read_block_conditions(Cursor *c, Node *node)
{
    Node **tail = &node->a;
    cursor_now(c);
    if (c->at != c->end || !c->stmt->has_block || c->block_used) {
        return cursor_refuse(c, "E0218", node->span, S("this list of conditions needs a block"),
                             S("expected `{ … }` behind it, at the end of the statement"),
                             S("write one condition a statement: `all of { x has happened; y is true }`"));
    }
    c->block_used = true;
    if (!c->stmt->body)
        return cursor_refuse(c, "E0217", c->stmt->span, S("a list of conditions is empty"),
                             S("no condition in it"), S("write at least one condition, or remove the list"));
    for (Stmt *stmt = c->stmt->body; stmt; stmt = stmt->next) {
        Cursor inner = {.ph = c->ph,
                        .stmt = stmt,
                        .at = stmt->first,
                        .end = stmt->first + stmt->count,
                        .depth = c->depth + 1,
                        .fail_at = -1};
        Node  *item = stmt->poisoned ? NULL : read_or(&inner);
        inner.refused |= stmt->poisoned;
        bool whole = item && cursor_now(&inner)->kind == T_END && (!stmt->has_block || inner.block_used);
        if (item && !whole && !inner.refused && cursor_now(&inner)->kind != T_END)
            cursor_expect(&inner, S("the end of the condition"));
        if (!whole) {
            phrase_report(&inner, S("condition"));
            c->refused = true;
            continue;
        }
        *tail = item;
        tail = &item->next;
    }
    if (c->refused)
        return NULL;
    node->span = c->stmt->span;
    return node;
}

static Node *read_list(Cursor *c)
{
    Word     first = cursor_peek(c, 0), second = cursor_peek(c, 1);
    NodeKind kind = N_ALL;
    if (second == W_of && (first == W_all || first == W_any || first == W_none)) {
        kind = first == W_all ? N_ALL : first == W_any ? N_ANY : N_NONE;
        Node *node = cursor_node(c, kind);
        c->at += 2;
        return read_block_conditions(c, cursor_close(c, node));
    }
    bool at_least = first == W_at && second == W_least && c->at + 3 < c->end &&
                    tree_token(c->ph->tree, c->at + 2)->kind == T_NUMBER && cursor_peek(c, 3) == W_of;
    if (!at_least)
        return NULL;
    Node *node = cursor_node(c, N_ATLEAST);
    c->at += 2;
    Node *count = phrase_quantity(c);
    c->at++;
    cursor_close(c, node);
    if (count && count->scale)
        return cursor_refuse(c, "E0222", count->span, S("conditions are counted in whole numbers"),
                             S("not a whole number"), S("write `at least 2 of { … }`"));
    if (!count)
        return NULL;
    node->value = count->value;
    return read_block_conditions(c, node);
}

static Node *read_primary(Cursor *c)
{
    Node *list = read_list(c);
    if (list || c->refused)
        return list;
    if (cursor_now(c)->kind != T_OPEN_PAREN)
        return read_comparison(c);
    c->at++;
    Node *node = read_or(c);
    if (node && !cursor_mark(c, T_CLOSE_PAREN)) {
        cursor_expect(c, S("`)`"));
        return NULL;
    }
    return node;
}

static Node *read_not(Cursor *c)
{
    if (too_deep(c))
        return NULL;
    c->depth++;
    Node *node = NULL;
    if (cursor_word(c, W_not)) {
        node = read_not(c);
        node = node ? wrap(c, N_NOT, 0, node) : NULL;
    } else {
        node = read_primary(c);
    }
    c->depth--;
    return node;
}

/* One chain of `and`, or one chain of `or`; a mixture must say which binds first. */
static Node *read_or(Cursor *c)
{
    Node *first = read_not(c);
    if (!first || (!cursor_is(c, W_and) && !cursor_is(c, W_or)))
        return first;
    Word   joiner = cursor_peek(c, 0);
    Node  *node = wrap(c, joiner == W_and ? N_ALL : N_ANY, 0, first);
    Node **tail = &first->next;
    while (cursor_is(c, W_and) || cursor_is(c, W_or)) {
        if (!cursor_is(c, joiner))
            return cursor_refuse(c, "E0214", cursor_now(c)->span,
                                 S("`and` next to `or` can be read two ways"), S("which binds first?"),
                                 S("put one of the two in ( )"));
        c->at++;
        Node *item = read_not(c);
        if (!item)
            return NULL;
        *tail = item;
        tail = &item->next;
    }
    return cursor_close(c, node);
}

Node *phrase_condition(Cursor *c, const SlotKind *kind)
{
    (void)kind;
    return read_or(c);
}
