/* compare.c - see compare.h. */
#include "terms/compare.h"

#include <string.h>

enum { LCS_MOST = 1000000 };

typedef LIST_OF(const Stmt *) StmtList;

/* ---- names ---- */

/* A path follows the longest part of it that was renamed. */
static Word through(const Word *map, Size room, const Words *words, Word word)
{
    if ((Size)word < room && map[word])
        return map[word];
    Str path = word_text(words, word);
    for (Size at = path.len - 1; at > 0; at--) {
        if (path.at[at] != '/')
            continue;
        Word head = word_known(words, str_slice(path, 0, at));
        if (!head || (Size)head >= room || !map[head])
            continue;
        Str  start = word_text(words, map[head]);
        char joined[512];
        Size len = start.len + path.len - at;
        if (len > (Size)sizeof joined)
            return word;
        memcpy(joined, start.at, (size_t)start.len);
        memcpy(joined + start.len, path.at + at, (size_t)(path.len - at));
        Word there = word_known(words, (Str){joined, len});
        return there ? there : word;
    }
    return word;
}

Word compare_renamed(const Comparison *c, Word old)
{
    return through(c->renamed, c->room, c->now->doc->words, old);
}
Word compare_was(const Comparison *c, Word now) { return through(c->was, c->room, c->now->doc->words, now); }

/* ---- equal but for names ---- */

static bool same_token(const Comparison *c, const Token *old, const Token *now)
{
    if (old->kind != now->kind)
        return false;
    if (old->word == now->word)
        return old->kind != T_NAME || compare_renamed(c, old->word) == now->word;
    return old->kind == T_NAME && compare_renamed(c, old->word) == now->word;
}

static Word label_of(const Tree *tree, const Stmt *stmt)
{
    return stmt->label < 0 ? 0 : tree_token(tree, stmt->label)->word;
}

/* `but_name`: the token that holds the name of what is declared is not compared. */
static bool same_head(const Comparison *c, const Stmt *old, const Stmt *now, bool but_name)
{
    const Tree *lt = &c->old->doc->tree, *rt = &c->now->doc->tree;
    int32_t     l = 0, r = 0;
    if (label_of(lt, old) != label_of(rt, now))
        return false;
    for (int at = 0;; at++) {
        const Token *a = stmt_next(lt, old, &l), *b = stmt_next(rt, now, &r);
        if (!a || !b)
            return !a && !b;
        bool name = but_name && at == 1 && a->kind == b->kind && (a->kind == T_NAME || a->kind == T_CODE);
        if (!name && !same_token(c, a, b))
            return false;
    }
}

static bool same_body(const Comparison *c, const Stmt *old, const Stmt *now)
{
    const Stmt *a = old->body, *b = now->body;
    for (; a && b; a = a->next, b = b->next)
        if (!compare_same(c, a, b))
            return false;
    return old->has_block == now->has_block && !a && !b;
}

bool compare_same(const Comparison *c, const Stmt *old, const Stmt *now)
{
    return same_head(c, old, now, false) && same_body(c, old, now);
}

/* ---- matching top-level statements ---- */

typedef struct {
    Comparison *c;
    StmtList    old, now;
    int32_t    *to_now, *to_old; /* by position: the other, or -1 */
} Matching;

static bool is_layout(const Terms *terms, const Stmt *stmt)
{
    return stmt_word(&terms->doc->tree, stmt, 0) == word_known(terms->doc->words, S("include"));
}

static StmtList statements_of(Arena *arena, const Terms *terms)
{
    Size     room = terms->doc->statements.count + 1;
    StmtList list = {.items = NEW(arena, const Stmt *, room), .room = room};
    for (Size i = 0; i < terms->doc->statements.count; i++)
        if (!is_layout(terms, terms->doc->statements.items[i]))
            *PUSH(arena, &list) = terms->doc->statements.items[i];
    return list;
}

static Word first_word(const Terms *terms, const Stmt *stmt) { return stmt_word(&terms->doc->tree, stmt, 0); }
static Word name_word(const Terms *terms, const Stmt *stmt) { return stmt_word(&terms->doc->tree, stmt, 1); }

static void match_pair(Matching *m, Size old, Size now)
{
    m->to_now[old] = (int32_t)now;
    m->to_old[now] = (int32_t)old;
}

