/* sums_file.c - sums as text, one cell a line: see docs/sums.md.
 *
 * What stands in the file is what people call things (names, codes, days), never an index of one build.
 * Reading accepts exactly what writing gives: each cell is checked on its own, and at the end the sums
 * that were read are written again and compared byte for byte. */
#include "money/codes.h"
#include "money/sums.h"

#include <string.h>

#include "terms/data/tables.h"

static const Str heading = {"entente sums 1\n", 15};

__extension__ typedef unsigned __int128 Unsigned128;

/* The digits of a number before `at`; gives where they begin. Long division is slow, and most sums are short.
 */
static int put_digits(char *digits, int at, Unsigned128 value)
{
    for (; value > UINT64_MAX; value /= 10)
        digits[--at] = (char)('0' + (int)(value % 10));
    for (uint64_t rest = (uint64_t)value; rest; rest /= 10)
        digits[--at] = (char)('0' + (int)(rest % 10));
    return at;
}

Str sum_text(Arena *arena, Int128 value)
{
    enum { ROOM = 48 };
    char        digits[ROOM];
    Unsigned128 size = value < 0 ? -(Unsigned128)value : (Unsigned128)value;
    int         at = put_digits(digits, ROOM, size), end = ROOM, decimals = SUM_SCALE;
    while (ROOM - at <= SUM_SCALE)
        digits[--at] = '0';
    for (; decimals > 0 && digits[end - 1] == '0'; decimals--)
        end--;
    if (decimals) { /* room for the point: what stands before it moves down */
        int whole = end - decimals - at;
        memmove(digits + at - 1, digits + at, (size_t)whole);
        digits[--at + whole] = '.';
    }
    if (value < 0)
        digits[--at] = '-';
    return str_copy(arena, (Str){digits + at, end - at});
}

/* "sales"; the second `lines` of that name, which an amendment brought, is "sales~2". */
static Str lines_text(Arena *arena, const Plan *plan, Size index)
{
    Word name = plan->lines.items[index].clause->name;
    int  nth = 1;
    for (Size i = 0; i < index; i++)
        nth += plan->lines.items[i].clause->name == name;
    Str text = terms_text(plan->st->terms, name);
    return nth == 1 ? text : str_format(arena, "%.*s~%d", STR_ARG(text), nth);
}

/* What names cells, worked out once for all of them. */
typedef struct {
    Str *lines, *subjects, *intervals;
} Names;

static Names names_of(Arena *arena, const Plan *plan)
{
    Names names = {.lines = NEW(arena, Str, plan->lines.count + 1),
                   .subjects = NEW(arena, Str, plan->st->subjects.count + 1),
                   .intervals = NEW(arena, Str, plan->cuts.count + 1)};
    for (Size i = 0; i < plan->lines.count; i++)
        names.lines[i] = lines_text(arena, plan, i);
    for (Size i = 0; i < plan->st->subjects.count; i++)
        names.subjects[i] = subject_text(plan->st, arena, (int)i);
    for (Size i = 0; i < plan->cuts.count; i++)
        names.intervals[i] = day_text(arena, plan->cuts.items[i]);
    return names;
}

/* ---- writing ---- */

static void add_whole(Text *out, int64_t value)
{
    char        digits[24];
    Unsigned128 size = (Unsigned128)(value < 0 ? -(Int128)value : value);
    int         at = put_digits(digits, (int)sizeof digits, size);
    if (!value)
        digits[--at] = '0';
    if (value < 0)
        digits[--at] = '-';
    text_add(out, (Str){digits + at, (Size)sizeof digits - at});
}

static void write_cell(Text *out, const Sums *sums, const Names *names, Size cell)
{
    const Plan      *plan = sums->plan;
    const SumKey    *key = &sums->cells[cell].key;
    const PlanLines *lines = &plan->lines.items[key->lines];
    Arena           *arena = out->arena;
    text_add(out, names->lines[key->lines]);
    text_char(out, '\t');
    text_add(out, key->article ? plan->articles.items[key->article].code : S(""));
    text_char(out, '\t');
    add_whole(out, key->place);
    text_char(out, '\t');
    text_add(out, key->entity ? names->subjects[key->entity - 1] : S(""));
    text_char(out, '\t');
    text_add(out, key->currency ? currency_code(key->currency - 1) : S(""));
    text_char(out, '\t');
    text_add(out, names->intervals[key->interval]);
    if (key->filters)
        text_format(out, "\t%x\t", (unsigned)key->filters);
    else
        text_add(out, S("\t0\t"));
    add_whole(out, sums->cells[cell].lines);
    for (int slot = 0; slot < lines->slot_count; slot++) {
        text_char(out, '\t');
        text_add(out, sum_text(arena, sums_values(sums, cell)[slot]));
    }
    text_char(out, '\n');
}

