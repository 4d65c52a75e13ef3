/* document.c - see document.h. */
#include "lang/document.h"

#include "lang/door.h"

Document document_new(Arena *arena, Sources *sources, Words *words, Diags *diags, FileReader reader)
{
    return (Document){.arena = arena,
                      .sources = sources,
                      .words = words,
                      .diags = diags,
                      .reader = reader,
                      .tree = tree_new(arena, words, diags)};
}

static void take_sections(Document *doc, const Markdown *markdown)
{
    for (Size i = 0; i < markdown->headings.count; i++) {
        const Heading *heading = &markdown->headings.items[i];
        *PUSH(doc->arena, &doc->sections) =
            (Section){sources_slice(doc->sources, heading->span), heading->level, heading->offset};
    }
}

static void read_blocks(Document *doc, Size index)
{
    DocumentFile *file = &doc->files.items[index];
    Span          whole = {file->source->base, file->source->base + (int32_t)file->source->text.len};
    whole.from += str_starts(file->source->text, S("\xef\xbb\xbf")) ? 3 : 0; /* a byte order mark */
    int32_t sections = (int32_t)doc->sections.count;
    if (!file->markdown) {
        *PUSH(doc->arena, &file->blocks) = tree_read(&doc->tree, file->source, whole, -1);
        return;
    }
    int errors = doc->diags->errors;
    markdown_read(doc->arena, file->source, doc->diags, &file->headings_and_fences);
    doc->incomplete |= doc->diags->errors > errors;
    take_sections(doc, &file->headings_and_fences);
    for (Size i = 0; i < file->headings_and_fences.fences.count; i++) {
        const Fence *fence = &file->headings_and_fences.fences.items[i];
        int32_t      section = fence->heading < 0 ? -1 : sections + (int32_t)fence->heading;
        *PUSH(doc->arena, &file->blocks) = tree_read(&doc->tree, file->source, fence->body, section);
    }
}

static Str joined_path(Arena *arena, Str from, Str to)
{
    Size slash = -1;
    for (Size i = 0; i < from.len; i++)
        if (from.at[i] == '/')
            slash = i;
    return str_format(arena, "%.*s%.*s", (int)(slash + 1), from.at, STR_ARG(to));
}

static bool path_allowed(Str path)
{
    if (path.len == 0 || path.at[0] == '/')
        return false;
    for (Size i = 0, start = 0; i <= path.len; i++) {
        if (i < path.len && (unsigned char)path.at[i] < ' ')
            return false;
        if (i < path.len && path.at[i] == '\\')
            return false;
        if (i < path.len && path.at[i] != '/')
            continue;
        Str step = str_slice(path, start, i);
        if (step.len == 0 || str_equal(step, S("..")) || str_equal(step, S(".")))
            return false;
        start = i + 1;
    }
    return true;
}

static void refuse_read(Document *doc, Span span, ReadResult result, Str path)
{
    static const char *const titles[] = {[READ_ABSENT] = "the included file does not exist",
                                         [READ_LINK] = "an include may not go through a symbolic link",
                                         [READ_TOO_LARGE] = "the included file is larger than 1 MiB",
                                         [READ_FAILED] = "the included file could not be read"};
    doc->incomplete = true;
    diag_refuse(doc->diags, "E0110", span, str_from(titles[result]),
                str_format(doc->arena, "looked for %.*s", STR_ARG(path)),
                result == READ_TOO_LARGE ? S("split it into several files")
                                         : S("the path is relative to the file that includes it"));
}

static bool read_file(Document *doc, Str path, Span from, int depth);

static bool include_fits(Document *doc, Span span, Str written, Str path, int depth)
{
    if (!path_allowed(written))
        return diag_refuse(doc->diags, "E0111", span, S("an include stays inside the agreement's folder"),
                           S("not a plain relative path"), S("write a path such as \"schedule-a.entente\""));
    for (Size i = 0; i < doc->files.count; i++)
        if (str_equal(doc->files.items[i].source->path, path))
            return diag_refuse(doc->diags, "E0112", span, S("this file is included already"),
                               S("included a second time"), S("include each file once"));
    if (depth >= INCLUDE_DEPTH || doc->files.count >= INCLUDE_MOST)
        return diag_refuse(doc->diags, "E0113", span, S("too many files are included"),
                           S("past 8 levels or 1000 files"), S("include the files from fewer levels"));
    return true;
}

