/* cursor.c - walking the tokens of one statement, and noting what was expected where. See phrase.h. */
#include "lang/phrase.h"

static const Token token_end = {{0, 0}, 0, T_END};

static void skip_articles(Cursor *c)
{
    while (c->at < c->end) {
        const Token *token = tree_token(c->ph->tree, c->at);
        if (token->kind != T_NAME || token->word > W_ARTICLE_LAST)
            return;
        c->at++;
    }
}

const Token *cursor_now(Cursor *c)
{
    skip_articles(c);
    return c->at < c->end ? tree_token(c->ph->tree, c->at) : &token_end;
}

bool cursor_is(Cursor *c, Word word)
{
    const Token *token = cursor_now(c);
    return token->kind == T_NAME && token->word == word;
}

bool cursor_word(Cursor *c, Word word)
{
    if (!cursor_is(c, word))
        return false;
    c->at++;
    return true;
}

bool cursor_mark(Cursor *c, TokenKind kind)
{
    if (cursor_now(c)->kind != kind)
        return false;
    c->at++;
    return true;
}

Word cursor_peek(Cursor *c, int ahead)
{
    skip_articles(c);
    int32_t at = c->at + ahead;
    return at < c->end && tree_token(c->ph->tree, at)->kind == T_NAME ? tree_token(c->ph->tree, at)->word : 0;
}

static void expect(Cursor *c, Word word, Str what)
{
    if (c->at > c->fail_at) {
        c->fail_at = c->at;
        c->expected_count = 0;
    }
    if (c->at < c->fail_at || c->expected_count >= EXPECT_MOST)
        return;
    for (int i = 0; i < c->expected_count; i++)
        if (c->expected[i].word == word && str_equal(c->expected[i].what, what))
            return;
    c->expected[c->expected_count].word = word;
    c->expected[c->expected_count++].what = what;
}

void cursor_expect(Cursor *c, Str what) { expect(c, 0, what); }
void cursor_expect_word(Cursor *c, Word word) { expect(c, word, S("")); }

void cursor_expect_also(Cursor *c, const Cursor *other)
{
    int32_t at = c->at;
    c->at = c->fail_at;
    for (int i = 0; i < other->expected_count; i++)
        expect(c, other->expected[i].word, other->expected[i].what);
    c->at = at;
}

Node *cursor_refuse(Cursor *c, const char *code, Span span, Str title, Str label, Str help)
{
    if (!c->refused)
        diag_refuse(c->ph->diags, code, span, title, label, help);
    c->refused = true;
    return NULL;
}

Node *cursor_node(Cursor *c, NodeKind kind)
{
    Node        *node = NEW(c->ph->arena, Node, 1);
    const Token *token = cursor_now(c);
    *node = (Node){.kind = (uint8_t)kind, .span = token->span, .decl = -1};
    return node;
}

Node *cursor_close(Cursor *c, Node *node)
{
    if (c->at > c->stmt->first)
        node->span = span_join(node->span, tree_token(c->ph->tree, c->at - 1)->span);
    return node;
}

Str cursor_text(const Cursor *c, const Token *token) { return sources_slice(c->ph->sources, token->span); }
