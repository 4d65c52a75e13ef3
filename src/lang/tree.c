/* tree.c - see tree.h. A recursive reader with one token of look-ahead. */
#include "lang/tree.h"

#include "lang/keywords.h"

typedef struct {
    Tree   *tree;
    Lexer   lexer;
    Token   now;
    Span    last; /* of the token before */
    int32_t section, depth;
    bool    blank;              /* an empty line stood before `now` */
    bool    too_deep, unclosed; /* said once */
} Reader;

Tree tree_new(Arena *arena, Words *words, Diags *diags)
{
    return (Tree){.arena = arena, .words = words, .diags = diags};
}

static void step(Reader *r)
{
    if (r->now.kind != T_LINE && r->now.kind != T_COMMENT)
        r->last = r->now.span;
    r->lexer.broken = false;
    r->now = lexer_next(&r->lexer);
}

static int32_t keep_comment(Reader *r)
{
    *PUSH(r->tree->arena, &r->tree->comments) = r->now;
    step(r);
    return (int32_t)r->tree->comments.count - 1;
}

/* Skips line ends, `;` and comment lines before a statement. */
static void skip_to_statement(Reader *r, int32_t *comments, int32_t *count)
{
    int lines = 0;
    *comments = (int32_t)r->tree->comments.count;
    r->blank = false;
    for (;; step(r)) {
        while (r->now.kind == T_COMMENT) {
            r->blank |= lines > 1 && (int32_t)r->tree->comments.count == *comments;
            keep_comment(r);
            lines = 0;
        }
        if (r->now.kind == T_LINE)
            lines++;
        else if (r->now.kind != T_SEMI)
            break;
    }
    *count = (int32_t)r->tree->comments.count - *comments;
    r->blank |= lines > 1 && *count == 0;
}

bool stmt_open(const Tree *tree, const Stmt *stmt)
{
    int parens = 0;
    for (int32_t i = 0; i < stmt->count; i++)
        parens += (tree_token(tree, stmt->first + i)->kind == T_OPEN_PAREN) -
                  (tree_token(tree, stmt->first + i)->kind == T_CLOSE_PAREN);
    const Token *last = stmt->count ? tree_token(tree, stmt->first + stmt->count - 1) : NULL;
    return last && (parens > 0 || last->kind == T_COMMA || token_joins(*last));
}

/* At a line end inside a statement: does the statement go on? Takes line ends and comments if so. */
static bool goes_on(Reader *r, Stmt *stmt, int parens)
{
    const Token *last = stmt->count ? tree_token(r->tree, stmt->first + stmt->count - 1) : NULL;
    bool         open = last && (parens > 0 || last->kind == T_COMMA || token_joins(*last));
    int32_t      below = r->lexer.at + (r->now.kind == T_COMMENT); /* the start of the next line */
    if (!open && !word_joins(lexer_word_at(&r->lexer, below)))
        return false;
    if (!stmt->middle_count)
        stmt->middle = (int32_t)r->tree->comments.count;
    while (r->now.kind == T_LINE || r->now.kind == T_COMMENT) {
        if (r->now.kind == T_COMMENT) {
            keep_comment(r);
            stmt->middle_count++;
        } else {
            step(r);
        }
    }
    return true;
}

static void push(Reader *r, Stmt *stmt, TokenKind kind, Word word, Span span)
{
    *PUSH(r->tree->arena, &r->tree->tokens) = (Token){span, word, kind};
    stmt->count++;
}

/* Takes the token in. What looks like a label, but does not stand first, is a name or number in brackets. */
static void take(Reader *r, Stmt *stmt)
{
    Token now = r->now;
    Str   inner = word_text(r->tree->words, now.kind == T_LABEL ? now.word : 0);
    bool  name = inner.len && inner.at[0] >= 'a', number = inner.len && !name;
    for (Size i = 0; i < inner.len; i++)
        number &= inner.at[i] <= '9';
    if (name || number) {
        push(r, stmt, T_OPEN_PAREN, 0, (Span){now.span.from, now.span.from + 1});
        push(r, stmt, name ? T_NAME : T_NUMBER, now.word, (Span){now.span.from + 1, now.span.to - 1});
        push(r, stmt, T_CLOSE_PAREN, 0, (Span){now.span.to - 1, now.span.to});
    } else {
        push(r, stmt, (TokenKind)now.kind, now.word, now.span);
    }
    step(r);
}

static Stmt *read_statement(Reader *r);