/* The same kind and name, in order. */
static void match_by_name(Matching *m)
{
    const Terms *old = m->c->old, *now = m->c->now;
    Arena        work = {0};
    int32_t     *head = NEW(&work, int32_t, m->c->room), *next = NEW(&work, int32_t, m->now.count + 1);
    for (Size i = m->now.count - 1; i >= 0; i--) {
        Word name = name_word(now, m->now.items[i]);
        next[i] = head[name];
        head[name] = (int32_t)i + 1;
    }
    for (Size i = 0; i < m->old.count; i++) {
        Word     name = name_word(old, m->old.items[i]);
        int32_t *link = &head[name];
        while (*link && first_word(now, m->now.items[*link - 1]) != first_word(old, m->old.items[i]))
            link = &next[*link - 1];
        if (!*link)
            continue;
        int32_t found = *link - 1;
        *link = next[found];
        match_pair(m, i, found);
    }
    arena_free(&work);
}

static bool is_renamed(const Matching *m, Size old, Size now)
{
    const Stmt *a = m->old.items[old], *b = m->now.items[now];
    Word        name = name_word(m->c->old, a), to = name_word(m->c->now, b);
    bool        named = a->count > 1 && b->count > 1 && (a->has_block || b->has_block || a->count == 2);
    if (!named || !name || !to || first_word(m->c->old, a) != first_word(m->c->now, b))
        return false;
    if (!same_head(m->c, a, b, true))
        return false;
    m->c->renamed[name] = to; /* it may speak of itself */
    bool same = same_body(m->c, a, b);
    m->c->renamed[name] = 0;
    return same;
}

/* One left-over on either side that says the same. */
static bool match_renamed_once(Matching *m)
{
    bool some = false;
    for (Size i = 0; i < m->old.count; i++) {
        Size found = -1, times = 0;
        for (Size k = 0; m->to_now[i] < 0 && k < m->now.count; k++)
            if (m->to_old[k] < 0 && is_renamed(m, i, k)) {
                found = k;
                times++;
            }
        if (times != 1)
            continue;
        Word name = name_word(m->c->old, m->old.items[i]), to = name_word(m->c->now, m->now.items[found]);
        m->c->renamed[name] = to;
        m->c->was[to] = name;
        match_pair(m, i, found);
        some = true;
    }
    return some;
}

/* ---- what differs inside one statement ---- */

typedef struct {
    Comparison *c;
    Difference *d;
} Lines;

static void add_line(Lines *l, char mark, int depth, const Terms *terms, const Stmt *stmt)
{
    Printer printer = {&terms->doc->tree, terms->doc->sources, 0};
    Str     head = print_statement(&printer, l->c->arena, stmt);
    bool    block = stmt->has_block;
    *PUSH(l->c->arena, &l->d->lines) = (DifferenceLine){
        mark, depth, block ? str_format(l->c->arena, "%.*s {", STR_ARG(head)) : head, stmt->span};
    for (const Stmt *inner = stmt->body; block && inner && mark != ' '; inner = inner->next)
        add_line(l, mark, depth + 1, terms, inner);
    if (block && mark != ' ')
        *PUSH(l->c->arena, &l->d->lines) = (DifferenceLine){mark, depth, S("}"), stmt->span};
}

static StmtList body_of(Arena *arena, const Stmt *stmt)
{
    StmtList list = {0};
    for (const Stmt *inner = stmt->body; inner; inner = inner->next)
        *PUSH(arena, &list) = inner;
    return list;
}

static void compare_bodies(Lines *l, const Stmt *old, const Stmt *now, int depth);

/* Statements [from, to) of a body. */
typedef struct {
    const StmtList *list;
    Size            from, to;
} Run;

/* Runs without a match: a pair with the same head is gone into, the rest goes and comes. */
static void compare_runs(Lines *l, Run old, Run now, int depth)
{
    while (old.from < old.to && now.from < now.to) {
        const Stmt *was = old.list->items[old.from], *is = now.list->items[now.from];
        if (!was->has_block || !is->has_block || !same_head(l->c, was, is, false))
            break;
        add_line(l, ' ', depth, l->c->now, is);
        compare_bodies(l, was, is, depth + 1);
        old.from++;
        now.from++;
    }
    for (; old.from < old.to; old.from++)
        add_line(l, '-', depth, l->c->old, old.list->items[old.from]);
    for (; now.from < now.to; now.from++)
        add_line(l, '+', depth, l->c->now, now.list->items[now.from]);
}

