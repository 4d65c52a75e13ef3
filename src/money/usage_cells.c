/* usage_cells.c - what the cells of a usage line mean, exactly, or why they mean nothing.
 *
 * Every reject is decided here. A cell is judged by itself first, from left to right; then what needs the
 * whole line (decimals of the currency); then what the clause computes. The first trouble is the one that is
 * told.
 */
#include <string.h>

#include "money/usage_inside.h"
#include "terms/data/tables.h"

/* ---- numbers ---- */

RejectKind usage_number(Str text, char decimal, UsageNumber *out)
{
    bool    minus = text.len && text.at[0] == '-';
    int64_t value = 0;
    int     digits = 0, before = 0, behind = 0;
    bool    point = false;
    for (Size i = minus; i < text.len; i++) {
        char c = text.at[i];
        if (decimal && c == decimal && !point && before) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            return REJECT_NUMBER;
        before += !point;
        behind += point;
        digits += value > 0 || digits > 0 || c != '0';
        if (digits <= USAGE_DIGITS_MOST)
            value = value * 10 + (c - '0');
    }
    if (!before || (point && !behind) || (minus && !digits))
        return REJECT_NUMBER;
    if (digits > USAGE_DIGITS_MOST)
        return REJECT_LARGE;
    if (behind > SUM_SCALE)
        return REJECT_DECIMALS;
    *out = (UsageNumber){minus ? -value : value, behind};
    return REJECT_NONE;
}

/* ---- cells ---- */

static RejectKind day_cell(const UsageTables *tables, Str text, UsageLine *line)
{
    const Plan *plan = tables->plan;
    if (!day_parse(text, &line->day))
        return REJECT_DAY;
    if (!days_has(plan->span, line->day))
        return REJECT_PERIOD;
    line->key.interval = plan->interval_of[line->day - plan->span.from];
    return REJECT_NONE;
}

static RejectKind country_cell(const UsageTables *tables, Str text, UsageLine *line)
{
    int country = country_find(text);
    if (country < 0)
        return REJECT_COUNTRY;
    line->key.place = plan_place(tables->plan, country);
    return REJECT_NONE;
}

static RejectKind currency_cell(Str text, UsageLine *line)
{
    int currency = text.len ? currency_find(text) : -1;
    if (currency < 0 || currency_minor(currency) < 0)
        return text.len ? REJECT_CURRENCY : REJECT_MIXED;
    line->key.currency = (uint16_t)(1 + currency);
    return REJECT_NONE;
}

RejectKind usage_cell(const UsageTables *tables, const UsageShape *shape, const PlanColumn *column, Str text,
                      UsageLine *line)
{
    const Code *code;
    switch (column->role) {
    case COLUMN_PRODUCT:
        code = codes_find(&tables->articles, text);
        line->key.article = code ? code->value : 0;
        return code ? REJECT_NONE : REJECT_PRODUCT;
    case COLUMN_ENTITY:
        code = codes_find(&tables->entities, text);
        line->key.entity = code ? (uint16_t)code->value : 0;
        return code ? REJECT_NONE : REJECT_ENTITY;
    case COLUMN_COUNTRY: return country_cell(tables, text, line);
    case COLUMN_DAY: return day_cell(tables, text, line);
    case COLUMN_CURRENCY: return currency_cell(text, line);
    case COLUMN_COUNT:
    case COLUMN_MONEY: return usage_number(text, shape->decimal, &line->numbers[column->number]);
    case COLUMN_IGNORED:
    case COLUMN_LINE: break;
    }
    return REJECT_NONE;
}

/* ---- whole lines ---- */

static int column_of_role(const PlanLines *lines, ColumnRole role)
{
    for (int i = 0; i < lines->column_count; i++)
        if (lines->columns[i].role == role)
            return i;
    return -1;
}

RejectKind usage_line_check(const UsageTables *tables, const PlanLines *lines, const UsageLine *line,
                            int *column)
{
    if (!line->key.currency)
        return REJECT_NONE;
    int currency = line->key.currency - 1;
    /* Without a day in the line, the currency is held against the whole span. */
    bool dated = column_of_role(lines, COLUMN_DAY) >= 0;
    Days days = dated ? (Days){line->day, line->day} : tables->plan->span;
    *column = column_of_role(lines, COLUMN_CURRENCY);
    if (days_empty(days_meet(currency_days(currency), days)))
        return REJECT_CURRENCY;
    for (int i = 0; i < lines->column_count; i++)
        if (lines->columns[i].role == COLUMN_MONEY &&
            line->numbers[lines->columns[i].number].decimals > currency_minor(currency)) {
            *column = i;
            return REJECT_DECIMALS;
        }
    return REJECT_NONE;
}

