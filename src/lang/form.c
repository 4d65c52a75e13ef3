/* form.c - compiling patterns, matching statements against them, and saying what was expected.
 *
 * A pattern becomes a short program: LITERAL, MARK, SLOT, CHOICE (capture a number), SPLIT (try the
 * first way, then the second), JUMP, DONE. Matching backtracks only over SPLITs; a pattern has a
 * handful, so the work per statement is small and bounded (STEPS_MOST). */
#include "lang/phrase.h"

#include <string.h>

typedef enum { OP_LITERAL, OP_MARK, OP_SLOT, OP_CHOICE, OP_SPLIT, OP_JUMP, OP_DONE } OpCode;

typedef struct {
    uint8_t         code, capture;
    uint16_t        first, second; /* SPLIT: the two ways; JUMP: first; CHOICE: the number */
    Word            word;          /* LITERAL */
    TokenKind       mark;
    const SlotKind *slot;
    Word           *follow; /* SLOT: words that may stand after a comma behind it, 0-terminated */
} Op;

typedef struct {
    const Form *form;
    Op         *ops;
    Size        count;
    Word        head; /* the first literal; 0: begins with a slot or a choice */
} Program;

struct FormCode {
    FormCode      *next;
    const FormSet *set;
    Program       *programs;
};

enum { OPS_MOST = 160, STEPS_MOST = 4000 };

Forms forms_new(Arena *arena, Words *words) { return (Forms){.arena = arena, .words = words}; }

/* ---- compiling ---- */

typedef struct {
    Forms      *forms;
    const char *at;
    Op          ops[OPS_MOST];
    Size        count;
    uint8_t     captures;
} Compiler;

static Size emit(Compiler *cc, OpCode code)
{
    INVARIANT(cc->count < OPS_MOST);
    cc->ops[cc->count] = (Op){.code = (uint8_t)code};
    return cc->count++;
}

static bool is_letter(char ch) { return (ch >= 'a' && ch <= 'z') || ch == '-' || (ch >= '0' && ch <= '9'); }

static Str pattern_word(Compiler *cc)
{
    const char *from = cc->at;
    while (is_letter(*cc->at))
        cc->at++;
    return (Str){from, cc->at - from};
}

static void compile_alternatives(Compiler *cc, char close);

static void compile_slot(Compiler *cc)
{
    cc->at++;
    (void)pattern_word(cc); /* its name is for the reader of the pattern */
    INVARIANT(*cc->at == ':');
    cc->at++;
    Str  kind = pattern_word(cc);
    Size op = emit(cc, OP_SLOT);
    cc->ops[op].slot = slot_kind(kind);
    cc->ops[op].capture = cc->captures++;
    INVARIANT(cc->ops[op].slot && *cc->at == '>' && cc->captures <= FORM_SLOTS);
    cc->at++;
}

/* [name= …] or (name= …): the name reserves a capture for which way was taken. */
static int group_capture(Compiler *cc)
{
    const char *before = cc->at;
    Str         name = pattern_word(cc);
    if (name.len && *cc->at == '=') {
        cc->at++;
        INVARIANT(cc->captures < FORM_SLOTS);
        return cc->captures++;
    }
    cc->at = before;
    return -1;
}

static void emit_choice(Compiler *cc, int capture, int number)
{
    if (capture < 0)
        return;
    Size op = emit(cc, OP_CHOICE);
    cc->ops[op].capture = (uint8_t)capture;
    cc->ops[op].first = (uint16_t)number;
}

static void compile_sequence(Compiler *cc)
{
    for (;;) {
        while (*cc->at == ' ')
            cc->at++;
        char ch = *cc->at;
        if (ch == '\0' || ch == ']' || ch == ')' || ch == '|')
            return;
        if (ch == '<') {
            compile_slot(cc);
        } else if (ch == '[' || ch == '(') {
            cc->at++;
            compile_alternatives(cc, ch == '[' ? ']' : ')');
        } else if (ch == ',' || ch == ':') {
            cc->ops[emit(cc, OP_MARK)].mark = ch == ',' ? T_COMMA : T_COLON;
            cc->at++;
        } else {
            Str word = pattern_word(cc);
            INVARIANT(word.len > 0);
            Word literal = word_of(cc->forms->words, word);
            if (literal > W_ARTICLE_LAST) /* articles may stand anywhere and are never required */
                cc->ops[emit(cc, OP_LITERAL)].word = literal;
        }
    }
}

