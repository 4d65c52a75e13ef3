/* usage.c - see usage.h. Usage is streamed; only its heading, its sums and what is wrong are kept. */
#include "app/usage.h"

#include "app/scan.h"
#include "app/tables.h"
#include "app/twice.h"
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
    Sums             *into;  /* those of the reckoning, or apart what is taken off */
    Sums              apart;
    UsageShape        shape;
    const TwiceFile  *twice; /* of this file; NULL: it was not looked at */
    LineWriter       *rejects;
    Arena             work;
} Feeding;

static Arena *arena_of(const Feeding *f) { return f->owing->asking->session->arena; }

/* ---- lines that are not counted ---- */

static void keep_reject(void *self, const Reject *reject)
{
    Feeding *f = self;
    Str      why = reject_text(&f->work, f->owing->plan, &f->shape, reject);
    if (f->out->said.count < REJECTS_SHOWN && ++f->out->told)
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

static LineFileResult scan_lines(Feeding *f, LineFile *file, UsageTotals *totals)
{
    if (!read_heading(f, whole_lines(line_file_head(file))))
        return LINE_FILE_OK;
    Scan scan = {.plan = f->owing->plan,
                 .shape = &f->shape,
                 .file = file,
                 .threads = f->asked->threads,
                 .twice = f->twice ? f->twice->lines.items : NULL,
                 .twice_count = f->twice ? f->twice->lines.count : 0,
                 .reject = keep_reject,
                 .self = f};
    return scan_usage(&scan, f->into, totals);
}

/* ---- sums ---- */

static bool refuse_sums(Feeding *f, Str why)
{
    Session      *s = f->owing->asking->session;
    const Source *source = sources_add(s->sources, f->path, S("entente sums 1\n"));
    Span          span = {source->base, source->base + (int32_t)source->text.len - 1};
    return diag_refuse(s->diags, "E0608", span, S("this file of sums cannot be used"), why,
                       S("`--sums-to FILE` writes such files, for the same text, facts and register"));
}

/* All lines of the file as one amount of them. */
static void read_sums(Feeding *f, Str text, UsageTotals *totals)
{
    Arena work = {0};
    Sums  sums = {0};
    Str   why = S("");
    if (sums_read(&work, f->owing->plan, text, &sums, &why)) {
        sums_merge(f->into, &sums, 1);
        for (Size i = 0; i < sums.count; i++)
            totals->counted += sums.cells[i].lines;
        totals->read = totals->counted;
    } else {
        (void)refuse_sums(f, str_copy(arena_of(f), why));
    }
    arena_free(&work);
}

static bool is_sums(const LineFile *file) { return str_starts(line_file_head(file), S("entente sums ")); }

/* ---- one file ---- */

static LineFileResult read_either(Feeding *f, Arena *work, GivenKind kind, UsageFile *out)
{
    LineFile      *file = NULL;
    Str            text = S("");
    LineFileResult result = line_file_open(work, f->path, USAGE_LINE_MOST, &file);
    if (result != LINE_FILE_OK)
        return result;
    line_file_watch(file, f->asked->watch);
    out->sums = kind == GIVEN_SUMS || (kind == GIVEN_WITHOUT && is_sums(file));
    if (!out->sums)
        result = scan_lines(f, file, &out->totals);
    else if (file_read(work, f->path, f->path.len, SUM_FILE_MOST, &text) == FILE_OK)
        read_sums(f, text, &out->totals);
    else
        result = LINE_FILE_FAILED;
    line_file_close(file);
    return result;
}

static bool read_given(Feeding *f, GivenKind kind, Str *why)
{
    Arena     work = {0};
    bool      off = kind == GIVEN_WITHOUT;
    UsageFile file = {.path = f->path,
                      .taken_off = off,
                      .duplicates_asked = f->twice != NULL,
                      .duplicates_checked = f->twice && f->twice->checked};
    f->apart = off ? sums_new(&work, f->owing->plan) : (Sums){0};
    f->into = off ? &f->apart : &f->owing->sums;
    LineFileResult result = read_either(f, &work, kind, &file);
    if (off && result == LINE_FILE_OK) {
        sums_merge(&f->owing->sums, &f->apart, -1);
        file.totals.counted = -file.totals.counted;
    }
    arena_free(&work);
    if (result != LINE_FILE_OK) {
        *why = str_format(arena_of(f), "%.*s: %s", STR_ARG(f->path), line_file_text(result));
        return false;
    }
    if (!file.sums)
        file.reject_path = f->asked->rejects_path;
    *PUSH(arena_of(f), &f->out->files) = file;
    return true;
}

static int64_t too_many(const Sums *sums)
{
    int64_t lines = 0;
    for (Size i = 0; i < sums->count; i++)
        lines += sums->cells[i].lines < 0 ? -sums->cells[i].lines : 0;
    return lines;
}

static bool write_sums(Owing *o, Str path, Str *why)
{
    Arena work = {0};
    bool  good = file_write(&work, path, sums_write(&work, &o->sums)) == FILE_OK;
    if (!good)
        *why = str_format(o->asking->session->arena, "%.*s: it cannot be written", STR_ARG(path));
    arena_free(&work);
    return good;
}

/* The sums of reports in the record, each as one amount of lines. */
static void read_reports(Feeding *f)
{
    for (Size i = 0; i < f->asked->reports.count; i++) {
        const GivenReport *report = &f->asked->reports.items[i];
        UsageFile          file = {.path = report->name, .sums = true};
        Sums               sums = {0};
        Str                why = S("");
        f->path = report->name;
        if (!sums_read_cut(arena_of(f), f->owing->plan, &report->sums, &sums, &why)) {
            (void)refuse_sums(f, why);
            continue;
        }
        sums_merge(&f->owing->sums, &sums, 1);
        for (Size k = 0; k < sums.count; k++)
            file.totals.counted += sums.cells[k].lines;
        file.totals.read = file.totals.counted;
        *PUSH(arena_of(f), &f->out->files) = file;
    }
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

Word owing_lines_named(const Owing *owing, Str given, Str *rest)
{
    const Terms  *terms = owing->asking->loaded.terms;
    Size          equals = str_find(given, '=');
    Word          name = equals > 0 ? word_known(terms->doc->words, str_slice(given, 0, equals)) : 0;
    const Clause *lines = name ? terms_clause(terms, name) : NULL;
    bool          named = lines && clause_is(lines, REF(LINES));
    *rest = named ? str_slice(given, equals + 1, given.len) : given;
    return named ? name : 0;
}

/* ---- lines that are reported twice ---- */

/* False: the heading does not fit, or there is no such file; whoever counts it says so. */
static bool read_shape(Feeding *f, Arena *work, UsageShape *out)
{
    Sources   sources = sources_new(work);
    Diags     quiet = diags_new(work);
    LineFile *file = NULL;
    if (line_file_open(work, f->path, USAGE_LINE_MOST, &file) != LINE_FILE_OK)
        return false;
    UsageHead head = {.head = sources_add(&sources, f->path, whole_lines(line_file_head(file))),
                      .mapping = f->mapping,
                      .lines = f->lines};
    bool      good = usage_shape(work, f->owing->plan, &head, &quiet, out);
    line_file_close(file);
    return good;
}

static bool refuse_twice(Feeding *f, TwiceResult result, const TwiceFile *file, Str *why)
{
    Session *s = f->owing->asking->session;
    if (result == TWICE_FAILED) {
        *why = S("lines that are reported twice cannot be looked for: no temporary file can be used");
        return false;
    }
    const Source *source = sources_add(s->sources, file->path, S("line\n"));
    (void)diag_refuse(s->diags, "E0609", (Span){source->base, source->base + 4},
                      S("too many lines have an identification that stood before"), S("this column"),
                      S("map the column that tells one line from another to `line`, or do not look for lines "
                        "that are reported twice"));
    return true;
}

/* The files that are looked at, in their order. False: *why says what failed. */
static bool find_twice(Feeding *f, TwiceFile **out, Str *why)
{
    Arena      work = {0};
    Size       count = 0, at = 0;
    TwiceFile *files = NEW(arena_of(f), TwiceFile, f->asked->given.count + 1);
    *out = files;
    for (Size i = 0; i < f->asked->given.count; i++) {
        f->lines = owing_lines_named(f->owing, f->asked->given.items[i].path, &f->path);
        if (f->asked->given.items[i].kind != GIVEN_USAGE)
            continue;
        if (str_equal(f->path, S("-"))) {
            *why =
                S("standard input is read only once: lines that are reported twice are looked for in files");
            return false;
        }
        if (read_shape(f, &work, &files[count].shape))
            files[count++].path = f->path;
    }
    TwiceAsked  asked = {f->owing->plan, files, count, f->asked->watch};
    TwiceResult result = twice_find(arena_of(f), &asked, &at);
    arena_free(&work);
    return result == TWICE_FOUND || refuse_twice(f, result, &files[at], why);
}

/* What will be read; files are read once more for lines that are reported twice. */
static void count_bytes(const Feeding *f)
{
    int64_t total = 0, bytes;
    Feeding one = *f;
    for (Size i = 0; i < f->asked->given.count; i++, total += bytes) {
        (void)owing_lines_named(f->owing, f->asked->given.items[i].path, &one.path);
        bytes = file_bytes(arena_of(f), one.path);
        if (!bytes) /* a pipe: nobody knows how long */
            return;
        if (f->asked->check_duplicates && f->asked->given.items[i].kind == GIVEN_USAGE)
            total += bytes;
    }
    f->asked->watch->total = total;
}

static bool open_rejects(Feeding *f, Str *why)
{
    bool usage = false;
    for (Size i = 0; i < f->asked->given.count; i++)
        usage |= f->asked->given.items[i].kind != GIVEN_SUMS;
    if (!f->asked->rejects_path.len || !usage)
        return true;
    f->rejects = line_writer_new(arena_of(f), f->asked->rejects_path);
    if (!f->rejects)
        *why = str_format(arena_of(f), "%.*s: it cannot be written", STR_ARG(f->asked->rejects_path));
    return f->rejects != NULL;
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
    TwiceFile *twice = NULL;
    if (asked->watch)
        count_bytes(&f);
    if (asked->check_duplicates && !find_twice(&f, &twice, why))
        return false;
    if (!open_rejects(&f, why))
        return false;
    bool good = true;
    for (Size i = 0; i < asked->given.count && good; i++) {
        f.lines = owing_lines_named(o, asked->given.items[i].path, &f.path);
        bool next = twice && asked->given.items[i].kind == GIVEN_USAGE && str_equal(twice->path, f.path);
        f.twice = next ? twice++ : NULL;
        good = read_given(&f, asked->given.items[i].kind, why);
    }
    if (f.rejects && !line_close(f.rejects, good)) {
        *why = str_format(arena, "%.*s: it cannot be written", STR_ARG(asked->rejects_path));
        good = false;
    }
    if (good)
        read_reports(&f);
    if (good && asked->tables.count)
        good = owing_tables(o, asked, f.mapping, out, why);
    out->taken_too_many = too_many(&o->sums);
    if (good && asked->sums_path.len && !asked->show_sql && !o->asking->session->diags->errors)
        good = write_sums(o, asked->sums_path, why);
    return good;
}

/* ---- once more ---- */

typedef struct {
    Feeding     *feeding;
    UsageReader *reader;
    Str          heading;
    bool         begun;
    UsageShow   *show;
    void        *self;
} Again;

static void show_line(void *self, const UsageSeen *line)
{
    const Again *again = self;
    again->show(again->self, again->feeding->path, again->heading, line);
}

static void feed_again(void *self, int part, Str lines)
{
    Again *again = self;
    (void)part; /* there is one */
    usage_feed(again->reader, lines, again->begun ? 0 : 2);
    again->begun = true;
}

static LineFileResult read_again(Again *again, Arena *arena)
{
    Feeding       *f = again->feeding;
    LineFile      *file = NULL;
    LineFileResult result = line_file_open(arena, f->path, USAGE_LINE_MOST, &file);
    if (result != LINE_FILE_OK)
        return result;
    Str head = whole_lines(line_file_head(file));
    if (read_heading(f, head)) {
        Sums sums = sums_new(arena, f->owing->plan);
        again->begun = false;
        again->heading = str_trim(str_slice(head, 0, f->shape.body));
        again->reader = usage_reader_new(arena, f->owing->plan, &f->shape, &sums, NULL, NULL);
        usage_reader_watch(again->reader, show_line, again);
        if (f->twice)
            usage_reader_twice(again->reader, f->twice->lines.items, f->twice->lines.count);
        (void)line_file_cut(file, f->shape.body, 1);
        result = line_file_read(file, feed_again, again);
    }
    line_file_close(file);
    return result;
}

bool owing_usage_again(Owing *o, const UsageAsked *asked, UsageShow *show, void *self, Str *why)
{
    Feeding f = {.owing = o, .asked = asked};
    Again   again = {.feeding = &f, .show = show, .self = self};
    if (asked->tables.count) {
        *why = S(
            "lines of a table stay where they are: they can be shown when all of them are given by --usage");
        return false;
    }
    if (asked->map_path.len) {
        f.mapping = read_small(o, asked->map_path, why);
        if (!f.mapping)
            return false;
    }
    TwiceFile *twice = NULL;
    if (asked->check_duplicates && !find_twice(&f, &twice, why))
        return false;
    for (Size i = 0; i < asked->given.count; i++) {
        Arena buffers = {0};
        if (asked->given.items[i].kind != GIVEN_USAGE) {
            *why = S("sums hold no lines: they can be shown when all of them are given by --usage");
            return false;
        }
        f.lines = owing_lines_named(o, asked->given.items[i].path, &f.path);
        f.twice = twice && str_equal(twice->path, f.path) ? twice++ : NULL;
        LineFileResult result = str_equal(f.path, S("-")) ? LINE_FILE_FAILED : read_again(&again, &buffers);
        arena_free(&buffers);
        if (result != LINE_FILE_OK) {
            *why = str_equal(f.path, S("-"))
                       ? S("lines from standard input cannot be read a second time; give them as a file")
                       : str_format(arena_of(&f), "%.*s: %s", STR_ARG(f.path), line_file_text(result));
            return false;
        }
    }
    return true;
}
