/* cover.c - does every production of the grammar have a good text? Usage: cover FOLDER
 *
 * Reads all texts of FOLDER, matches each statement once more, and notes which form of the registry
 * it has, which way of each choice it takes, which optional phrases it has, and which kinds of
 * conditions, values, days and parties stand in them. What no text uses is a failure, in TAP. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terms/registry.h"

enum { FORMS_MOST = 512, OPS = 32, TEXT_MOST = 1 << 20 };

typedef struct {
    const Form *form;
    const char *set;
    int         count;
    uint32_t    ways[FORM_SLOTS]; /* of a choice: which numbers; of a phrase: 1 if it was there */
} Seen;

typedef struct {
    Arena    arena;
    Seen     forms[FORMS_MOST];
    Size     count;
    uint32_t ops[N_WORDS + 1]; /* by NodeKind: which ops */
    int      cases, failed;
} Cover;

static void say(Cover *cover, bool good, const char *what, const char *more)
{
    cover->failed += !good;
    printf("%s %d - %s: %s\n", good ? "ok" : "not ok", ++cover->cases, what, more);
}

/* ---- what there is ---- */

static Seen *seen_of(Cover *cover, const Form *form)
{
    for (Size i = 0; i < cover->count; i++)
        if (cover->forms[i].form == form)
            return &cover->forms[i];
    return NULL;
}

static void list_forms(Cover *cover, const FormSet *set)
{
    for (Size i = 0; set && i < set->count; i++) {
        if (seen_of(cover, &set->forms[i]))
            continue;
        INVARIANT(cover->count < FORMS_MOST);
        cover->forms[cover->count++] = (Seen){.form = &set->forms[i], .set = set->name};
        list_forms(cover, set->forms[i].inner);
    }
}

/* ---- what is used ---- */

static void note_node(Cover *cover, const Node *node)
{
    for (; node; node = node->next) {
        cover->ops[node->kind] |= 1u << (node->op < OPS ? node->op : 0);
        if (node->kind == N_WORDS)
            continue;
        note_node(cover, node->a);
        note_node(cover, node->b);
    }
}

static void note_match(Cover *cover, const Match *match)
{
    Seen *seen = seen_of(cover, match->form);
    INVARIANT(seen);
    seen->count++;
    for (int i = 0; i < FORM_SLOTS; i++) {
        const Node *node = match->slot[i];
        if (!node)
            continue;
        seen->ways[i] |= node->kind == N_CHOICE ? 1u << node->value : 1u;
        note_node(cover, node);
    }
}

static void use_block(Cover *cover, Phrases *phrases, const FormSet *const *sets, Stmt *first)
{
    for (Stmt *stmt = first; stmt; stmt = stmt->next) {
        Match match = {0};
        if (!form_match(phrases, sets, stmt, &match))
            continue;
        note_match(cover, &match);
        if (match.form->inner)
            use_block(cover, phrases, (const FormSet *const[]){match.form->inner, NULL}, stmt->body);
    }
}

static void use_clause(Cover *cover, Phrases *phrases, const Clause *clause)
{
    Match head = {0};
    if (clause->implicit)
        return;
    bool whole = form_match(phrases, (const FormSet *const[]){clause->kind->head, NULL}, clause->stmt, &head);
    if (whole)
        note_match(cover, &head);
    const FormSet *sets[3] = {clause->kind->body, clause->kind->common ? &common_forms : NULL, NULL};
    if (clause->kind->read == open_read)
        note_match(cover, &(Match){.form = &clause->kind->body->forms[0]}); /* options are read by hand */
    else if (clause->kind->body)
        use_block(cover, phrases, sets, clause->stmt->body);
}

static ReadResult read_text(void *context, Arena *arena, Str path, Str *text)
{
    (void)context;
    FILE *file = fopen(str_copy(arena, path).at, "rb");
    if (!file)
        return READ_ABSENT;
    char *bytes = NEW(arena, char, TEXT_MOST + 1);
    *text = (Str){bytes, (Size)fread(bytes, 1, TEXT_MOST, file)};
    fclose(file);
    return READ_OK;
}

static void use_text(Cover *cover, Str path)
{
    Arena   *arena = &cover->arena;
    Sources  sources = sources_new(arena);
    Words    words = words_new(arena);
    Diags    diags = diags_new(arena), scratch = diags_new(arena);
    Document document = document_new(arena, &sources, &words, &diags, (FileReader){NULL, read_text});
    bool     read = document_read(&document, path);
    if (!read && str_ends(path, S("/agreement.md")))
        return; /* a folder of parts */
    Terms *terms = read ? terms_read(arena, &document, &diags) : NULL;
    say(cover, terms && diags.errors == 0, "read", str_copy(arena, path).at);
    if (!terms)
        return;
    Phrases phrases = terms->phrases;
    phrases.diags = &scratch;
    for (Size i = 0; i < terms->clauses.count; i++)
        use_clause(cover, &phrases, terms->clauses.items[i]);
}

/* ---- what is missing ---- */