/* The inside of a group; `close` is what ends it. An optional group has one more way: nothing. */
static void compile_alternatives(Compiler *cc, char close)
{
    int  capture = group_capture(cc);
    int  number = 0;
    Size jumps[16], jump_count = 0;
    for (;;) {
        Size split = emit(cc, OP_SPLIT);
        cc->ops[split].first = (uint16_t)cc->count;
        emit_choice(cc, capture, number++);
        compile_sequence(cc);
        INVARIANT(jump_count < COUNT(jumps));
        jumps[jump_count++] = emit(cc, OP_JUMP);
        cc->ops[split].second = (uint16_t)cc->count;
        char ch = *cc->at++;
        INVARIANT(ch == '|' || ch == close);
        if (ch == close) {
            if (close == ')') /* the last way of ( ) is not optional */
                cc->ops[split].second = cc->ops[split].first;
            break;
        }
    }
    for (Size i = 0; i < jump_count; i++)
        cc->ops[jumps[i]].first = (uint16_t)cc->count;
}

/* Words that can come next at `op`, looking through one comma; for the ends of lists. */
static void follow_of(const Program *program, Size op, bool comma, Word *out, int *count, int depth)
{
    if (depth > 24 || *count >= FOLLOW_MOST - 1)
        return;
    const Op *at = &program->ops[op];
    switch ((OpCode)at->code) {
    case OP_LITERAL: out[(*count)++] = at->word; break;
    case OP_MARK:
        if (at->mark == T_COMMA && !comma)
            follow_of(program, op + 1, true, out, count, depth + 1);
        break;
    case OP_CHOICE: follow_of(program, op + 1, comma, out, count, depth + 1); break;
    case OP_SPLIT:
        follow_of(program, at->first, comma, out, count, depth + 1);
        if (at->second != at->first)
            follow_of(program, at->second, comma, out, count, depth + 1);
        break;
    case OP_JUMP: follow_of(program, at->first, comma, out, count, depth + 1); break;
    case OP_SLOT:
    case OP_DONE: break;
    }
}

static Program compile(Forms *forms, const Form *form)
{
    Compiler cc = {.forms = forms, .at = form->pattern};
    compile_sequence(&cc);
    INVARIANT(*cc.at == '\0');
    emit(&cc, OP_DONE);
    Program program = {.form = form, .count = cc.count};
    program.ops = NEW(forms->arena, Op, cc.count);
    memcpy(program.ops, cc.ops, (size_t)cc.count * sizeof(Op));
    program.head = program.ops[0].code == OP_LITERAL ? program.ops[0].word : 0;
    for (Size i = 0; i < program.count; i++) {
        Op *op = &program.ops[i];
        if (op->code != OP_SLOT)
            continue;
        int count = 0;
        op->follow = NEW(forms->arena, Word, FOLLOW_MOST);
        follow_of(&program, i + 1, false, op->follow, &count, 0);
    }
    return program;
}

static FormCode *code_of(const Forms *forms, const FormSet *set)
{
    FormCode *code = forms->code;
    while (code && code->set != set)
        code = code->next;
    return code;
}

void forms_compile(Forms *forms, const FormSet *set)
{
    if (code_of(forms, set))
        return;
    FormCode *code = NEW(forms->arena, FormCode, 1);
    *code = (FormCode){forms->code, set, NEW(forms->arena, Program, set->count)};
    forms->code = code;
    for (Size i = 0; i < set->count; i++) {
        code->programs[i] = compile(forms, &set->forms[i]);
        if (set->forms[i].inner)
            forms_compile(forms, set->forms[i].inner);
    }
}

/* ---- matching ---- */

typedef struct {
    Cursor         cursor;
    const Program *program;
    Match          match;
    int            steps;
} Matcher;

static bool run(Matcher *m, Size at);

static bool run_slot(Matcher *m, const Op *op)
{
    Cursor *c = &m->cursor;
    c->follow_count = 0;
    for (const Word *word = op->follow; *word; word++)
        c->follow[c->follow_count++] = *word;
    Node *node = NULL;
    if (cursor_now(c)->kind == T_OPEN_BRACKET && op->slot->read != phrase_condition)
        node = phrase_value(c, op->slot); /* an open point may stand for any value */
    else
        node = op->slot->read(c, op->slot);
    m->match.slot[op->capture] = node;
    return node != NULL;
}

static bool run_split(Matcher *m, const Op *op)
{
    if (op->second == op->first)
        return run(m, op->first);
    Cursor *c = &m->cursor;
    int32_t at = c->at;
    bool    block = c->block_used;
    Size    refs = c->ph->refs.count;
    Match   match = m->match;
    if (run(m, op->first))
        return true;
    if (c->refused)
        return false;
    c->at = at;
    c->block_used = block;
    c->ph->refs.count = refs;
    m->match = match;
    return run(m, op->second);
}

