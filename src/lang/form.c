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
    Word       *heads; /* the words it can begin with, 0-terminated */
    bool        open;  /* it can also begin with something that is no word of its own: a name, a number */
} Program;

/* A form of a set, under a word it can begin with. */
typedef struct Head Head;
struct Head {
    Head          *next; /* in the order of the forms */
    Word           word;
    const Program *program;
};

struct FormCode {
    const FormSet *set; /* NULL: a free slot */
    Program       *programs;
    Head         **heads; /* HEADS chains, by the low bits of the word */
};

enum { OPS_MOST = 160, STEPS_MOST = 4000, SETS_MOST = 256, HEADS = 32 /* powers of two */ };

Forms forms_new(Arena *arena, Words *words)
{
    return (Forms){.arena = arena, .words = words, .codes = NEW(arena, FormCode, SETS_MOST)};
}

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

typedef struct {
    Word words[FOLLOW_MOST]; /* 0-terminated */
    int  count;
    bool others; /* something that is no word of the pattern can come next too */
} Follow;

/* What can come next at `op`, looking through one comma: for the ends of lists, and for how a form begins. */
static void follow_of(const Program *program, Size op, bool comma, Follow *out, int depth)
{
    const Op *at = &program->ops[op];
    INVARIANT(depth < 64);
    switch ((OpCode)at->code) {
    case OP_LITERAL:
        for (int i = 0; i < out->count; i++)
            if (out->words[i] == at->word)
                return;
        INVARIANT(out->count < FOLLOW_MOST - 1);
        out->words[out->count++] = at->word;
        break;
    case OP_MARK:
        if (at->mark == T_COMMA && !comma)
            follow_of(program, op + 1, true, out, depth + 1);
        else
            out->others = true;
        break;
    case OP_CHOICE: follow_of(program, op + 1, comma, out, depth + 1); break;
    case OP_SPLIT:
        follow_of(program, at->first, comma, out, depth + 1);
        if (at->second != at->first)
            follow_of(program, at->second, comma, out, depth + 1);
        break;
    case OP_JUMP: follow_of(program, at->first, comma, out, depth + 1); break;
    case OP_SLOT:
    case OP_DONE: out->others = true; break;
    }
}

static Word *keep_words(Arena *arena, const Follow *follow)
{
    Word *words = NEW(arena, Word, follow->count + 1);
    memcpy(words, follow->words, (size_t)follow->count * sizeof *words);
    return words;
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
    Follow first = {0};
    follow_of(&program, 0, false, &first, 0);
    program.heads = keep_words(forms->arena, &first);
    program.open = first.others;
    for (Size i = 0; i < program.count; i++) {
        Follow follow = {0};
        if (program.ops[i].code != OP_SLOT)
            continue;
        follow_of(&program, i + 1, false, &follow, 0);
        program.ops[i].follow = keep_words(forms->arena, &follow);
    }
    return program;
}

/* The place of a set: its own, or the free one where it belongs. */
static FormCode *code_of(const Forms *forms, const FormSet *set)
{
    Size at = (Size)((uintptr_t)set / sizeof *set);
    for (;; at++) {
        FormCode *code = &forms->codes[at & (SETS_MOST - 1)];
        if (!code->set || code->set == set)
            return code;
    }
}

static void index_heads(Arena *arena, FormCode *code, const Program *program)
{
    for (const Word *word = program->heads; *word; word++) {
        Head **chain = &code->heads[*word % HEADS], *head = NEW(arena, Head, 1);
        *head = (Head){*chain, *word, program};
        *chain = head;
    }
}