/* ---- conditions and computed numbers ---- */

static bool compare(Int128 left, CompareOp op, Int128 right)
{
    switch ((int)op) {
    case CMP_OVER: return left > right;
    case CMP_AT_LEAST: return left >= right;
    case CMP_BELOW: return left < right;
    case CMP_AT_MOST: return left <= right;
    default: INVARIANT(false); return false;
    }
}

/* value * ratio, which must come out even: nothing is rounded before the statement. */
static RejectKind times_ratio(const LineOp *op, Int128 *value)
{
    Int128 product;
    if (__builtin_mul_overflow(*value, (Int128)op->constant, &product))
        return REJECT_LARGE;
    if (product % op->divisor)
        return REJECT_DECIMALS;
    *value = product / op->divisor;
    return REJECT_NONE;
}

static RejectKind times_rounded(const LineOp *op, Int128 *value)
{
    Int128 product, whole = (Int128)op->divisor * op->unit;
    if (__builtin_mul_overflow(*value, (Int128)op->constant, &product))
        return REJECT_LARGE;
    Int128 size = product < 0 ? -product : product, count = size / whole;
    count += rounding_goes_up(count, size % whole, whole, op->rounding);
    if (__builtin_mul_overflow(count, (Int128)(product < 0 ? -op->unit : op->unit), value))
        return REJECT_LARGE;
    return REJECT_NONE;
}

static bool combine(LineOpKind kind, Int128 *left, Int128 right)
{
    bool overflow = false;
    if (kind == OP_ADD)
        overflow = __builtin_add_overflow(*left, right, left);
    else if (kind == OP_LESS)
        overflow = __builtin_sub_overflow(*left, right, left);
    else if (kind == OP_LEAST)
        *left = right < *left ? right : *left;
    else
        *left = right > *left ? right : *left;
    return !overflow;
}

/* As large as a number of a line can be: what sums.h counts on. */
static bool fits(Int128 value)
{
    const Int128 most = (Int128)1000000000000000000 * 1000000;
    return -most < value && value < most;
}

static RejectKind slot_value(const Slot *slot, const Int128 *numbers, int currency, Int128 *out)
{
    Int128     stack[PLAN_COLUMNS_MOST];
    int        depth = 0;
    RejectKind kind = REJECT_NONE;
    for (Size i = 0; i < slot->ops.count && kind == REJECT_NONE; i++) {
        const LineOp *op = &slot->ops.items[i];
        INVARIANT(depth < PLAN_COLUMNS_MOST);
        if (op->kind == OP_NUMBER) {
            stack[depth++] = numbers[op->number];
        } else if (op->kind == OP_CONSTANT) {
            kind = op->currency >= 0 && op->currency != currency ? REJECT_MIXED : REJECT_NONE;
            stack[depth++] = op->constant;
        } else if (op->kind == OP_TIMES_RATIO) {
            INVARIANT(depth >= 1);
            kind = times_ratio(op, &stack[depth - 1]);
        } else if (op->kind == OP_TIMES_ROUNDED) {
            INVARIANT(depth >= 1);
            kind = times_rounded(op, &stack[depth - 1]);
        } else {
            INVARIANT(depth >= 2);
            depth--;
            kind = combine(op->kind, &stack[depth - 1], stack[depth]) ? REJECT_NONE : REJECT_LARGE;
        }
    }
    if (kind != REJECT_NONE)
        return kind;
    INVARIANT(depth == 1);
    *out = stack[0];
    return fits(stack[0]) ? REJECT_NONE : REJECT_LARGE;
}

RejectKind usage_slots(const PlanLines *lines, const Int128 *numbers, SumKey *key, Int128 *slots)
{
    for (int i = 0; i < lines->filter_count; i++) {
        const Filter *filter = &lines->filters[i];
        if (compare(numbers[filter->number], filter->op, filter->value))
            key->filters = (uint16_t)(key->filters | 1 << i);
    }
    for (int i = 0; i < lines->slot_count; i++) {
        const Slot *slot = &lines->slots[i];
        RejectKind  kind = REJECT_NONE;
        if (slot->ops.count)
            kind = slot_value(slot, numbers, key->currency - 1, &slots[i]);
        else
            slots[i] = numbers[slot->number];
        if (kind != REJECT_NONE)
            return kind;
    }
    return REJECT_NONE;
}

/* ---- tables ---- */