static bool at_end(Matcher *m)
{
    Cursor *c = &m->cursor;
    if (cursor_now(c)->kind == T_END)
        return true;
    cursor_expect(c, S("the end of the statement"));
    return false;
}

static bool run(Matcher *m, Size at)
{
    Cursor *c = &m->cursor;
    for (;;) {
        const Op *op = &m->program->ops[at];
        if (++m->steps > STEPS_MOST)
            return false;
        switch ((OpCode)op->code) {
        case OP_LITERAL:
            if (!cursor_word(c, op->word)) {
                cursor_expect_word(c, op->word);
                return false;
            }
            at++;
            break;
        case OP_MARK:
            if (!cursor_mark(c, op->mark)) {
                cursor_expect(c, str_from(token_kind_name(op->mark)));
                return false;
            }
            at++;
            break;
        case OP_SLOT:
            if (!run_slot(m, op))
                return false;
            at++;
            break;
        case OP_CHOICE: {
            Node *choice = NEW(c->ph->arena, Node, 1);
            *choice = (Node){.kind = N_CHOICE, .value = op->first, .span = cursor_now(c)->span, .decl = -1};
            m->match.slot[op->capture] = choice;
            at++;
            break;
        }
        case OP_SPLIT: return run_split(m, op);
        case OP_JUMP: at = op->first; break;
        case OP_DONE: return at_end(m);
        }
    }
}

/* ---- findings ---- */

static Str expected_text(const Cursor *c, int at)
{
    Word word = c->expected[at].word;
    return word ? str_format(c->ph->arena, "`%.*s`", STR_ARG(word_text(c->ph->tree->words, word))) : c->expected[at].what;
}

static Str list_expected(Arena *arena, const Cursor *c)
{
    Text text = text_new(arena);
    for (int i = 0; i < c->expected_count; i++)
        text_format(&text, "%s%.*s", i == 0 ? "" : i + 1 == c->expected_count ? " or " : ", ",
                    STR_ARG(expected_text(c, i)));
    return text_str(&text);
}

static Str near_expected(const Cursor *c, Str written)
{
    Near near = near_new(written);
    for (int i = 0; i < c->expected_count; i++)
        if (c->expected[i].word)
            near_try(&near, word_text(c->ph->tree->words, c->expected[i].word));
    return near.best;
}

void phrase_report(Cursor *c, Str what)
{
    c->stmt->poisoned = true;
    if (c->refused)
        return;
    Arena *arena = c->ph->arena;
    int32_t at = c->fail_at < 0 ? c->at : c->fail_at;
    bool    past = at >= c->end;
    Span    span = past ? (Span){c->stmt->span.to, c->stmt->span.to} : tree_token(c->ph->tree, at)->span;
    if (past && c->end > c->stmt->first) {
        int32_t to = tree_token(c->ph->tree, c->end - 1)->span.to;
        span = (Span){to, to};
    }
    Str written = past ? S("") : sources_slice(c->ph->sources, span);
    Str title = past ? str_format(arena, "this %.*s is not finished", STR_ARG(what))
                     : str_format(arena, "`%.*s` does not fit into this %.*s", STR_ARG(written), STR_ARG(what));
    Str label = c->expected_count ? str_format(arena, "expected %.*s", STR_ARG(list_expected(arena, c)))
                                  : S("nothing more may stand here");
    Diag *diag = diag_error(c->ph->diags, "E0210", span, title, label);
    Str   near = past ? S("") : near_expected(c, written);
    if (near.len)
        diag->help = str_format(arena, "did you mean `%.*s`?", STR_ARG(near));
}

static void report_first_word(Phrases *ph, const FormSet *const *sets, Stmt *stmt)
{
    const Token *first = tree_token(ph->tree, stmt->first);
    Str          written = sources_slice(ph->sources, first->span);
    Near         near = near_new(written);
    Text         all = text_new(ph->arena);
    int          count = 0;
    for (const FormSet *const *set = sets; *set; set++) {
        const FormCode *code = code_of(ph->forms, *set);
        for (Size i = 0; i < (*set)->count; i++) {
            Word head = code->programs[i].head;
            Str  text = head ? word_text(ph->forms->words, head) : S("");
            if (!head || (i && code->programs[i - 1].head == head))
                continue;
            near_try(&near, text);
            if (set == sets)
                text_format(&all, "%s`%.*s`", count++ ? ", " : "", STR_ARG(text));
        }
    }
    Diag *diag = diag_error(ph->diags, "E0211", first->span,
                            str_format(ph->arena, "no %s begins with `%.*s`", (*sets)->name, STR_ARG(written)),
                            S("not a word that can begin a statement here"));
    diag->help = near.best.len ? str_format(ph->arena, "did you mean `%.*s`?", STR_ARG(near.best))
                               : str_format(ph->arena, "a %s begins with %.*s", (*sets)->name, STR_ARG(text_str(&all)));
    stmt->poisoned = true;
}