static void read_statements(Reader *r, Stmt **first, int32_t *inner, int32_t *inner_count)
{
    Stmt **tail = first;
    for (;;) {
        int32_t comments = 0, count = 0;
        skip_to_statement(r, &comments, &count);
        if (r->now.kind == T_END || (r->now.kind == T_CLOSE_BRACE && r->depth > 0)) {
            *inner = comments;
            *inner_count = count;
            return;
        }
        if (r->now.kind == T_CLOSE_BRACE) {
            diag_error(r->tree->diags, "E0207", r->now.span, S("this `}` closes nothing"),
                       S("no block is open here"))
                ->help = S("remove it, or open the block it should close");
            step(r);
            continue;
        }
        bool  blank = r->blank;
        Stmt *stmt = read_statement(r);
        stmt->comments = comments;
        stmt->comment_count = count;
        stmt->blank_above = blank;
        *tail = stmt;
        tail = &stmt->next;
    }
}

static void skip_block(Reader *r)
{
    int64_t depth = 0;
    do {
        depth += r->now.kind == T_OPEN_BRACE;
        depth -= r->now.kind == T_CLOSE_BRACE;
        step(r);
    } while (depth > 0 && r->now.kind != T_END);
}

static void read_block(Reader *r, Stmt *stmt)
{
    Span open = r->now.span;
    stmt->has_block = true;
    if (r->depth >= TREE_DEPTH) {
        if (!r->too_deep)
            diag_error(r->tree->diags, "E0208", open, S("blocks are nested too deep"),
                       S("deeper than 64 blocks"))
                ->help = S("name a condition (`condition x { … }`) and use its name");
        r->too_deep = stmt->poisoned = true;
        skip_block(r);
        return;
    }
    step(r);
    r->depth++;
    read_statements(r, &stmt->body, &stmt->inner, &stmt->inner_count);
    r->depth--;
    if (r->now.kind == T_CLOSE_BRACE) {
        step(r);
        return;
    }
    if (!r->unclosed)
        diag_error(r->tree->diags, "E0206", open, S("this block is not closed"), S("opened here"))->help =
            S("add the missing `}`; a block cannot run past the end of its fence or file");
    r->unclosed = stmt->poisoned = true;
}

static void read_end(Reader *r, Stmt *stmt)
{
    if (r->now.kind == T_COMMENT)
        stmt->trailing = keep_comment(r);
    if (r->now.kind == T_LINE || r->now.kind == T_SEMI || r->now.kind == T_END ||
        r->now.kind == T_CLOSE_BRACE) {
        bool semi = r->now.kind == T_SEMI;
        if (semi)
            step(r);
        if (semi && r->now.kind == T_COMMENT)
            stmt->trailing = keep_comment(r);
        return;
    }
    diag_error(r->tree->diags, "E0209", r->now.span, S("a block closes the statement that opened it"),
               S("this stands behind the block"))
        ->help = S("put the block last, and what follows on a line of its own");
    while (r->now.kind != T_LINE && r->now.kind != T_SEMI && r->now.kind != T_END &&
           r->now.kind != T_CLOSE_BRACE)
        if (r->now.kind == T_OPEN_BRACE)
            skip_block(r);
        else
            step(r);
}

static Stmt *read_statement(Reader *r)
{
    Stmt *stmt = NEW(r->tree->arena, Stmt, 1);
    *stmt = (Stmt){.label = -1, .colon = -1, .trailing = -1, .section = r->section, .span = r->now.span};
    stmt->inner = (int32_t)r->tree->comments.count;
    if (r->now.kind == T_LABEL) {
        stmt->label = (int32_t)r->tree->tokens.count;
        *PUSH(r->tree->arena, &r->tree->tokens) = r->now;
        step(r);
    }
    stmt->first = (int32_t)r->tree->tokens.count;
    int nesting = 0, parens = 0;
    for (;;) {
        uint32_t kind = r->now.kind;
        stmt->poisoned |= r->lexer.broken;
        if ((kind == T_LINE || kind == T_COMMENT) && goes_on(r, stmt, parens))
            continue;
        if (kind == T_LINE || kind == T_COMMENT || kind == T_SEMI || kind == T_END || kind == T_CLOSE_BRACE)
            break;
        if (kind == T_OPEN_BRACE) {
            read_block(r, stmt);
            break;
        }
        nesting += (kind == T_OPEN_PAREN || kind == T_OPEN_BRACKET) -
                   (kind == T_CLOSE_PAREN || kind == T_CLOSE_BRACKET);
        parens += (kind == T_OPEN_PAREN) - (kind == T_CLOSE_PAREN);
        if (kind == T_COLON && nesting == 0 && stmt->colon < 0)
            stmt->colon = stmt->first + stmt->count;
        take(r, stmt);
    }
    stmt->span = span_join(stmt->span, r->last);
    read_end(r, stmt);
    return stmt;
}

Block tree_read(Tree *tree, const Source *source, Span span, int32_t section)
{
    Reader r = {.tree = tree, .lexer = lexer_new(source, span, tree->words, tree->diags), .section = section};
    r.last = (Span){span.from, span.from};
    r.now = lexer_next(&r.lexer);
    Block block = {0};
    read_statements(&r, &block.first, &block.inner, &block.inner_count);
    return block;
}
