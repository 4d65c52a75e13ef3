/* print.c - see print.h. */
#include "lang/print.h"

enum { LINE_WIDTH = 110, INLINE_WIDTH = 100, INLINE_STATEMENTS = 4, INDENT = 2, LINED_MOST = 16 };

static Str token_text(const Printer *p, const Token *token) { return sources_slice(p->sources, token->span); }

/* `( a) and b`: without the space, a statement that begins so would begin with a label. */
static bool like_label(const Printer *p, const Stmt *stmt)
{
    const Token *open = tree_token(p->tree, stmt->first);
    if (stmt->label >= 0 || stmt->count < 3 || open[0].kind != T_OPEN_PAREN || open[2].kind != T_CLOSE_PAREN)
        return false;
    return (open[1].kind == T_NAME || open[1].kind == T_NUMBER) && token_text(p, &open[1]).len <= LABEL_MOST;
}

/* Does a space stand before the statement's token `at`? */
static bool spaced(const Printer *p, const Stmt *stmt, int32_t at)
{
    if (at == 0)
        return false;
    const Token *token = tree_token(p->tree, stmt->first + at), *before = token - 1;
    switch (token->kind) {
    case T_COMMA:
    case T_COLON:
    case T_CLOSE_PAREN:
    case T_CLOSE_BRACKET:
    case T_PART: return false;
    default: break;
    }
    if (before->kind == T_OPEN_PAREN && at == 1)
        return like_label(p, stmt);
    return before->kind != T_OPEN_PAREN && before->kind != T_OPEN_BRACKET;
}

static Size token_width(const Printer *p, const Stmt *stmt, int32_t at)
{
    return token_text(p, tree_token(p->tree, stmt->first + at)).len + spaced(p, stmt, at);
}

static Size flat_width(const Printer *p, const Stmt *stmt)
{
    Size width = stmt->label >= 0 ? token_text(p, tree_token(p->tree, stmt->label)).len + 1 : 0;
    for (int32_t i = 0; i < stmt->count; i++)
        width += token_width(p, stmt, i);
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

static bool breakable(const Printer *p, const Stmt *stmt, int32_t at)
{
    const Token *token = tree_token(p->tree, stmt->first + at);
    return spaced(p, stmt, at) && (token[-1].kind == T_COMMA || token_joins(*token));
}

/* The tokens from `from` on; `column` is where the first one goes. Lines break where they may, before
 * `wrap_at`. */
static void print_tokens(const Printer *p, Text *out, const Stmt *stmt, int32_t from, Size column,
                         Size wrap_at)
{
    Size indent = column + 4;
    if (stmt->label >= 0) {
        Str label = token_text(p, tree_token(p->tree, stmt->label));
        text_format(out, "%.*s%s", STR_ARG(label), stmt->count ? " " : "");
        column += label.len + 1;
    }
    for (int32_t i = from; i < stmt->count; i++) {
        Str  text = token_text(p, tree_token(p->tree, stmt->first + i));
        bool space = i > from && spaced(p, stmt, i), may = i > from && breakable(p, stmt, i);
        Size ahead = text.len;
        for (int32_t j = i + 1; may && j < stmt->count && !breakable(p, stmt, j); j++)
            ahead += token_width(p, stmt, j);
        if (may && column + 1 + ahead > wrap_at) {
            text_char(out, '\n');
            text_pad(out, indent);
            column = indent;
            space = false;
        }
        if (space)
            text_char(out, ' ');
        text_add(out, text);
        column += text.len + space;
    }
}

static bool has_head(const Stmt *stmt) { return stmt->count || stmt->label >= 0; }

static void print_inline(const Printer *p, Text *out, const Stmt *stmt)
{
    print_tokens(p, out, stmt, 0, 0, 1 << 20);
    if (!stmt->has_block)
        return;
    text_add(out, has_head(stmt) ? S(" { ") : S("{ "));
    for (const Stmt *inner = stmt->body; inner; inner = inner->next) {
        print_inline(p, out, inner);
        text_add(out, inner->next ? S("; ") : S(" "));
    }
    text_char(out, '}');
}

static void print_comments(const Printer *p, Text *out, int32_t first, int32_t count, int depth)
{
    for (int32_t i = 0; i < count; i++) {
        text_pad(out, (Size)depth * INDENT);
        text_format(out, "%.*s\n",
                    STR_ARG(sources_slice(p->sources, p->tree->comments.items[first + i].span)));
    }
}

/* Would the next line be read as going on with this statement? Then a `;` ends it. */
static bool needs_end(const Printer *p, const Stmt *stmt)
{
    const Stmt *next = stmt->next && stmt->next->label < 0 && stmt->next->count ? stmt->next : NULL;
    return !stmt->has_block &&
           (stmt_open(p->tree, stmt) || (next && token_joins(*tree_token(p->tree, next->first))));
}

static void print_trailing(const Printer *p, Text *out, const Stmt *stmt)
{
    if (needs_end(p, stmt))
        text_char(out, ';');
    if (stmt->trailing >= 0)
        text_format(out, "  %.*s",
                    STR_ARG(sources_slice(p->sources, p->tree->comments.items[stmt->trailing].span)));
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
        widest = width > widest && width <= LINED_MOST && !stmt->has_block ? width : widest;
    }
    return widest;
}

static void print_lined_up(const Printer *p, Text *out, const Stmt *stmt, Size column, Size width)
{
    Str first = token_text(p, tree_token(p->tree, stmt->first));
    text_add(out, first);
    text_pad(out, width - first.len + 1);
    print_tokens(p, out, stmt, 1, column + width + 1, LINE_WIDTH);
}

static void print_statements(const Printer *p, Text *out, const Stmt *first, const Stmt *owner, int depth);

static void print_one(const Printer *p, Text *out, const Stmt *stmt, Size lined, int depth)
{
    Size column = (Size)depth * INDENT;
    bool plain = lined && stmt->count > 1 && stmt->label < 0 && !stmt->has_block && spaced(p, stmt, 1) &&
                 token_text(p, tree_token(p->tree, stmt->first)).len <= lined;
    Stmt bare = *stmt;
    bare.trailing = -1;
    bare.comment_count = bare.middle_count = 0;
    print_comments(p, out, stmt->comments, stmt->comment_count, depth);
    print_comments(p, out, stmt->middle, stmt->middle_count, depth);
    text_pad(out, column);
    if (plain)
        print_lined_up(p, out, stmt, column, lined);
    else if (!stmt->has_block)
        print_tokens(p, out, stmt, 0, column, LINE_WIDTH);
    else if (stmt->body && !stmt->inner_count && column + inline_width(p, &bare) <= INLINE_WIDTH)
        print_inline(p, out, stmt);
    else {
        print_tokens(p, out, stmt, 0, column, LINE_WIDTH);
        if (!stmt->body && !stmt->inner_count) {
            text_add(out, has_head(stmt) ? S(" { }") : S("{ }"));
        } else {
            text_add(out, has_head(stmt) ? S(" {\n") : S("{\n"));
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
    print_tokens(p, &text, stmt, 0, 0, 1 << 20);
    return text_str(&text);
}

const Token *stmt_next(const Tree *tree, const Stmt *stmt, int32_t *at)
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
        a = stmt_next(lt, left, &l);
        b = stmt_next(rt, right, &r);
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
