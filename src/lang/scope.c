/* scope.c - whom and what: parties, and lists of things with exceptions.
 *
 * `A, B except C, but including D if E` is read from left to right into one list whose items add or
 * take away; ( ) nest. A party may bring its affiliates, or be told by its side of the clause. */
#include "lang/phrase.h"

/* ---- parties ---- */

static Node *who_node(Cursor *c, WhoOp op, int words)
{
    Node *node = cursor_node(c, N_WHO);
    node->op = (uint8_t)op;
    c->at += words;
    return node;
}

static bool is_counted_subject(Word word) { return word == W_member || word == W_party || word == W_entity; }

static Node *who_head(Cursor *c, const SlotKind *kind)
{
    Word word = cursor_peek(c, 0), next = cursor_peek(c, 1);
    if (word == W_each && !is_counted_subject(next))
        return who_node(c, WHO_EACH, 1);
    if (word == W_other)
        return who_node(c, WHO_OTHER, 1);
    if (word == W_every && next == W_other)
        return who_node(c, WHO_EVERY_OTHER, is_counted_subject(cursor_peek(c, 2)) ? 3 : 2);
    if ((word == W_every || word == W_each) && is_counted_subject(next))
        return who_node(c, WHO_EVERY, 2);
    if (word == W_either)
        return who_node(c, WHO_EITHER, 1);
    if (word == W_all && next == W_parties)
        return who_node(c, WHO_ALL, 2);
    if (word == W_everyone)
        return who_node(c, WHO_ALL, 1);
    if (word == W_any && (next == W_party || next == W_member))
        return who_node(c, WHO_ALL, 2);
    if (word == W_grantor || word == W_grantee)
        return who_node(c, word == W_grantor ? WHO_GRANTOR : WHO_GRANTEE, 1);
    if (next == W_of && word > W_RESERVED_LAST) { /* customers of aurora */
        Node *node = who_node(c, WHO_CLASS_OF, 0);
        node->b = slot_kind(S("recipient"))->read(c, slot_kind(S("recipient")));
        c->at++; /* of */
        node->a = node->b ? phrase_who(c, kind) : NULL;
        return node->a ? cursor_close(c, node) : NULL;
    }
    Node *node = who_node(c, WHO_NAMED, 0);
    node->a = cursor_name(c, kind->allow, str_from(kind->expect));
    return node->a ? node : NULL;
}

Node *phrase_who(Cursor *c, const SlotKind *kind)
{
    if (cursor_deep(c))
        return NULL;
    c->depth++;
    Node *node = who_head(c, kind);
    c->depth--;
    if (!node)
        return NULL;
    if (cursor_peek(c, 0) == W_with && cursor_peek(c, 1) != W_affiliates && node->op != WHO_CLASS_OF &&
        kind->allow == REF_SUBJECTS && cursor_peek(c, 1) > W_RESERVED_LAST) {
        c->at++; /* with qualified-affiliates: affiliates under a definition */
        node->flag |= WHO_AFFILIATES;
        node->b = cursor_name(c, REF(DEFINE) | REF(CLASS), S("`affiliates` or a defined kind of affiliates"));
        return node->b ? cursor_close(c, node) : NULL;
    }
    if (cursor_peek(c, 0) == W_with && cursor_peek(c, 1) == W_affiliates) {
        c->at += 2;
        node->flag |= WHO_AFFILIATES;
    }
    if (cursor_peek(c, 0) == W_then && cursor_peek(c, 1) == W_and) {
        c->at += 2;
        if (!cursor_word(c, W_later)) {
            cursor_expect(c, S("`later`"));
            return NULL;
        }
        node->flag |= WHO_THEN_AND_LATER;
    }
    if (cursor_peek(c, 0) == W_before && cursor_peek(c, 1) == W_that && cursor_peek(c, 2) == W_day) {
        c->at += 3;
        node->flag |= WHO_BEFORE_THAT_DAY;
    }
    return cursor_close(c, node);
}

/* that party, that affiliate, a grantee, an affiliate of a grantee: who an event is about. */
Node *phrase_subject(Cursor *c, const SlotKind *kind)
{
    Word next = cursor_peek(c, 1);
    if (cursor_is(c, W_that) &&
        (next == W_party || next == W_affiliate || next == W_member || next == W_grantee || next == W_entity))
        return cursor_close(c, who_node(c, next == W_affiliate ? WHO_CLASS_OF : WHO_GRANTEE, 2));
    return phrase_who(c, kind);
}

