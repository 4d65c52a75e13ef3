/* usage.c - see usage.h. Usage is streamed; only its heading and what is wrong are kept. */
#include "app/usage.h"

#include "app/scan.h"
#include "base/csv.h"
#include "os/line_writer.h"

enum { HEAD_SHOWN = 1 << 16 };

typedef struct {
    Owing            *owing;
    const UsageAsked *asked;
    UsageRead        *out;
    Str               path;
    const Source     *mapping;
    Word              lines; /* which the file holds, as it was given; 0: not said */
    UsageShape        shape;
    LineWriter       *rejects;
    Arena             work;
} Feeding;

static Arena *arena_of(const Feeding *f) { return f->owing->asking->session->arena; }

/* ---- lines that are not counted ---- */

static void keep_reject(void *self, const Reject *reject)
{
    Feeding *f = self;
    Str      why = reject_text(&f->work, f->owing->plan, &f->shape, reject);
    if (f->out->said.count < REJECTS_SHOWN)
        *PUSH(arena_of(f), &f->out->said) = str_format(arena_of(f), "%.*s:%lld: %.*s", STR_ARG(f->path),
                                                       (long long)reject->line, STR_ARG(why));
    if (f->rejects) {
        Text row = text_new(&f->work);
        text_add(&row, reject->row);
        text_char(&row, f->shape.separator);
        csv_write(&row, why, true);
        line_write(f->rejects, text_str(&row));
    }
    arena_free(&f->work);
    f->work = (Arena){0};
}

/* ---- usage ---- */

/* What is told of the file and guessed from it: whole lines of its beginning. */
static Str whole_lines(Str head)
{
    Str  cut = str_slice(head, 0, head.len < HEAD_SHOWN ? head.len : HEAD_SHOWN);
    Size whole = cut.len;
    while (cut.len < head.len && whole > 0 && cut.at[whole - 1] != '\n')
        whole--;
    return str_slice(cut, 0, whole);
}

/* The heading of the file. False: it does not fit, which is a finding. */
static bool read_heading(Feeding *f, Str head)
{
    Session      *s = f->owing->asking->session;
    const Source *source = sources_add(s->sources, f->path, str_copy(s->arena, head));
    UsageHead     given = {.head = source, .mapping = f->mapping, .lines = f->lines};
    if (!usage_shape(s->arena, f->owing->plan, &given, s->diags, &f->shape))
        return false;
    if (!f->rejects)
        return true;
    line_write(f->rejects, str_trim(str_slice(head, 0, f->shape.body)));
    line_write(f->rejects, f->shape.separator == ';'    ? S(";problem\n")
                           : f->shape.separator == '\t' ? S("\tproblem\n")
                                                        : S(",problem\n"));
    return true;
}

static LineFileResult read_lines(Feeding *f, Arena *arena, UsageTotals *totals)
{
    LineFile      *file = NULL;
    LineFileResult result = line_file_open(arena, f->path, USAGE_LINE_MOST, &file);
    if (result != LINE_FILE_OK)
        return result;
    if (read_heading(f, whole_lines(line_file_head(file)))) {
        Scan scan = {.plan = f->owing->plan,
                     .shape = &f->shape,
                     .file = file,
                     .threads = f->asked->threads,
                     .reject = keep_reject,
                     .self = f};
        result = scan_usage(&scan, &f->owing->sums, totals);
    }
    line_file_close(file);
    return result;
}

static bool read_usage(Feeding *f, Str *why)
{
    Arena          buffers = {0};
    UsageFile      file = {.path = f->path, .reject_path = f->asked->rejects_path};
    LineFileResult result = read_lines(f, &buffers, &file.totals);
    arena_free(&buffers);
    if (result != LINE_FILE_OK) {
        *why = str_format(arena_of(f), "%.*s: %s", STR_ARG(f->path), line_file_text(result));
        return false;
    }
    *PUSH(arena_of(f), &f->out->files) = file;
    return true;
}

/* ---- register and rates ---- */

static const Source *read_small(Owing *o, Str path, Str *why)
{
    Session   *s = o->asking->session;
    Str        text = S("");
    FileResult result = file_read(s->arena, path, path.len, SIDE_BYTES_MOST, &text);
    if (result == FILE_OK)
        return sources_add(s->sources, path, text);
    *why = str_format(s->arena, "%.*s: %s", STR_ARG(path),
                      result == FILE_ABSENT  ? "there is no such file"
                      : result == FILE_LARGE ? "it is larger than 64 MiB"
                                             : "it could not be read");
    return NULL;
}

static int header_currency(const Owing *o)
{
    const Agreement *header = terms_header(o->asking->loaded.terms);
    return header && header->currency
               ? currency_find(terms_text(o->asking->loaded.terms, header->currency->word))
               : -1;
}

static bool read_sides(Owing *o, const UsageAsked *asked, Str *why)
{
    Session *s = o->asking->session;
    if (asked->register_path.len) {
        const Source *source = read_small(o, asked->register_path, why);
        if (!source)
            return false;
        (void)register_read(o->plan, source, s->diags); /* what is wrong is a finding */
    }
    if (asked->rates_path.len) {
        const Source *source = read_small(o, asked->rates_path, why);
        if (!source)
            return false;
        o->has_rates = rates_read(s->arena, source, s->diags, header_currency(o), &o->rates);
    }
    return true;
}

/* calls=june.csv: the lines that a file holds, where its heading leaves it open. */
static void take_name(Feeding *f, Str given)
{
    const Terms  *terms = f->owing->asking->loaded.terms;
    Size          equals = str_find(given, '=');
    Word          name = equals > 0 ? word_known(terms->doc->words, str_slice(given, 0, equals)) : 0;
    const Clause *lines = name ? terms_clause(terms, name) : NULL;
    bool          named = lines && clause_is(lines, REF(LINES));
    f->lines = named ? name : 0;
    f->path = named ? str_slice(given, equals + 1, given.len) : given;
}

bool owing_usage(Owing *o, const UsageAsked *asked, UsageRead *out, Str *why)
{
    Arena  *arena = o->asking->session->arena;
    Feeding f = {.owing = o, .asked = asked, .out = out};
    if (!read_sides(o, asked, why))
        return false;
    plan_close(o->plan);
    o->sums = sums_new(arena, o->plan);
    if (asked->map_path.len) {
        f.mapping = read_small(o, asked->map_path, why);
        if (!f.mapping)
            return false;
    }
    if (asked->rejects_path.len && asked->usage.count) {
        f.rejects = line_writer_new(arena, asked->rejects_path);
        if (!f.rejects) {
            *why = str_format(arena, "%.*s: it cannot be written", STR_ARG(asked->rejects_path));
            return false;
        }
    }
    bool good = true;
    for (Size i = 0; i < asked->usage.count && good; i++) {
        take_name(&f, asked->usage.items[i]);
        good = read_usage(&f, why);
    }
    if (f.rejects && !line_close(f.rejects, good)) {
        *why = str_format(arena, "%.*s: it cannot be written", STR_ARG(asked->rejects_path));
        good = false;
    }
    return good;
}