Str sums_write(Arena *arena, const Sums *sums)
{
    Arena work = {0};
    Text  out = text_new(&work);
    Names names = names_of(&work, sums->plan);
    Size  count, *order = sums_order(&work, sums, &count);
    text_add(&out, heading);
    text_format(&out, "plan %.*s\ncells %lld\n", STR_ARG(sums->plan->digest), (long long)count);
    for (Size i = 0; i < count; i++)
        write_cell(&out, sums, &names, order[i]);
    Str text = str_copy(arena, text_str(&out));
    arena_free(&work);
    return text;
}

/* ---- reading ---- */

typedef struct {
    const Plan *plan;
    Arena      *arena;
    Str         text;
    Size        at;
    int64_t     line;
    Codes       articles, entities;
    Names       names;
    Str         why; /* of the first trouble */
} Reading;

static bool refuse(Reading *in, Str what)
{
    if (!in->why.len)
        in->why = str_format(in->arena, "line %lld: %.*s", (long long)in->line, STR_ARG(what));
    return false;
}

/* The line that begins at `at`, without its end. False: there is none, or it does not end. */
static bool next_line(Reading *in, Str *line)
{
    Str  rest = str_slice(in->text, in->at, in->text.len);
    Size end = str_find(rest, '\n');
    in->line++;
    if (end < 0)
        return refuse(in, rest.len ? S("the line does not end: a part of the file is missing")
                                   : S("the file ends here: a part of it is missing"));
    *line = str_slice(rest, 0, end);
    in->at += end + 1;
    return true;
}

static Str next_field(Str *line)
{
    Size tab = str_find(*line, '\t');
    Size end = tab < 0 ? line->len : tab;
    Str  field = str_slice(*line, 0, end);
    *line = str_slice(*line, tab < 0 ? end : end + 1, line->len);
    return field;
}

/* Digits with at most `decimals` behind a point; the canonical spelling is held against at the end. */
static bool read_number(Str field, int decimals, Int128 *out)
{
    bool   minus = str_starts(field, S("-")), point = false;
    int    digits = 0, behind = 0;
    Int128 value = 0;
    for (Size i = minus; i < field.len; i++) {
        char c = field.at[i];
        if (c == '.' && !point && digits) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > SUM_DIGITS_MOST || (point && ++behind > decimals))
            return false;
        value = value * 10 + (c - '0');
    }
    if (!digits || digits + decimals - behind > SUM_DIGITS_MOST || (point && !behind))
        return false;
    for (int i = behind; i < decimals; i++)
        value *= 10;
    *out = minus ? -value : value;
    return true;
}

static bool read_index(Str field, int64_t limit, int base, int64_t *out)
{
    int64_t value = 0;
    for (Size i = 0; i < field.len; i++) {
        char c = field.at[i];
        int  digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : base;
        if (digit >= base || (value = value * base + digit) >= limit)
            return false;
    }
    *out = value;
    return field.len > 0;
}

static bool read_lines(Reading *in, Str field, uint16_t *out)
{
    for (Size i = 0; i < in->plan->lines.count; i++)
        if (str_equal(in->names.lines[i], field)) {
            *out = (uint16_t)i;
            return true;
        }
    return refuse(in, str_format(in->arena, "`%.*s` is no `lines` of the agreement", STR_ARG(field)));
}

static bool read_code(Reading *in, const Codes *codes, Str field, Str what, uint32_t *out)
{
    const Code *code = field.len ? codes_find(codes, field) : NULL;
    *out = code ? code->value : 0;
    return code || !field.len ||
           refuse(in, str_format(in->arena, "`%.*s` is no %.*s", STR_ARG(field), STR_ARG(what)));
}

