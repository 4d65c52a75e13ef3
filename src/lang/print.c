/* print.c - see print.h. */
#include "lang/print.h"

enum { LINE_WIDTH = 110, INLINE_WIDTH = 100, INLINE_STATEMENTS = 4, INDENT = 2 };

static Str token_text(const Printer *p, const Token *token)
{
    return sources_slice(p->sources, token->span);
}

static bool space_before(const Token *before, const Token *token)
{
    if (!before)
        return false;
    switch (token->kind) {
    case T_COMMA:
    case T_COLON:
    case T_CLOSE_PAREN:
    case T_CLOSE_BRACKET:
    case T_PART: return false;
    default: return before->kind != T_OPEN_PAREN && before->kind != T_OPEN_BRACKET;
    }
}

static Size flat_width(const Printer *p, const Stmt *stmt)
{
    Size width = stmt->label >= 0 ? token_text(p, tree_token(p->tree, stmt->label)).len + 1 : 0;
    for (int32_t i = 0; i < stmt->count; i++) {
        const Token *token = tree_token(p->tree, stmt->first + i);
        width += token_text(p, token).len + space_before(i ? token - 1 : NULL, token);
    }
    return width;
}

/* The width of the statement with its block on one line; a large number where that is not allowed. */
static Size inline_width(const Printer *p, const Stmt *stmt)
{
    enum { TOO_WIDE = 10000 };
    Size width = flat_width(p, stmt);
    if (stmt->trailing >= 0 || stmt->comment_count || stmt->middle_count)
        return TOO_WIDE;
    if (!stmt->has_block)
        return width;
    if (stmt->inner_count)
        return TOO_WIDE;
    Size count = 0;
    width += 4;
    for (const Stmt *inner = stmt->body; inner && width < TOO_WIDE; inner = inner->next) {
        width += inline_width(p, inner) + (inner->next ? 2 : 0);
        if (++count > INLINE_STATEMENTS || (inner->blank_above && inner != stmt->body))
            return TOO_WIDE;
    }
    return width;
}

static void print_tokens(const Printer *p, Text *out, const Stmt *stmt, Size column, Size wrap_at)
{
    const Token *before = NULL;
    Size         indent = column + 4;
    if (stmt->label >= 0) {
        Str label = token_text(p, tree_token(p->tree, stmt->label));
        text_format(out, "%.*s%s", STR_ARG(label), stmt->count ? " " : "");
        column += label.len + 1;
    }
    for (int32_t i = 0; i < stmt->count; i++) {
        const Token *token = tree_token(p->tree, stmt->first + i);
        Str          text = token_text(p, token);
        bool         space = space_before(before, token);
        bool         breakable = space && before && (before->kind == T_COMMA || token_joins(*token));
        Size         ahead = text.len;
        for (int32_t j = i + 1; breakable && j < stmt->count; j++) { /* up to the next place to break */
            const Token *next = tree_token(p->tree, stmt->first + j);
            if (next[-1].kind == T_COMMA || token_joins(*next))
                break;
            ahead += token_text(p, next).len + space_before(next - 1, next);
        }
        if (breakable && column + 1 + ahead > wrap_at) {
            text_char(out, '\n');
            text_pad(out, indent);
            column = indent;
            space = false;
        }
        text_format(out, "%s%.*s", space ? " " : "", STR_ARG(text));
        column += text.len + space;
        before = token;
    }
}

static void print_inline(const Printer *p, Text *out, const Stmt *stmt)
{
    print_tokens(p, out, stmt, 0, 1 << 20);
    if (!stmt->has_block)
        return;
    text_add(out, stmt->count ? S(" { ") : S("{ "));
    for (const Stmt *inner = stmt->body; inner; inner = inner->next) {
        print_inline(p, out, inner);
        text_add(out, inner->next ? S("; ") : S(" "));
    }
    text_char(out, '}');
}

static void print_comments(const Printer *p, Text *out, int32_t first, int32_t count, int depth)
{
    for (int32_t i = 0; i < count; i++) {
        text_pad(out, depth * INDENT);
        text_format(out, "%.*s\n", STR_ARG(sources_slice(p->sources, p->tree->comments.items[first + i].span)));
    }
}

static void print_trailing(const Printer *p, Text *out, const Stmt *stmt)
{
    if (stmt->trailing >= 0)
        text_format(out, "  %.*s", STR_ARG(sources_slice(p->sources, p->tree->comments.items[stmt->trailing].span)));
    text_char(out, '\n');
}