/* The captures of a pattern: 0 for a phrase that is always there, 1 for one that may be left out, or
 * that many ways of a choice. */
static int captures_of(const char *pattern, int *ways)
{
    int count = 0, depth = 0, choice[16] = {0}, optional = 0;
    for (const char *at = pattern; *at; at++) {
        if (*at == '<') {
            ways[count++] = optional > 0;
            at = strchr(at, '>');
        } else if (*at == '(' || *at == '[') {
            optional += *at == '[';
            const char *end = at + 1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyz-");
            choice[++depth] = *end == '=' && end > at + 1 ? count : -1;
            if (choice[depth] >= 0)
                ways[count++] = 1;
        } else if (*at == ')' || *at == ']') {
            optional -= *at == ']';
            depth--;
        } else if (*at == '|' && choice[depth] >= 0) {
            ways[choice[depth]]++;
        }
    }
    return count;
}

/* An event without a block is read, to say well what it lacks: no such text is good. */
static bool never_good(const Form *form)
{
    Str pattern = str_from(form->pattern);
    return !form->inner && (str_starts(pattern, S("metric ")) || str_starts(pattern, S("event ")) ||
                            str_starts(pattern, S("fact ")));
}

static void check_form(Cover *cover, const Seen *seen)
{
    if (never_good(seen->form))
        return;
    int  ways[FORM_SLOTS] = {0}, count = captures_of(seen->form->pattern, ways);
    bool whole = seen->count > 0;
    for (int i = 0; i < count; i++)
        if (ways[i] && seen->ways[i] != (1u << ways[i]) - 1) {
            printf("# capture %d: ways used %x of %d\n", i, (unsigned)seen->ways[i], ways[i]);
            whole = false;
        }
    say(cover, whole, seen->set, seen->form->pattern);
}

static void check_ops(Cover *cover)
{
    static const struct {
        NodeKind    kind;
        int         ops;
        const char *name;
    } rows[] = {
        {N_NUMBER, 1, "a number"},
        {N_PERCENT, 1, "a percentage"},
        {N_MONEY, 1, "money"},
        {N_COUNT, 1, "a count"},
        {N_DATE, 1, "a date"},
        {N_PERIOD, 1, "a period"},
        {N_VERSION, 1, "a version"},
        {N_DURATION, 4, "each unit of duration"},
        {N_TEXT, 1, "a text"},
        {N_DAY, DAY_JUST_BEFORE + 1, "each way to find a day"},
        {N_WHO, WHO_ALL + 1, "each way to name who"},
        {N_ITEM, ITEM_MINUS + 1, "an item, and an exception"},
        {N_OPEN, 2, "an open point, and a range"},
        {N_ALL, 1, "all of"},
        {N_ANY, 1, "any of"},
        {N_NONE, 1, "none of"},
        {N_ATLEAST, 1, "at least n of"},
        {N_NOT, 1, "not"},
        {N_COMPARE, CMP_ON_OR_AFTER + 1, "each comparison"},
        {N_STATE, STATE_AT + 1, "each state"},
        {N_MATH, MATH_EARLIEST + 1, "each operation"},
        {N_PHRASE, PHRASE_AVERAGE + 1, "each phrase"},
    };
    for (Size i = 0; i < COUNT(rows); i++) {
        uint32_t missing = ((1u << rows[i].ops) - 1) & ~cover->ops[rows[i].kind];
        if (missing)
            printf("# ops that no text uses: %x\n", (unsigned)missing);
        say(cover, !missing, "phrase", rows[i].name);
    }
    uint32_t sealed = 1u << N_PERCENT | 1u << N_NUMBER | 1u << N_MONEY;
    say(cover, cover->ops[N_SEALED] == sealed, "phrase", "sealed percent, number and money");
}

int main(int count, char **words)
{
    INVARIANT(count == 2);
    Cover                   *cover = calloc(1, sizeof *cover);
    Size                     kind_count = 0;
    const ClauseKind *const *kinds = clause_kinds(&kind_count);
    INVARIANT(cover);
    list_forms(cover, &common_forms);
    for (Size i = 0; i < kind_count; i++) {
        list_forms(cover, kinds[i]->head);
        list_forms(cover, kinds[i]->body);
    }
    struct dirent **names = NULL;
    int             found = scandir(words[1], &names, NULL, alphasort);
    for (int i = 0; i < found; i++) {
        Str name = str_from(names[i]->d_name);
        if (str_ends(name, S(".entente")) || str_ends(name, S(".md")))
            use_text(cover, str_format(&cover->arena, "%s/%.*s", words[1], STR_ARG(name)));
        else if (str_find(name, '.') < 0)
            use_text(cover, str_format(&cover->arena, "%s/%.*s/agreement.md", words[1], STR_ARG(name)));
        free(names[i]);
    }
    free(names);
    for (Size i = 0; i < cover->count; i++)
        check_form(cover, &cover->forms[i]);
    check_ops(cover);
    printf("1..%d\n", cover->cases);
    int exit_code = cover->failed > 0;
    arena_free(&cover->arena);
    free(cover);
    return exit_code;
}