static bool read_interval(Reading *in, Str field, uint16_t *out)
{
    Day day;
    for (Size i = 0; i < in->plan->cuts.count; i++)
        if (str_equal(in->names.intervals[i], field)) {
            *out = (uint16_t)i;
            return true;
        }
    if (!day_parse(field, &day))
        return refuse(in, str_format(in->arena, "`%.*s` is no day", STR_ARG(field)));
    return refuse(in, str_format(in->arena, "no interval begins on %.*s", STR_ARG(field)));
}

static bool read_key(Reading *in, Str *line, SumKey *key)
{
    uint32_t article, entity;
    int64_t  place, filters;
    bool     good = read_lines(in, next_field(line), &key->lines) &&
                read_code(in, &in->articles, next_field(line), S("article of the register"), &article);
    if (!good || !read_index(next_field(line), (int64_t)plan_places(in->plan) + 1, 10, &place))
        return refuse(in, S("the third field is no class of countries"));
    if (!read_code(in, &in->entities, next_field(line), S("party or entity"), &entity))
        return false;
    Str currency = next_field(line);
    int found = currency.len ? currency_find(currency) : -1;
    if (currency.len && found < 0)
        return refuse(in, str_format(in->arena, "`%.*s` is no currency", STR_ARG(currency)));
    if (!read_interval(in, next_field(line), &key->interval))
        return false;
    if (!read_index(next_field(line), (int64_t)1 << in->plan->lines.items[key->lines].filter_count, 16,
                    &filters))
        return refuse(in, S("the seventh field holds no conditions of these lines"));
    key->article = article;
    key->place = (uint16_t)place;
    key->entity = (uint16_t)entity;
    key->currency = (uint16_t)(found + 1);
    key->filters = (uint16_t)filters;
    return true;
}

static bool read_cell(Reading *in, Sums *sums)
{
    SumKey key = {0};
    Str    line;
    Int128 lines, value;
    if (!next_line(in, &line) || !read_key(in, &line, &key))
        return false;
    Size before = sums->count, cell = sums_cell(sums, &key);
    if (cell < before)
        return refuse(in, S("the cell stands twice"));
    if (!read_number(next_field(&line), 0, &lines) || lines > INT64_MAX / 4 || lines < INT64_MIN / 4)
        return refuse(in, S("the number of lines is no whole number, or too large"));
    sums->cells[cell].lines = (int64_t)lines;
    for (int slot = 0; slot < in->plan->lines.items[key.lines].slot_count; slot++) {
        if (!read_number(next_field(&line), SUM_SCALE, &value))
            return refuse(in, S("a sum is no decimal number, or larger than a sum can be"));
        sums_values(sums, cell)[slot] = value;
    }
    return !line.len || refuse(in, S("the line has more fields than the cell has sums"));
}

static bool read_head(Reading *in, int64_t *cells)
{
    Str line = S("");
    if (!str_starts(in->text, heading))
        return refuse(in, S("this is no file of sums: it does not begin with `entente sums 1`"));
    in->at = heading.len;
    in->line = 1;
    if (!next_line(in, &line) || !str_starts(line, S("plan ")))
        return refuse(in, S("`plan` and the digest of the plan belong here"));
    if (!str_equal(str_slice(line, 5, line.len), in->plan->digest))
        return refuse(in, S("these sums were made by another text, other facts, another register or another "
                            "version of the program: read the usage again"));
    if (!next_line(in, &line) || !str_starts(line, S("cells ")) ||
        !read_index(str_slice(line, 6, line.len), INT32_MAX, 10, cells))
        return refuse(in, S("`cells` and their number belong here"));
    return true;
}

static void take_names(Reading *in)
{
    const Plan *plan = in->plan;
    in->names = names_of(in->arena, plan);
    in->articles = codes_new(in->arena, plan->articles.count);
    for (Size i = 1; i < plan->articles.count; i++)
        codes_add(&in->articles, plan->articles.items[i].code, (uint32_t)i);
    in->entities = codes_new(in->arena, plan->st->subjects.count);
    for (Size i = 0; i < plan->st->subjects.count; i++)
        codes_add(&in->entities, in->names.subjects[i], (uint32_t)i + 1);
}