static void read_include(Document *doc, Stmt *stmt, Str from_path, int depth)
{
    const Token *token = stmt->count == 2 ? tree_token(&doc->tree, stmt->first + 1) : NULL;
    if (!token || token->kind != T_TEXT || stmt->has_block) {
        doc->incomplete = true;
        diag_refuse(doc->diags, "E0111", stmt->span, S("an include names one file in quotes"),
                    S("not a file name"), S("write `include \"schedule-a.entente\"`"));
        stmt->poisoned = true;
        return;
    }
    Str  written = text_value(doc->arena, sources_slice(doc->sources, token->span));
    Str  path = joined_path(doc->arena, from_path, written);
    bool fits = include_fits(doc, token->span, written, path, depth);
    doc->incomplete |= !fits;
    if (fits)
        (void)read_file(doc, path, token->span, depth + 1);
}

static void take_statements(Document *doc, Stmt *first, Str path, int depth)
{
    for (Stmt *stmt = first; stmt; stmt = stmt->next) {
        *PUSH(doc->arena, &doc->statements) = stmt;
        if (stmt_word(&doc->tree, stmt, 0) == W_include)
            read_include(doc, stmt, path, depth);
    }
}

static bool read_file(Document *doc, Str path, Span from, int depth)
{
    Str        text = S("");
    ReadResult result = doc->reader.read(doc->reader.context, doc->arena, path, &text);
    if (result == READ_OK && text.len > SOURCE_BYTES_MOST)
        result = READ_TOO_LARGE;
    if (result != READ_OK && depth == 0)
        return false;
    if (result != READ_OK) {
        refuse_read(doc, from, result, path);
        return true;
    }
    const Source *source = sources_add(doc->sources, path, text);
    Size          index = doc->files.count;
    Source       *kept = NEW(doc->arena, Source, 1); /* sources may move when more are added */
    *kept = *source;
    *PUSH(doc->arena, &doc->files) = (DocumentFile){.source = kept, .markdown = str_ends(path, S(".md"))};
    if (!door_check(kept, doc->diags)) {
        doc->incomplete = true;
        return true;
    }
    read_blocks(doc, index);
    Size blocks = doc->files.items[index].blocks.count;
    for (Size i = 0; i < blocks; i++)
        take_statements(doc, doc->files.items[index].blocks.items[i].first, path, depth);
    return true;
}

bool document_read(Document *doc, Str path) { return read_file(doc, path, (Span){0, 0}, 0); }

/* A block keeps to the line ends of its text: those of the fence line above it, or of the file's first line.
 */
static void add_block(const Document *doc, Text *out, Block block, Str line_above)
{
    Printer printer = {&doc->tree, doc->sources, W_agreement};
    if (!str_ends(line_above, S("\r\n"))) {
        print_block(&printer, out, block, 0);
        return;
    }
    Text text = text_new(out->arena);
    print_block(&printer, &text, block, 0);
    Str rest = text_str(&text);
    for (Size end; (end = str_find(rest, '\n')) >= 0; rest = str_slice(rest, end + 1, rest.len)) {
        text_add(out, str_slice(rest, 0, end));
        text_add(out, S("\r\n"));
    }
}

Str document_print(const Document *doc, Arena *arena, const DocumentFile *file)
{
    Text out = text_new(arena);
    Str  text = file->source->text;
    Size at = 0;
    if (!file->markdown) {
        if (file->blocks.count)
            add_block(doc, &out, file->blocks.items[0], str_slice(text, 0, str_find(text, '\n') + 1));
        return text_str(&out);
    }
    for (Size i = 0; i < file->blocks.count; i++) {
        Span body = file->headings_and_fences.fences.items[i].body;
        text_add(&out, str_slice(text, at, body.from - file->source->base));
        add_block(doc, &out, file->blocks.items[i], str_slice(text, 0, body.from - file->source->base));
        at = body.to - file->source->base;
    }
    text_add(&out, str_slice(text, at, text.len));
    return text_str(&out);
}
