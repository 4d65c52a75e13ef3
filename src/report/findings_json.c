/* findings_json.c - see findings_json.h. */
#include "report/findings_json.h"

#include "report/findings.h"

static void put_place(Arena *arena, json_t *object, const Sources *sources, Span span)
{
    Spot spot = spot_of(sources, span);
    json_put(object, "file", json_of_text(arena, spot.file));
    json_put(object, "line", json_integer(spot.line));
    json_put(object, "column", json_integer(spot.column));
    json_put(object, "endLine", json_integer(spot.end_line));
    json_put(object, "endColumn", json_integer(spot.end_column));
}

static json_t *finding_object(Arena *arena, const Sources *sources, const Diag *diag)
{
    json_t *object = json_object(), *note = json_null();
    json_put(object, "code", json_of_text(arena, str_from(diag->code)));
    json_put(object, "level", json_of_text(arena, str_from(diag_level_name(diag->level))));
    json_put(object, "title", json_of_text(arena, diag->title));
    json_put(object, "label", json_of_text(arena, diag->label));
    json_put(object, "help", json_of_text(arena, diag->help));
    put_place(arena, object, sources, diag->span);
    if (diag->note_label.len) {
        note = json_object();
        json_put(note, "label", json_of_text(arena, diag->note_label));
        put_place(arena, note, sources, diag->note_span);
    }
    json_put(object, "note", note);
    return object;
}

json_t *findings_object(Arena *arena, Str path, const Sources *sources, Diags *diags)
{
    json_t *root = json_object(), *findings = json_array();
    diags_sort(diags);
    for (const Diag *diag = diags->first; diag; diag = diag->next)
        json_add(findings, finding_object(arena, sources, diag));
    json_put(root, "path", json_of_text(arena, path));
    json_put(root, "errors", json_integer(diags->errors));
    json_put(root, "warnings", json_integer(diags->warnings));
    json_put(root, "notes", json_integer(diags->infos));
    json_put(root, "findings", findings);
    return root;
}

Str findings_json(Arena *arena, Str path, const Sources *sources, Diags *diags)
{
    return json_print(arena, findings_object(arena, path, sources, diags));
}