static bool read_sums(Reading *in, Sums *sums)
{
    int64_t cells;
    if (in->text.len > SUM_FILE_MOST)
        return refuse(in, S("the file is larger than a file of sums can be"));
    if (!read_head(in, &cells))
        return false;
    take_names(in);
    for (int64_t i = 0; i < cells; i++)
        if (!read_cell(in, sums))
            return false;
    in->line++;
    if (in->at != in->text.len)
        return refuse(in, S("more stands here than the number of cells says"));
    in->line = 1;
    Str  again = sums_write(in->arena, sums);
    Size same = 0;
    while (same < again.len && same < in->text.len && again.at[same] == in->text.at[same])
        in->line += again.at[same++] == '\n';
    return str_equal(again, in->text) ||
           refuse(
               in,
               S("this is not how sums are written: a cell out of order, an empty one, or a number that is "
                 "not in its shortest form"));
}

bool sums_read(Arena *arena, const Plan *plan, Str text, Sums *out, Str *why)
{
    Arena   work = {0};
    Reading in = {.plan = plan, .arena = &work, .text = text, .line = 1};
    Sums    sums = sums_new(arena, plan);
    bool    good = read_sums(&in, &sums);
    if (good)
        *out = sums;
    else
        *why = str_copy(arena, in.why);
    arena_free(&work);
    return good;
}

/* ---- made under other cuts ---- */

Size plan_cuts_within(const Plan *plan, Days period, const Day **out)
{
    LIST_OF(Day) days = {0};
    *PUSH(plan->arena, &days) = period.from;
    for (Size i = 0; i < plan->cuts.count; i++)
        if (plan->cuts.items[i] > period.from && plan->cuts.items[i] <= period.through)
            *PUSH(plan->arena, &days) = plan->cuts.items[i];
    *out = days.items;
    return days.count;
}

static bool is_cut(const SumsCut *from, Day day)
{
    for (Size i = 0; i < from->count; i++)
        if (from->cuts[i] == day)
            return true;
    return false;
}

static uint16_t interval_of(const Plan *plan, Day day)
{
    Size at = 0;
    while (at + 1 < plan->cuts.count && plan->cuts.items[at + 1] <= day)
        at++;
    return (uint16_t)at;
}

static Str plan_line(Str text)
{
    Str  rest = str_slice(text, heading.len < text.len ? heading.len : text.len, text.len);
    Size end = str_find(rest, '\n');
    return str_starts(rest, S("plan ")) && end > 5 ? str_slice(rest, 5, end) : S("");
}

bool sums_read_cut(Arena *arena, const Plan *plan, const SumsCut *from, Sums *out, Str *why)
{
    Plan then = *plan;
    Sums sums = {0};
    if (!str_equal(from->meaning, plan->meaning)) {
        *why = S(
            "they were made by another text, another register or another version of the program: the report "
            "has to be corrected");
        return false;
    }
    for (Size i = 0; i < plan->cuts.count; i++) {
        Day day = plan->cuts.items[i];
        if (day > from->period.from && day <= from->period.through && !is_cut(from, day)) {
            *why = str_format(
                arena,
                "something changes on %.*s, and they do not tell what was before from what was after: "
                "the report has to be corrected",
                STR_ARG(day_text(arena, day)));
            return false;
        }
    }
    then.cuts.items = NEW(arena, Day, from->count);
    then.cuts.count = then.cuts.room = from->count;
    for (Size i = 0; i < from->count; i++)
        then.cuts.items[i] = from->cuts[i];
    then.digest = plan_line(from->text);
    if (!sums_read(arena, &then, from->text, &sums, why))
        return false;
    *out = sums_new(arena, plan);
    for (Size i = 0; i < sums.count; i++) {
        SumKey key = sums.cells[i].key;
        key.interval = interval_of(plan, from->cuts[key.interval]);
        Size cell = sums_cell(out, &key);
        out->cells[cell].lines += sums.cells[i].lines;
        for (Size slot = 0; slot < sums.slots; slot++)
            sums_values(out, cell)[slot] += sums_values(&sums, i)[slot];
    }
    return true;
}