/* The width of the first word in a block whose statements line up; 0: they do not. */
static Size lined_up(const Printer *p, const Stmt *owner)
{
    if (!p->aligned || !owner || !owner->count || tree_token(p->tree, owner->first)->word != p->aligned)
        return 0;
    Size widest = 0;
    for (const Stmt *stmt = owner->body; stmt; stmt = stmt->next) {
        Size width = stmt->count ? token_text(p, tree_token(p->tree, stmt->first)).len : 0;
        widest = width > widest && !stmt->has_block ? width : widest;
    }
    return widest;
}

static void print_lined_up(const Printer *p, Text *out, const Stmt *stmt, Size column, Size width)
{
    Str  first = token_text(p, tree_token(p->tree, stmt->first));
    Stmt rest = *stmt;
    rest.first++;
    rest.count--;
    text_format(out, "%.*s", STR_ARG(first));
    text_pad(out, width - first.len + 1);
    print_tokens(p, out, &rest, column + width + 1, LINE_WIDTH);
}

static void print_statements(const Printer *p, Text *out, const Stmt *first, const Stmt *owner, int depth);

static void print_one(const Printer *p, Text *out, const Stmt *stmt, Size lined, int depth)
{
    Size column = depth * INDENT;
    bool plain = stmt->count > 1 && stmt->label < 0 && !stmt->has_block && lined;
    if (plain && tree_token(p->tree, stmt->first + 1)->kind == T_COLON)
        plain = false;
    Stmt bare = *stmt;
    bare.trailing = -1;
    bare.comment_count = bare.middle_count = 0;
    print_comments(p, out, stmt->comments, stmt->comment_count, depth);
    print_comments(p, out, stmt->middle, stmt->middle_count, depth);
    text_pad(out, column);
    if (plain)
        print_lined_up(p, out, stmt, column, lined);
    else if (!stmt->has_block)
        print_tokens(p, out, stmt, column, LINE_WIDTH);
    else if (stmt->body && !stmt->inner_count && column + inline_width(p, &bare) <= INLINE_WIDTH)
        print_inline(p, out, stmt);
    else {
        print_tokens(p, out, stmt, column, LINE_WIDTH);
        if (!stmt->body && !stmt->inner_count) {
            text_add(out, stmt->count ? S(" { }") : S("{ }"));
        } else {
            text_add(out, stmt->count ? S(" {\n") : S("{\n"));
            print_statements(p, out, stmt->body, stmt, depth + 1);
            print_comments(p, out, stmt->inner, stmt->inner_count, depth + 1);
            text_pad(out, column);
            text_char(out, '}');
        }
    }
    print_trailing(p, out, stmt);
}

static void print_statements(const Printer *p, Text *out, const Stmt *first, const Stmt *owner, int depth)
{
    Size lined = lined_up(p, owner);
    for (const Stmt *stmt = first; stmt; stmt = stmt->next) {
        if (stmt->blank_above && stmt != first)
            text_char(out, '\n');
        print_one(p, out, stmt, lined, depth);
    }
}

void print_block(const Printer *p, Text *out, Block block, int depth)
{
    print_statements(p, out, block.first, NULL, depth);
    print_comments(p, out, block.inner, block.inner_count, depth);
}

Str print_statement(const Printer *p, Arena *arena, const Stmt *stmt)
{
    Text text = text_new(arena);
    print_tokens(p, &text, stmt, 0, 1 << 20);
    return text_str(&text);
}

static const Token *next_token(const Tree *tree, const Stmt *stmt, int32_t *at)
{
    while (*at < stmt->count) {
        const Token *token = tree_token(tree, stmt->first + (*at)++);
        if (token->kind != T_NAME || token->word > W_ARTICLE_LAST)
            return token;
    }
    return NULL;
}

static Word label_word(const Tree *tree, const Stmt *stmt)
{
    return stmt->label < 0 ? 0 : tree_token(tree, stmt->label)->word;
}

bool stmt_same(const Tree *lt, const Stmt *left, const Tree *rt, const Stmt *right)
{
    INVARIANT(lt->words == rt->words);
    int32_t l = 0, r = 0;
    if (left->has_block != right->has_block || label_word(lt, left) != label_word(rt, right))
        return false;
    for (const Token *a = NULL, *b = NULL;;) {
        a = next_token(lt, left, &l);
        b = next_token(rt, right, &r);
        if (!a || !b) {
            if (a || b)
                return false;
            break;
        }
        if (a->kind != b->kind || a->word != b->word)
            return false;
    }
    const Stmt *a = left->body, *b = right->body;
    for (; a && b; a = a->next, b = b->next)
        if (!stmt_same(lt, a, rt, b))
            return false;
    return !a && !b;
}
