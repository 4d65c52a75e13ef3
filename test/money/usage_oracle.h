/* usage_oracle.h - usage read once more, slowly and in the obvious way, to hold the reader against.
 *
 * It shares no code with src/money: one character at a time, every list searched from its beginning. */
#ifndef ENT_TEST_MONEY_USAGE_ORACLE_H
#define ENT_TEST_MONEY_USAGE_ORACLE_H
#include "made.h"

#include <stdlib.h>
#include <string.h>

#include "money/usage.h"

typedef struct {
    int        line, column;
    RejectKind kind;
} Seen;

typedef struct {
    SumKey key;
    int    lines;
    Int128 values[PLAN_SLOTS_MOST];
} OracleCell;

typedef struct {
    Arena            *arena;
    const Plan       *plan;
    const UsageShape *shape;
    LIST_OF(Seen) rejects;
    LIST_OF(OracleCell) cells;
    int read, counted;
} Oracle;

typedef struct {
    char   text[300][200];
    int    count;
    SumKey key;
    int    year, month, day, currency, article, entity, country;
    Int128 numbers[PLAN_COLUMNS_MOST];
    int    decimals[PLAN_COLUMNS_MOST];
} OracleLine;

/* 0 fine; else the RejectKind + 1. */
static int oracle_number(const char *text, char mark, Int128 *value, int *decimals)
{
    const char *at = text + (*text == '-');
    char        digits[400] = "";
    int         before = 0, after = 0, n = 0, significant = 0;
    for (; *at >= '0' && *at <= '9'; at++, before++)
        digits[n++] = *at;
    if (mark && *at == mark && before)
        for (at++; *at >= '0' && *at <= '9'; at++, after++)
            digits[n++] = *at;
    if (*at || !before || (mark && strchr(text, mark) && !after))
        return REJECT_NUMBER + 1;
    for (int i = 0; i < n; i++)
        significant += significant || digits[i] != '0';
    if (*text == '-' && !significant)
        return REJECT_NUMBER + 1;
    if (significant > 18)
        return REJECT_LARGE + 1;
    if (after > 6)
        return REJECT_DECIMALS + 1;
    for (int i = after; i < 6; i++)
        digits[n++] = '0';
    *value = 0;
    for (int i = 0; i < n; i++)
        *value = *value * 10 + (digits[i] - '0');
    *value = *text == '-' ? -*value : *value;
    *decimals = after;
    return 0;
}

static int oracle_day(const Plan *plan, OracleLine *line, const char *text)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const char      *shape = "dddd-dd-dd";
    for (int i = 0; i < 10; i++)
        if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-')
            return REJECT_DAY + 1;
    char year[5] = {text[0], text[1], text[2], text[3], 0}, two[3] = {text[5], text[6], 0};
    line->year = (int)strtol(year, NULL, 10);
    line->month = (int)strtol(two, NULL, 10);
    line->day = (int)strtol(text + 8, NULL, 10);
    bool leap = line->year % 4 == 0 && (line->year % 100 != 0 || line->year % 400 == 0);
    if (text[10] || line->year < 1 || line->month < 1 || line->month > 12 || line->day < 1 ||
        line->day > lengths[line->month - 1] + (leap && line->month == 2))
        return REJECT_DAY + 1;
    if (strcmp(text, "2026-01-01") < 0 || strcmp(text, "2026-12-31") > 0)
        return REJECT_PERIOD + 1;
    for (int i = 0; i < (int)plan->cuts.count; i++)
        if (day_of((Civil){line->year, line->month, line->day}) >= plan->cuts.items[i])
            line->key.interval = (uint16_t)i;
    return 0;
}

static int oracle_cell(const Oracle *oracle, OracleLine *line, const PlanColumn *column, const char *text)
{
    const Plan *plan = oracle->plan;
    int         found = -1;
    switch (column->role) {
    case COLUMN_COUNT:
    case COLUMN_MONEY:
        return oracle_number(text, oracle->shape->decimal, &line->numbers[column->number],
                             &line->decimals[column->number]);
    case COLUMN_DAY: return oracle_day(plan, line, text);
    case COLUMN_PRODUCT:
        for (int i = 1; i < (int)plan->articles.count; i++)
            if (str_equal(plan->articles.items[i].code, str_from(text)))
                found = i;
        line->key.article = (uint32_t)found;
        return found < 0 ? REJECT_PRODUCT + 1 : 0;
    case COLUMN_ENTITY:
        for (int i = 0; i < (int)plan->st->subjects.count; i++)
            if (str_equal(subject_text(plan->st, oracle->arena, i), str_from(text)))
                found = i;
        line->key.entity = (uint16_t)(found + 1);
        return found < 0 ? REJECT_ENTITY + 1 : 0;
    case COLUMN_COUNTRY:
        for (int i = 0; i < COUNTRY_COUNT; i++)
            if (str_equal(country_code(i), str_from(text)))
                found = i;
        if (found >= 0)
            line->key.place = (uint16_t)(1 + plan->router->place_class[found]);
        return found < 0 ? REJECT_COUNTRY + 1 : 0;
    case COLUMN_CURRENCY:
        for (int i = 0; i < currency_count(); i++)
            if (str_equal(currency_code(i), str_from(text)) && currency_minor(i) >= 0)
                found = i;
        line->key.currency = (uint16_t)(found + 1);
        return found >= 0 ? 0 : *text ? REJECT_CURRENCY + 1 : REJECT_MIXED + 1;
    case COLUMN_LINE:
    case COLUMN_IGNORED: break;
    }
    return 0;
}