void forms_compile(Forms *forms, const FormSet *set)
{
    FormCode *code = code_of(forms, set);
    if (code->set)
        return;
    INVARIANT(++forms->count < SETS_MOST);
    *code = (FormCode){set, NEW(forms->arena, Program, set->count), NEW(forms->arena, Head *, HEADS)};
    for (Size i = set->count - 1; i >= 0; i--) {
        code->programs[i] = compile(forms, &set->forms[i]);
        index_heads(forms->arena, code, &code->programs[i]);
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
    bool  bracket = cursor_now(c)->kind == T_OPEN_BRACKET;
    if (bracket && op->slot->read != phrase_value) { /* unsettled: read on with the first choice */
        node = phrase_open(c, op->slot);
        node = node ? phrase_picked(node) : NULL;
    } else {
        node = op->slot->read(c, op->slot);
    }
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
    Size    refs = c->ph->refs.count, opens = c->ph->opens.count;
    Match   match = m->match;
    if (run(m, op->first))
        return true;
    if (c->refused)
        return false;
    c->at = at;
    c->block_used = block;
    c->ph->refs.count = refs;
    c->ph->opens.count = opens;
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
    return word ? str_format(c->ph->arena, "`%.*s`", STR_ARG(word_text(c->ph->tree->words, word)))
                : c->expected[at].what;
}

static Str list_expected(Arena *arena, const Cursor *c)
{
    Text text = text_new(arena);
    for (int i = 0; i < c->expected_count; i++)
        text_format(&text, "%s%.*s",
                    i == 0                       ? ""
                    : i + 1 == c->expected_count ? " or "
                                                 : ", ",
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

/* What is often written for a word of the language, or nothing. */
static Str usual_word(const Cursor *c, Str written)
{
    static const struct {
        const char *written;
        Word        meant;
        bool        anywhere; /* it belongs to phrases; the others must be expected here */
    } rows[] = {{"minus", W_less, true},  {"multiplied", W_times, true}, {"excluding", W_except, true},
                {"to", W_through, false}, {"till", W_until, false},      {"since", W_from, false},
                {"shall", W_will, false}};
    for (Size i = 0; i < COUNT(rows); i++) {
        bool fits = rows[i].anywhere;
        for (int k = 0; k < c->expected_count; k++)
            fits |= c->expected[k].word == rows[i].meant;
        if (fits && str_equal(written, str_from(rows[i].written)))
            return word_text(c->ph->tree->words, rows[i].meant);
    }
    return S("");
}

/* At token `at`: help that is more than a list of what could stand there. */
static Str help_at(const Cursor *c, int32_t at, Str written)
{
    Str near = near_expected(c, written), usual = usual_word(c, written);
    if (near.len)
        return str_format(c->ph->arena, "did you mean `%.*s`?", STR_ARG(near));
    if (usual.len)
        return str_format(c->ph->arena, "write `%.*s`", STR_ARG(usual));
    const Token *before = at > c->stmt->first ? tree_token(c->ph->tree, at - 1) : NULL;
    if (!before || before->kind != T_COMMA)
        return S("");
    Span between = {before->span.to, tree_token(c->ph->tree, at)->span.from};
    return str_find(sources_slice(c->ph->sources, between), '\n') < 0
               ? S("")
               : S("the comma at the end of the line above goes on with its list; remove it");
}

void phrase_report(Cursor *c, Str what)
{
    c->stmt->poisoned = true;
    if (c->refused)
        return;
    if (diags_full(c->ph->diags)) {
        diag_error(c->ph->diags, "E0210", c->stmt->span, S(""), S(""));
        return;
    }
    Arena  *arena = c->ph->arena;
    int32_t at = c->fail_at < 0 ? c->at : c->fail_at;
    bool    past = at >= c->end;
    if (past) {
        int32_t to =
            c->end > c->stmt->first ? tree_token(c->ph->tree, c->end - 1)->span.to : c->stmt->span.to;
        Str label = str_format(arena, "expected %.*s", STR_ARG(list_expected(arena, c)));
        diag_error(c->ph->diags, "E0210", (Span){to, to},
                   str_format(arena, "this %.*s is not finished", STR_ARG(what)),
                   c->expected_count ? label : S("something is missing here"));
        return;
    }
    const Token *token = tree_token(c->ph->tree, at);
    Str          written = sources_slice(c->ph->sources, token->span);
    if (token->kind == T_NAME && !str_equal(written, word_text(c->ph->tree->words, token->word)))
        return; /* its spelling has a finding already */
    Str label = c->expected_count ? str_format(arena, "expected %.*s", STR_ARG(list_expected(arena, c)))
                                  : S("nothing more may stand here");
    diag_error(c->ph->diags, "E0210", token->span,
               str_format(arena, "`%.*s` does not fit into this %.*s", STR_ARG(written), STR_ARG(what)),
               label)
        ->help = help_at(c, at, written);
}

/* The first word of a form that is nearest to what was written, or nothing. */
static Str near_head(const Phrases *ph, const FormSet *const *sets, const Token *first)
{
    Near near = near_new(sources_slice(ph->sources, first->span));
    for (const FormSet *const *set = sets; *set; set++)
        for (Size i = 0; i < (*set)->count; i++)
            for (const Word *head = code_of(ph->forms, *set)->programs[i].heads; *head; head++)
                near_try(&near, word_text(ph->forms->words, *head));
    return near.best;
}

/* `to`, `under`, `lasts` …: each word once. */
static Str list_heads(const Phrases *ph, const FormSet *set)
{
    const FormCode *code = code_of(ph->forms, set);
    Text            all = text_new(ph->arena);
    LIST_OF(Word) said = {0};
    for (Size i = 0; i < set->count; i++)
        for (const Word *head = code->programs[i].heads; *head; head++) {
            bool again = false;
            for (Size k = 0; k < said.count; k++)
                again |= said.items[k] == *head;
            if (again)
                continue;
            *PUSH(ph->arena, &said) = *head;
            text_format(&all, "%s`%.*s`", all.len ? ", " : "", STR_ARG(word_text(ph->forms->words, *head)));
        }
    return text_str(&all);
}

static void report_first_word(Phrases *ph, const FormSet *const *sets, Stmt *stmt)
{
    INVARIANT(*sets);
    const Token *first = tree_token(ph->tree, stmt->first);
    Str          written = sources_slice(ph->sources, first->span);
    Str          near = diags_full(ph->diags) ? S("") : near_head(ph, sets, first);
    Diag        *diag =
        diag_error(ph->diags, "E0211", first->span,
                   str_format(ph->arena, "no %s begins with `%.*s`", (*sets)->name, STR_ARG(written)),
                   S("not a word that can begin a statement here"));
    diag->help = near.len ? str_format(ph->arena, "did you mean `%.*s`?", STR_ARG(near))
                          : str_format(ph->arena, "a %s begins with %.*s", (*sets)->name,
                                       STR_ARG(list_heads(ph, *sets)));
    stmt->poisoned = true;
}

/* No form begins with this word: is it the mistake? It also reads as the name that begins a sentence. */
static bool first_word_fails(const Phrases *ph, const FormSet *const *sets, const Stmt *stmt,
                             const Cursor *furthest)
{
    if (furthest->fail_at <= stmt->first)
        return true;
    bool alone = furthest->fail_at ==
                 stmt->first + 1; /* nothing behind the name was understood: `undr aurora/video` */
    return alone && (stmt->count == 1 || near_head(ph, sets, tree_token(ph->tree, stmt->first)).len);
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
    return (Cursor){
        .ph = ph, .stmt = stmt, .at = stmt->first, .end = stmt->first + stmt->count, .fail_at = -1};
}

static bool begins_so(const Program *program, Word head)
{
    for (const Word *word = program->heads; head && *word; word++)
        if (*word == head)
            return true;
    return false;
}

typedef struct {
    Match  match;
    Cursor furthest;                               /* the attempt that got furthest */
    bool   tried, wrong_block, wants_block, apart; /* apart: what it expects is not worth saying */
} Attempt;

/* True: the form fits, or a finding was made; nothing else is to be tried. */
static bool attempt(Phrases *ph, const Program *program, Stmt *stmt, Attempt *out)
{
    Matcher m = {
        .cursor = cursor_of(ph, stmt), .program = program, .match = {.form = program->form, .stmt = stmt}};
    Size refs = ph->refs.count, opens = ph->opens.count;
    if (run(&m, 0)) {
        bool block = m.cursor.block_used || program->form->inner;
        out->match = m.match;
        if (block == stmt->has_block)
            return true;
        out->wants_block = block;
        out->wrong_block = true;
    }
    ph->refs.count = refs;
    ph->opens.count = opens;
    stmt->poisoned |= m.cursor.refused;
    if (!out->tried || m.cursor.fail_at > out->furthest.fail_at)
        out->furthest = m.cursor;
    else if (m.cursor.fail_at == out->furthest.fail_at && !out->apart)
        cursor_expect_also(&out->furthest, &m.cursor);
    out->tried = true;
    return m.cursor.refused;
}

/* The forms of which the statement's first word is a word. */
static bool try_named(Phrases *ph, const FormCode *code, Word word, Stmt *stmt, Attempt *all)
{
    for (const Head *head = code->heads[word % HEADS]; head; head = head->next)
        if (head->word == word && attempt(ph, head->program, stmt, all))
            return true;
    return false;
}

/* The forms that can begin with any name, or a number. */
static bool try_open(Phrases *ph, const FormCode *code, Word word, Stmt *stmt, Attempt *all)
{
    for (Size i = 0; i < code->set->count; i++)
        if (code->programs[i].open && !begins_so(&code->programs[i], word) &&
            attempt(ph, &code->programs[i], stmt, all))
            return true;
    return false;
}

bool form_match(Phrases *ph, const FormSet *const *sets, Stmt *stmt, Match *out)
{
    if (stmt->poisoned)
        return false;
    Cursor       look = cursor_of(ph, stmt);
    const Token *first = cursor_now(&look);
    Word         word = first->kind == T_NAME ? first->word : 0;
    Attempt      all = {.furthest = look};
    bool         done = false;
    for (const FormSet *const *set = sets; !done && *set; set++)
        done = word && try_named(ph, code_of(ph->forms, *set), word, stmt, &all);
    bool named = all.apart = all.tried;
    for (const FormSet *const *set = sets; !done && *set; set++)
        done = try_open(ph, code_of(ph->forms, *set), word, stmt, &all);
    if (done) {
        *out = all.match;
        return !stmt->poisoned;
    }
    if (all.wrong_block)
        return report_block(ph, stmt, all.wants_block);
    if (!named && first->kind == T_NAME && first_word_fails(ph, sets, stmt, &all.furthest))
        report_first_word(ph, sets, stmt);
    else
        phrase_report(&all.furthest, *sets ? str_from((*sets)->name) : S("statement"));
    return false;
}

void form_take_block(Phrases *ph, const FormSet *const *sets, Stmt *first, void *maker, void *clause)
{
    for (Stmt *stmt = first; stmt; stmt = stmt->next) {
        Match match = {0};
        if (form_match(ph, sets, stmt, &match) && match.form && match.form->take)
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

/* `lasts through DAY[ for FIELDS]`: slots by the kind of their phrase, in capitals. */
Str form_usage(Arena *arena, const Form *form)
{
    Text out = text_new(arena);
    for (const char *at = form->pattern; *at; at++) {
        const char *word = at;
        while (is_letter(*at))
            at++;
        if (*at == '=') { /* the name of a group is for the reader of the C code */
            at += at[1] == ' ';
            continue;
        }
        text_add(&out, (Str){word, at - word});
        if (*at == '<') {
            for (at = strchr(at, ':') + 1; *at != '>'; at++)
                text_char(&out, (char)(*at >= 'a' && *at <= 'z' ? *at - 32 : *at));
            continue;
        }
        if (!*at)
            break;
        text_char(&out, *at);
    }
    return text_str(&out);
}
