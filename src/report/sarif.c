/* sarif.c - see sarif.h.
 *
 * One run, one rule for each code that occurs. A rule's page stands in its `help`; `helpUri` would
 * have to be absolute, so the page's place in our tree is a property. Paths that are relative stay
 * so, with the base %SRCROOT%, which the reader of the file sets. */
#include "report/sarif.h"

#include <string.h>

#include "report/findings.h"
#include "report/json.h"
#include "report/pages.h"

static json_t *message(Arena *arena, Str text)
{
    json_t *object = json_object();
    json_put(object, "text", json_of_text(arena, text));
    return object;
}

/* ---- places ---- */

static bool is_plain(unsigned char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || (c && strchr("-._~/", c));
}

static Str percent_encoded(Arena *arena, Str path)
{
    Text out = text_new(arena);
    for (Size i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.at[i];
        if (is_plain(c))
            text_char(&out, path.at[i]);
        else
            text_format(&out, "%%%02X", c);
    }
    return text_str(&out);
}

static json_t *artifact(Arena *arena, Str path)
{
    json_t *object = json_object();
    bool    absolute = str_starts(path, S("/"));
    while (str_starts(path, S("./")))
        path = str_slice(path, 2, path.len);
    Str uri = percent_encoded(arena, path);
    json_put(object, "uri",
             json_of_text(arena, absolute ? str_format(arena, "file://%.*s", STR_ARG(uri)) : uri));
    if (!absolute)
        json_put(object, "uriBaseId", json_string("%SRCROOT%"));
    return object;
}

static json_t *location(Arena *arena, const Sources *sources, Span span)
{
    Spot    spot = spot_of(sources, span);
    json_t *object = json_object(), *physical = json_object(), *region = json_object();
    json_put(region, "startLine", json_integer(spot.line));
    json_put(region, "startColumn", json_integer(spot.column));
    json_put(region, "endLine", json_integer(spot.end_line));
    json_put(region, "endColumn", json_integer(spot.end_column));
    json_put(physical, "artifactLocation", artifact(arena, spot.file));
    json_put(physical, "region", region);
    json_put(object, "physicalLocation", physical);
    return object;
}

/* ---- fingerprints ---- */

static bool within(Span inner, Span outer) { return outer.from <= inner.from && inner.to <= outer.to; }

/* The first words of each statement that holds `span`, outermost first: `grant video / under`. */
static void add_heads(Text *out, const Document *doc, const Stmt *stmt, Span span, int depth)
{
    for (; stmt && depth < TREE_DEPTH; stmt = stmt->body, depth++) {
        while (stmt && !within(span, stmt->span))
            stmt = depth ? stmt->next : NULL;
        if (!stmt)
            return;
        for (int32_t i = 0; i < stmt->count && i < 2 && depth == 0; i++)
            text_format(out, " %.*s",
                        STR_ARG(sources_slice(doc->sources, tree_token(&doc->tree, stmt->first + i)->span)));
        if (depth > 0 && stmt->count)
            text_format(out, " / %.*s",
                        STR_ARG(sources_slice(doc->sources, tree_token(&doc->tree, stmt->first)->span)));
    }
}

static Str fingerprint(Arena *arena, const Sources *sources, const Document *doc, const Diag *diag)
{
    enum { MARKED_MOST = 200 };
    Text text = text_new(arena);
    text_format(&text, "%s\n", diag->code);
    for (Size i = 0; doc && i < doc->statements.count; i++)
        add_heads(&text, doc, doc->statements.items[i], diag->span, 0);
    Span marked = diag->span;
    marked.to = marked.to - marked.from > MARKED_MOST ? marked.from + MARKED_MOST : marked.to;
    text_format(&text, "\n%.*s\n%.*s\n%.*s", STR_ARG(sources_slice(sources, marked)), STR_ARG(diag->title),
                STR_ARG(diag->label));
    return str_format(arena, "%016llx", (unsigned long long)str_hash(text_str(&text)));
}

/* Equal ones are counted, so that each finding has its own. */
static Str numbered(Arena *arena, const Str *before, Size count, Str print)
{
    int same = 1;
    for (Size i = 0; i < count; i++)
        same += str_equal(before[i], print);
    return same == 1 ? print : str_format(arena, "%.*s:%d", STR_ARG(print), same);
}