/* The longest common run of statements, in order: lengths[i][k] for the tails from i and k on. */
static int32_t *common(const Comparison *c, Arena *work, const StmtList *old, const StmtList *now)
{
    Size     width = now->count + 1;
    int32_t *lengths = NEW(work, int32_t, (old->count + 1) * width);
    for (Size i = old->count - 1; i >= 0; i--)
        for (Size k = now->count - 1; k >= 0; k--) {
            int32_t down = lengths[(i + 1) * width + k], right = lengths[i * width + k + 1];
            int32_t best = down > right ? down : right;
            lengths[i * width + k] =
                compare_same(c, old->items[i], now->items[k]) ? lengths[(i + 1) * width + k + 1] + 1 : best;
        }
    return lengths;
}

static void compare_bodies(Lines *l, const Stmt *old_stmt, const Stmt *now_stmt, int depth)
{
    Arena    work = {0};
    StmtList old = body_of(&work, old_stmt), now = body_of(&work, now_stmt);
    Size     first = 0, i, k, from, since;
    while (first < old.count && first < now.count && compare_same(l->c, old.items[first], now.items[first]))
        first++;
    while (old.count > first && now.count > first &&
           compare_same(l->c, old.items[old.count - 1], now.items[now.count - 1])) {
        old.count--;
        now.count--;
    }
    from = since = i = k = first;
    if ((old.count - first) * (now.count - first) <= LCS_MOST) {
        int32_t *lengths = common(l->c, &work, &old, &now);
        Size     width = now.count + 1;
        while (i < old.count && k < now.count) {
            if (compare_same(l->c, old.items[i], now.items[k])) {
                compare_runs(l, (Run){&old, from, i}, (Run){&now, since, k}, depth);
                from = ++i;
                since = ++k;
            } else if (lengths[(i + 1) * width + k] >= lengths[i * width + k + 1]) {
                i++;
            } else {
                k++;
            }
        }
    }
    compare_runs(l, (Run){&old, from, old.count}, (Run){&now, since, now.count}, depth);
    arena_free(&work);
}

/* The same statements in another order bind alike in most blocks, but exceptions are read in order: shown. */
static void describe_change(Comparison *c, Difference *d)
{
    Lines l = {c, d};
    if (!same_head(c, d->old, d->now, d->kind == SAME_RENAMED)) {
        Stmt old = *d->old, now = *d->now;
        old.has_block = now.has_block = false;
        old.body = now.body = NULL;
        add_line(&l, '-', 0, c->old, &old);
        add_line(&l, '+', 0, c->now, &now);
    }
    compare_bodies(&l, d->old, d->now, 0);
}

/* ---- moves ---- */

/* A title without its number. */
static Str bare_title(Str title)
{
    Size at = 0;
    while (at < title.len &&
           ((title.at[at] >= '0' && title.at[at] <= '9') || title.at[at] == '.' || title.at[at] == ' '))
        at++;
    return str_slice(title, at, title.len);
}

static Str heading(const Terms *terms, const Stmt *stmt)
{
    return stmt->section < 0 ? S("") : bare_title(terms->doc->sections.items[stmt->section].title);
}

/* It stands under another heading, and not because that one got another title. */
static bool is_elsewhere(const Comparison *c, const Stmt *old, const Stmt *now)
{
    Str was = heading(c->old, old);
    if (str_equal(was, heading(c->now, now)))
        return false;
    for (Size i = 0; i < c->now->doc->sections.count; i++)
        if (str_equal(was, bare_title(c->now->doc->sections.items[i].title)))
            return true;
    return false;
}