static bool report_block(Phrases *ph, Stmt *stmt, bool wanted)
{
    stmt->poisoned = true;
    int32_t at = stmt->span.to > stmt->span.from ? stmt->span.to - 1 : stmt->span.from;
    return diag_refuse(ph->diags, "E0218", wanted ? (Span){at, at + 1} : stmt->span,
                       wanted ? S("this statement needs a block") : S("this statement takes no block"),
                       wanted ? S("expected `{ … }` behind it") : S("a block stands behind it"),
                       wanted ? S("open a block with `{` on the same line") : S("remove the block"));
}

static Cursor cursor_of(Phrases *ph, Stmt *stmt)
{
    return (Cursor){.ph = ph, .stmt = stmt, .at = stmt->first, .end = stmt->first + stmt->count, .fail_at = -1};
}

/* Tries the forms that can begin as the statement does; the attempt that got furthest speaks. */
bool form_match(Phrases *ph, const FormSet *const *sets, Stmt *stmt, Match *out)
{
    Cursor furthest = cursor_of(ph, stmt);
    bool   tried = false;
    if (stmt->poisoned)
        return false;
    Cursor look = cursor_of(ph, stmt);
    const Token *first = cursor_now(&look);
    Word head = first->kind == T_NAME ? first->word : 0;
    bool by_head = false, fits_but_block = false, wants_block = false;
    for (const FormSet *const *set = sets; *set; set++) {
        const FormCode *code = code_of(ph->forms, *set);
        INVARIANT(code);
        for (Size i = 0; i < (*set)->count; i++) {
            const Program *program = &code->programs[i];
            if (program->head && program->head != head)
                continue;
            by_head |= program->head != 0;
            Matcher m = {.cursor = cursor_of(ph, stmt), .program = program, .match = {.form = program->form, .stmt = stmt}};
            Size    refs = ph->refs.count;
            if (run(&m, 0)) {
                *out = m.match;
                bool block = m.cursor.block_used || program->form->inner;
                if (block == stmt->has_block)
                    return true;
                wants_block = block;
                fits_but_block = true;
            }
            ph->refs.count = refs;
            if (m.cursor.refused) {
                stmt->poisoned = true;
                return false;
            }
            if (!tried || m.cursor.fail_at > furthest.fail_at)
                furthest = m.cursor;
            tried = true;
        }
    }
    if (fits_but_block)
        return report_block(ph, stmt, wants_block);
    bool nowhere = furthest.fail_at <= stmt->first && !by_head;
    if (nowhere && stmt->count && first->kind == T_NAME)
        report_first_word(ph, sets, stmt);
    else
        phrase_report(&furthest, str_from((*sets)->name));
    return false;
}

void form_take_block(Phrases *ph, const FormSet *const *sets, Stmt *first, void *maker, void *clause)
{
    for (Stmt *stmt = first; stmt; stmt = stmt->next) {
        Match match = {0};
        if (form_match(ph, sets, stmt, &match) && match.form->take)
            match.form->take(maker, clause, &match);
    }
}

/* `"lasts" "for" "life" "of" ( "each" | "that" ) "patent"` */
Str form_grammar(Arena *arena, const Form *form)
{
    Text out = text_new(arena);
    for (const char *at = form->pattern; *at;) {
        if (*at == '<') {
            const char *colon = strchr(at, ':'), *close = strchr(at, '>');
            INVARIANT(colon && close);
            text_add(&out, (Str){colon + 1, close - colon - 1});
            at = close + 1;
        } else if (is_letter(*at)) {
            const char *from = at;
            while (is_letter(*at))
                at++;
            if (*at == '=')
                at++;
            else
                text_format(&out, "\"%.*s\"", (int)(at - from), from);
        } else if (*at == ',' || *at == ':') {
            text_format(&out, "%s\"%c\"", out.len && out.at[out.len - 1] != ' ' ? " " : "", *at++);
        } else {
            if (*at == '[' && out.len && out.at[out.len - 1] != ' ')
                text_char(&out, ' ');
            text_char(&out, *at++);
        }
    }
    return text_str(&out);
}