/* False: quotes are wrong, in the cell `count`. */
static bool oracle_split(const Oracle *oracle, OracleLine *line, const char *row)
{
    line->count = 0;
    for (const char *at = row;; at++) {
        char *out = line->text[line->count];
        if (*at == '"') {
            for (at++; *at && (*at != '"' || at[1] == '"'); at++) {
                at += *at == '"';
                *out++ = *at;
            }
            if (*at != '"')
                return false;
            at++;
            if (*at && *at != oracle->shape->separator)
                return false;
        } else {
            while (*at == ' ')
                at++;
            while (*at && *at != oracle->shape->separator)
                *out++ = *at++;
            while (out > line->text[line->count] && out[-1] == ' ')
                out--;
        }
        *out = '\0';
        line->count++;
        if (!*at)
            return true;
    }
}

static int oracle_judge(const Oracle *oracle, OracleLine *line, const char *row, int *column)
{
    const UsageShape *shape = oracle->shape;
    *column = -1;
    if (!oracle_split(oracle, line, row)) {
        *column = line->count;
        return REJECT_QUOTE + 1;
    }
    if (line->count != shape->width)
        return REJECT_COLUMNS + 1;
    for (int i = 0; i < shape->width; i++) {
        int bad = shape->roles[i] < 0
                      ? 0
                      : oracle_cell(oracle, line, &shape->lines->columns[shape->roles[i]], line->text[i]);
        *column = i;
        if (bad)
            return bad;
    }
    int minor = line->key.currency ? currency_minor(line->key.currency - 1) : 9;
    int currency_at = -1, money_at = -1;
    for (int i = shape->width - 1; i >= 0; i--) {
        const PlanColumn *one = shape->roles[i] < 0 ? NULL : &shape->lines->columns[shape->roles[i]];
        currency_at = one && one->role == COLUMN_CURRENCY ? i : currency_at;
    }
    for (int c = shape->lines->column_count - 1; c >= 0; c--)
        for (int i = 0; i < shape->width; i++)
            if (shape->roles[i] == c && shape->lines->columns[c].role == COLUMN_MONEY &&
                line->decimals[shape->lines->columns[c].number] > minor)
                money_at = i;
    *column = currency_at;
    if (line->key.currency &&
        !days_has(currency_days(line->key.currency - 1), day_of((Civil){line->year, line->month, line->day})))
        return REJECT_CURRENCY + 1;
    *column = money_at;
    return money_at >= 0 ? REJECT_DECIMALS + 1 : 0;
}

static void oracle_line(Oracle *oracle, int number, const char *row)
{
    static OracleLine line;
    int               column;
    if (!*row)
        return;
    memset(&line, 0, sizeof line);
    line.key.lines = (uint16_t)oracle->shape->lines_index;
    line.key.currency = (uint16_t)(oracle->shape->currency + 1);
    oracle->read++;
    int bad = oracle_judge(oracle, &line, row, &column);
    if (bad) {
        *PUSH(oracle->arena, &oracle->rejects) = (Seen){number, column, (RejectKind)(bad - 1)};
        return;
    }
    for (int i = 0; i < oracle->shape->lines->filter_count; i++)
        if (line.numbers[oracle->shape->lines->filters[i].number] > oracle->shape->lines->filters[i].value)
            line.key.filters = (uint16_t)(line.key.filters | 1 << i);
    Size at = 0;
    while (at < oracle->cells.count && memcmp(&oracle->cells.items[at].key, &line.key, sizeof line.key) != 0)
        at++;
    if (at == oracle->cells.count)
        *PUSH(oracle->arena, &oracle->cells) = (OracleCell){.key = line.key};
    oracle->counted++;
    oracle->cells.items[at].lines++;
    for (int i = 0; i < oracle->shape->lines->slot_count; i++)
        oracle->cells.items[at].values[i] += line.numbers[oracle->shape->lines->slots[i].number];
}

/* The body of a file whose first line has that number. Texts with NUL are not for this reader. */
static void oracle_read(Oracle *oracle, Str body, int first_line)
{
    Size start = 0;
    for (Size at = 0; at <= body.len; at++) {
        if (at < body.len && body.at[at] != '\n')
            continue;
        Size end = at > start && body.at[at - 1] == '\r' ? at - 1 : at;
        oracle_line(oracle, first_line++, str_copy(oracle->arena, str_slice(body, start, end)).at);
        start = at + 1;
    }
}
#endif