/* ---- lists of things, with exceptions ---- */

/* every patent owned by X, every patent in X */
static Node *scope_every(Cursor *c, const SlotKind *kind)
{
    Node *node = cursor_node(c, N_NAME);
    node->op = NAME_ALL_OF;
    node->word = cursor_peek(c, 1);
    c->at += 2;
    if (cursor_word(c, W_owned)) {
        if (!cursor_word(c, W_by)) {
            cursor_expect(c, S("`by`"));
            return NULL;
        }
        node->b = phrase_who(c, slot_kind(S("who")));
    } else if (cursor_word(c, W_in)) {
        node->b = phrase_scope(c, kind);
    } else {
        cursor_expect(c, S("`owned by` or `in`"));
    }
    return node->b ? cursor_close(c, node) : NULL;
}

static Node *scope_name(Cursor *c, const SlotKind *kind)
{
    const Token *token = cursor_now(c);
    if (token->kind == T_CODE) {
        bool wanted = kind->allow & (REF(TERRITORY) | REF(PATENT));
        if (!wanted) {
            cursor_expect(c, str_from(kind->expect));
            return NULL;
        }
        Node *code = slot_kind(S("code"))->read(c, kind);
        cursor_refer(c, code, kind->allow);
        return code;
    }
    if (token->kind == T_NAME && token->word == W_worldwide && (kind->allow & REF(TERRITORY))) {
        Node *node = cursor_node(c, N_NAME);
        node->word = W_worldwide;
        c->at++;
        return node;
    }
    if (cursor_peek(c, 0) == W_every && cursor_peek(c, 1) == W_patent)
        return scope_every(c, kind);
    Word next = cursor_peek(c, 1);
    bool of =
        next == W_of && (token->word == W_patent || token->word == W_product || token->word == W_country);
    if (token->kind == T_NAME && of) { /* patent of patent-passes: the one of that event */
        Node *node = cursor_node(c, N_NAME);
        node->word = token->word;
        c->at += 2;
        node->b = cursor_name(c, REF(EVENT), S("an event"));
        return node->b ? cursor_close(c, node) : NULL;
    }
    return cursor_name(c, kind->allow, str_from(kind->expect));
}

static Node *scope_item(Cursor *c, const SlotKind *kind, int op)
{
    Node *item = cursor_node(c, N_ITEM);
    item->op = (uint8_t)op;
    if (cursor_mark(c, T_OPEN_PAREN)) {
        item->a = phrase_scope(c, kind);
        if (item->a && !cursor_mark(c, T_CLOSE_PAREN)) {
            cursor_expect(c, S("`)`"));
            return NULL;
        }
    } else {
        item->a = scope_name(c, kind);
    }
    if (!item->a)
        return NULL;
    if (cursor_is(c, W_if)) {
        c->at++;
        item->b = phrase_condition(c, kind);
        if (!item->b)
            return NULL;
    }
    return cursor_close(c, item);
}

/* What stands before the next item: a comma, `except`, `but including`. */
static bool next_scope(Cursor *c, int *op)
{
    int32_t before = c->at;
    bool    comma = cursor_mark(c, T_COMMA);
    if (cursor_word(c, W_except)) {
        *op = ITEM_MINUS;
        return true;
    }
    if (cursor_peek(c, 0) == W_but && cursor_peek(c, 1) == W_including) {
        c->at += 2;
        *op = ITEM_PLUS;
        return true;
    }
    if (comma && !cursor_ends_list(c))
        return true; /* the same side as the item before */
    c->at = before;
    return false;
}

Node *phrase_scope(Cursor *c, const SlotKind *kind)
{
    if (cursor_deep(c))
        return NULL;
    c->depth++;
    Node  *list = cursor_node(c, N_LIST);
    Node **tail = &list->a;
    int    op = ITEM_PLUS;
    do {
        Node *item = scope_item(c, kind, op);
        if (!item) {
            c->depth--;
            return NULL;
        }
        *tail = item;
        tail = &item->next;
    } while (next_scope(c, &op));
    c->depth--;
    if (cursor_is(c, W_and))
        return cursor_refuse(c, "E0213", cursor_now(c)->span,
                             S("a list uses commas; `and` only joins conditions"), S("`and` in a list"),
                             S("write a comma here"));
    return cursor_close(c, list);
}