/* ---- rules and results ---- */

static json_t *rule(Arena *arena, const Diag *diag)
{
    const Page *page = page_find(str_from(diag->code));
    json_t     *object = json_object();
    json_put(object, "id", json_string(diag->code));
    if (!page) {
        json_put(object, "shortDescription", message(arena, diag->title));
        return object;
    }
    json_t *help = message(arena, str_from(page->text)), *properties = json_object();
    json_put(help, "markdown", json_string(page->text));
    json_put(properties, "page", json_of_text(arena, str_format(arena, "docs/errors/%s.md", page->code)));
    json_put(object, "help", help);
    json_put(object, "properties", properties);
    json_put(object, "shortDescription", message(arena, str_from(page->title)));
    json_put(object, "fullDescription", message(arena, str_from(page->meaning)));
    return object;
}

static Str result_text(Arena *arena, const Diag *diag)
{
    Text text = text_new(arena);
    text_add(&text, diag->title);
    if (diag->label.len)
        text_format(&text, ": %.*s", STR_ARG(diag->label));
    if (diag->help.len)
        text_format(&text, ". Help: %.*s", STR_ARG(diag->help));
    return text_str(&text);
}

static json_t *result(Arena *arena, const Sources *sources, const Diag *diag, Size rule_index, Str print)
{
    static const char *const levels[] = {
        [DIAG_ERROR] = "error", [DIAG_WARNING] = "warning", [DIAG_INFO] = "note"};
    json_t *object = json_object(), *locations = json_array(), *prints = json_object();
    json_add(locations, location(arena, sources, diag->span));
    json_put(prints, "entente/v1", json_of_text(arena, print));
    json_put(object, "ruleId", json_string(diag->code));
    json_put(object, "ruleIndex", json_integer(rule_index));
    json_put(object, "level", json_string(levels[diag->level]));
    json_put(object, "message", message(arena, result_text(arena, diag)));
    json_put(object, "locations", locations);
    json_put(object, "partialFingerprints", prints);
    if (diag->note_label.len) {
        json_t *related = json_array(), *note = location(arena, sources, diag->note_span);
        json_put(note, "id", json_integer(1));
        json_put(note, "message", message(arena, diag->note_label));
        json_add(related, note);
        json_put(object, "relatedLocations", related);
    }
    return object;
}

static const char *rule_id(const json_t *rules, Size at)
{
    return json_string_value(json_object_get(json_array_get(rules, (size_t)at), "id"));
}

static json_t *driver(json_t *rules)
{
    json_t *object = json_object();
    json_put(object, "name", json_string("entente"));
    json_put(object, "version", json_string(ENTENTE_VERSION));
    json_put(object, "rules", rules);
    return object;
}

Str sarif_text(Arena *arena, const Sources *sources, const Document *document, Diags *diags)
{
    json_t *rules = json_array(), *results = json_array();
    Str     prints[DIAG_LIMIT];
    Size    count = 0, rule_count = 0;
    diags_sort(diags);
    for (const Diag *diag = diags->first; diag && count < DIAG_LIMIT; diag = diag->next, count++) {
        Size at = 0;
        while (at < rule_count && !str_equal(str_from(rule_id(rules, at)), str_from(diag->code)))
            at++;
        if (at == rule_count) {
            json_add(rules, rule(arena, diag));
            rule_count++;
        }
        prints[count] = fingerprint(arena, sources, document, diag);
        json_add(results, result(arena, sources, diag, at, numbered(arena, prints, count, prints[count])));
    }
    json_t *root = json_object(), *runs = json_array(), *run = json_object(), *tool = json_object();
    json_put(tool, "driver", driver(rules));
    json_put(run, "tool", tool);
    json_put(run, "results", results);
    json_put(run, "columnKind", json_string("unicodeCodePoints"));
    json_add(runs, run);
    json_put(root, "$schema", json_string("https://json.schemastore.org/sarif-2.1.0.json"));
    json_put(root, "version", json_string("2.1.0"));
    json_put(root, "runs", runs);
    return json_print(arena, root);
}
