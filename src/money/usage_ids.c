/* usage_ids.c - what identifies each line: one cell, or several of them joined by a byte that no cell has.
 *
 * Only the cells that are asked for are looked at, so that finding them costs little more than finding line
 * ends. A line with quotes is split as the exact reader does it. */
#include <string.h>

#include "money/usage_inside.h"

enum { JOINT = '\n' };

struct UsageIds {
    const UsageShape *shape;
    int               columns[PLAN_COLUMNS_MOST]; /* of the file, ascending */
    int               count;
    UsageSplit        split;
    char             *scratch;
    char             *joined; /* [as a line] */
    int64_t           line;   /* of the next one */
    void (*take)(void *self, Str id, int64_t line, Str row);
    void *self;
};

static bool identifies(const UsageShape *shape, int column)
{
    int role = shape->roles[column];
    return role >= 0 && shape->lines->columns[role].role == COLUMN_LINE;
}

bool usage_identifies(const UsageShape *shape)
{
    bool any = false;
    for (int i = 0; i < shape->width; i++)
        any |= identifies(shape, i);
    return any;
}

UsageIds *usage_ids_new(Arena *arena, const UsageShape                                *shape,
                        void (*take)(void *self, Str id, int64_t line, Str row), void *self)
{
    UsageIds *ids = NEW(arena, UsageIds, 1);
    *ids = (UsageIds){.shape = shape, .line = 2, .take = take, .self = self};
    for (int i = 0; i < shape->width; i++)
        if (identifies(shape, i))
            ids->columns[ids->count++] = i;
    ids->split.cells = NEW(arena, UsageCell, USAGE_COLUMNS_MOST);
    ids->split.room = USAGE_COLUMNS_MOST;
    ids->scratch = NEW(arena, char, USAGE_LINE_MOST + 1);
    ids->joined = NEW(arena, char, USAGE_LINE_MOST + PLAN_COLUMNS_MOST);
    return ids;
}

/* One cell of a line without quotes; false: the line has not so many. */
static bool plain_cell(const UsageIds *ids, Str row, int column, Str *out)
{
    Size from = 0;
    for (int i = 0;; i++) {
        Size end = str_find(str_slice(row, from, row.len), ids->shape->separator);
        if (i == column) {
            *out = usage_without_blanks(str_slice(row, from, end < 0 ? row.len : from + end));
            return true;
        }
        if (end < 0)
            return false;
        from += end + 1;
    }
}

static bool cell_of(const UsageIds *ids, Str row, bool quotes, int column, Str *out)
{
    if (!quotes)
        return plain_cell(ids, row, column, out);
    if (column >= ids->split.count)
        return false;
    *out = ids->split.cells[column].text;
    return true;
}

static void take_row(UsageIds *ids, Str row)
{
    Str  id = S(""), cell;
    Size joined = 0;
    if (row.len && row.at[row.len - 1] == '\r')
        row.len--;
    if (!row.len || row.len > USAGE_LINE_MOST)
        return;
    bool quotes = memchr(row.at, '"', (size_t)row.len) != NULL;
    ids->split.scratch = ids->scratch;
    if (quotes && !usage_split(&ids->split, row, ids->shape->separator))
        return;
    for (int i = 0; i < ids->count; i++) {
        if (!cell_of(ids, row, quotes, ids->columns[i], &cell) || !cell.len)
            return;
        if (ids->count == 1) {
            id = cell;
            continue;
        }
        memcpy(ids->joined + joined, cell.at, (size_t)cell.len);
        joined += cell.len;
        ids->joined[joined++] = JOINT;
        id = (Str){ids->joined, joined};
    }
    if (id.len)
        ids->take(ids->self, id, ids->line, row);
}

void usage_ids_feed(UsageIds *ids, Str lines)
{
    for (Size at = 0; at < lines.len; ids->line++) {
        const char *end = memchr(lines.at + at, '\n', (size_t)(lines.len - at));
        Size        to = end ? end - lines.at : lines.len;
        take_row(ids, str_slice(lines, at, to));
        at = to + 1;
    }
}