/* A statement that a longest run in equal order leaves out has moved. */
static bool *find_moved(const Matching *m, Arena *work)
{
    Size     n = m->now.count, most = 0;
    bool    *moved = NEW(work, bool, n + 1);
    int32_t *tail = NEW(work, int32_t, n + 1), *before = NEW(work, int32_t, n + 1);
    for (Size i = 0; i < n; i++) { /* patience sorting over old positions */
        if (m->to_old[i] < 0)
            continue;
        Size low = 0, high = most;
        while (low < high) {
            Size middle = (low + high) / 2;
            if (m->to_old[tail[middle]] < m->to_old[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? tail[low - 1] : -1;
        tail[low] = (int32_t)i;
        most = low == most ? most + 1 : most;
        moved[i] = true;
    }
    for (int32_t i = most ? tail[most - 1] : -1; i >= 0; i = before[i])
        moved[i] = false;
    return moved;
}

/* ---- all ---- */

static Str title_of(Arena *arena, const Terms *terms, const Stmt *stmt)
{
    Stmt    head = *stmt;
    Printer printer = {&terms->doc->tree, terms->doc->sources, 0};
    head.count = head.count > 2 ? 2 : head.count;
    return print_statement(&printer, arena, &head);
}

static void add_removed(Comparison *c, const Matching *m, Size *next, Size until)
{
    for (; *next < until; (*next)++)
        if (m->to_now[*next] < 0) {
            const Stmt *stmt = m->old.items[*next];
            Difference d = {.kind = DIFFERENT_REMOVED, .old = stmt, .name = title_of(c->arena, c->old, stmt)};
            Lines      l = {c, &d};
            add_line(&l, '-', 0, c->old, stmt);
            *PUSH(c->arena, &c->items) = d;
        }
}

static void add_difference(Comparison *c, const Matching *m, Size at, bool moved)
{
    const Stmt *now = m->now.items[at], *old = m->to_old[at] < 0 ? NULL : m->old.items[m->to_old[at]];
    Difference d = {.kind = DIFFERENT_ADDED, .old = old, .now = now, .name = title_of(c->arena, c->now, now)};
    Lines      l = {c, &d};
    if (!old) {
        add_line(&l, '+', 0, c->now, now);
        *PUSH(c->arena, &c->items) = d;
        return;
    }
    bool renamed = name_word(c->old, old) != name_word(c->now, now);
    d.kind = DIFFERENT_CHANGED;
    if (!(renamed || same_head(c, old, now, false)) || !same_body(c, old, now)) {
        describe_change(c, &d);
        *PUSH(c->arena, &c->items) = d;
    }
    if (renamed) {
        Difference r = {.kind = SAME_RENAMED,
                        .old = old,
                        .now = now,
                        .name = d.name,
                        .other = title_of(c->arena, c->old, old)};
        *PUSH(c->arena, &c->items) = r;
    }
    if (moved || is_elsewhere(c, old, now)) {
        Difference r = {
            .kind = SAME_MOVED, .old = old, .now = now, .name = d.name, .other = heading(c->old, old)};
        *PUSH(c->arena, &c->items) = r;
    }
}

Comparison *compare_terms(Arena *arena, const Terms *old, const Terms *now)
{
    INVARIANT(old->doc->words == now->doc->words);
    Comparison *c = NEW(arena, Comparison, 1);
    *c = (Comparison){.arena = arena, .old = old, .now = now, .room = now->doc->words->spelling.count};
    c->renamed = NEW(arena, Word, c->room);
    c->was = NEW(arena, Word, c->room);
    Matching m = {.c = c, .old = statements_of(arena, old), .now = statements_of(arena, now)};
    m.to_now = NEW(arena, int32_t, m.old.count + 1);
    m.to_old = NEW(arena, int32_t, m.now.count + 1);
    memset(m.to_now, -1, (size_t)(m.old.count + 1) * sizeof *m.to_now);
    memset(m.to_old, -1, (size_t)(m.now.count + 1) * sizeof *m.to_old);
    match_by_name(&m);
    while (match_renamed_once(&m))
        continue;
    bool *moved = find_moved(&m, arena);
    Size  next = 0;
    for (Size i = 0; i < m.now.count; i++) {
        if (m.to_old[i] >= 0 && !moved[i])
            add_removed(c, &m, &next, m.to_old[i]);
        add_difference(c, &m, i, moved[i]);
    }
    add_removed(c, &m, &next, m.old.count);
    return c;
}

bool compare_changed(const Comparison *c)
{
    for (Size i = 0; i < c->items.count; i++)
        if (c->items.items[i].kind <= DIFFERENT_CHANGED)
            return true;
    return false;
}