/* "26-07-31", as it is loaded from a text. */
static uint64_t day_word(Civil civil)
{
    const int     numbers[] = {civil.year % 100, civil.month, civil.day};
    unsigned char text[8] = "00-00-00";
    uint64_t      word;
    for (Size i = 0; i < 3; i++) {
        text[3 * i] = (unsigned char)('0' + numbers[i] / 10);
        text[3 * i + 1] = (unsigned char)('0' + numbers[i] % 10);
    }
    memcpy(&word, text, sizeof word);
    return word;
}

/* The years of the first century are enough: the exact way knows all days. */
static void take_days(Arena *arena, UsageTables *tables)
{
    Days     span = tables->plan->span;
    Civil    first = civil_of(span.from);
    unsigned years = 1, last = (unsigned)(days_empty(span) ? first : civil_of(span.through)).year;
    char     century[2] = {(char)('0' + first.year / 1000 % 10), (char)('0' + first.year / 100 % 10)};
    memcpy(&tables->century, century, sizeof century);
    while (years <= last - (unsigned)first.year && years < 100)
        years *= 2;
    tables->day_mask = years * YEAR_SLOTS - 1;
    tables->days = NEW(arena, uint64_t, (Size)tables->day_mask + 1);
    tables->intervals = NEW(arena, uint16_t, (Size)tables->day_mask + 1);
    for (unsigned slot = 0; slot < years * YEAR_SLOTS; slot++)
        tables->days[slot] = day_word(first);
    for (Day day = span.from; day <= span.through; day++) {
        Civil    civil = civil_of(day);
        unsigned slot = usage_day_slot(tables, day_word(civil));
        if (civil.year / 100 != first.year / 100)
            break;
        tables->days[slot] = day_word(civil);
        tables->intervals[slot] = tables->plan->interval_of[day - span.from];
    }
}

static void take_places(Arena *arena, UsageTables *tables)
{
    tables->places = NEW(arena, uint16_t, PLACE_SLOTS);
    for (int i = 0; i < COUNTRY_COUNT; i++) {
        uint16_t letters;
        memcpy(&letters, country_code(i).at, sizeof letters);
        tables->places[letters] = plan_place(tables->plan, i);
    }
}

/* Every one in a slot of its own; false: the factor gives two of them the same one. */
static bool place_currencies(UsageTables *tables, const uint32_t *known, int count)
{
    for (int i = 0; i < 1 << CURRENCY_BITS; i++)
        tables->currencies[i] = 0;
    for (int i = 0; i < count; i++) {
        uint32_t *slot = &tables->currencies[usage_currency_slot(tables, known[i])];
        if (*slot)
            return false;
        *slot = known[i];
    }
    for (int i = 0; i < 1 << CURRENCY_BITS && count; i++)
        if (!tables->currencies[i])
            tables->currencies[i] = known[0];
    return true;
}

/* Only what is a currency on every day of the span; the others are looked at day by day. */
static void take_currencies(Arena *arena, UsageTables *tables)
{
    int       all = currency_count(), count = 0;
    uint32_t *known = NEW(arena, uint32_t, all);
    tables->currencies = NEW(arena, uint32_t, 1 << CURRENCY_BITS);
    tables->minors = NEW(arena, int8_t, all + 1);
    tables->lasting = NEW(arena, bool, all + 1);
    INVARIANT(all < UINT8_MAX);
    for (int i = 0; i < all; i++) {
        Str      code = currency_code(i);
        Days     days = currency_days(i), span = tables->plan->span;
        uint32_t letters = 0;
        if (code.len != 3 || currency_minor(i) < 0 || days.from > span.from || days.through < span.through)
            continue;
        memcpy(&letters, code.at, 3);
        tables->minors[i + 1] = (int8_t)currency_minor(i);
        tables->lasting[i + 1] = true;
        known[count++] = letters | (uint32_t)(i + 1) << 24;
    }
    tables->currency_factor = 0x9e3779b1u;
    while (!place_currencies(tables, known, count))
        tables->currency_factor = tables->currency_factor * 0x2c1b3c6du + 0x297a2d38u + 1;
}

UsageTables usage_tables(Arena *arena, const Plan *plan)
{
    UsageTables tables = {.plan = plan};
    tables.articles = codes_new(arena, plan->articles.count);
    for (Size i = 1; i < plan->articles.count; i++)
        INVARIANT(codes_add(&tables.articles, plan->articles.items[i].code, (uint32_t)i));
    tables.entities = codes_new(arena, plan->st->subjects.count);
    for (Size i = 0; i < plan->st->subjects.count; i++)
        if (plan->st->subjects.items[i].class_of < 0)
            codes_add(&tables.entities, subject_text(plan->st, arena, (int)i), (uint32_t)i + 1);
    take_places(arena, &tables);
    take_days(arena, &tables);
    take_currencies(arena, &tables);
    return tables;
}
