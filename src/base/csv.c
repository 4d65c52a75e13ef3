/* csv.c - see csv.h. */
#include "base/csv.h"

Csv csv_new(Str text)
{
    Csv csv = {.text = text, .next_line = 1};
    if (str_starts(text, S("\xEF\xBB\xBF")))
        csv.at = 3;
    return csv;
}

static char at(const Csv *csv) { return (char)(csv->at < csv->text.len ? csv->text.at[csv->at] : '\0'); }

static Str quoted_cell(Arena *arena, Csv *csv)
{
    Text text = text_new(arena);
    for (csv->at++; csv->at < csv->text.len; csv->at++) {
        char c = at(csv);
        csv->next_line += c == '\n';
        if (c != '"') {
            text_char(&text, c);
            continue;
        }
        csv->at++;
        if (at(csv) != '"')
            break;
        text_char(&text, '"');
    }
    return text_str(&text);
}

static Str plain_cell(Csv *csv)
{
    Size from = csv->at;
    while (csv->at < csv->text.len && at(csv) != ',' && at(csv) != '\n')
        csv->at++;
    return str_trim(str_slice(csv->text, from, csv->at));
}

bool csv_next(Arena *arena, Csv *csv)
{
    while (csv->at < csv->text.len && (at(csv) == '\n' || at(csv) == '\r')) {
        csv->next_line += at(csv) == '\n';
        csv->at++;
    }
    csv->cells.count = 0;
    csv->line = csv->next_line;
    if (csv->at >= csv->text.len)
        return false;
    for (;;) {
        *PUSH(arena, &csv->cells) = at(csv) == '"' ? quoted_cell(arena, csv) : plain_cell(csv);
        while (at(csv) == '\r' || at(csv) == ' ')
            csv->at++;
        if (at(csv) != ',')
            break;
        csv->at++;
    }
    while (csv->at < csv->text.len && at(csv) != '\n')
        csv->at++;
    return true;
}

Str csv_cell(const Csv *csv, Size column)
{
    return column >= 0 && column < csv->cells.count ? csv->cells.items[column] : S("");
}

Size csv_column(const Csv *csv, Str name)
{
    for (Size i = 0; i < csv->cells.count; i++)
        if (str_equal(csv->cells.items[i], name))
            return i;
    return -1;
}

void csv_write(Text *out, Str cell, bool last)
{
    bool runs = cell.len && (cell.at[0] == '=' || cell.at[0] == '+' || cell.at[0] == '-' ||
                             cell.at[0] == '@' || cell.at[0] == '\t' || cell.at[0] == '\r');
    bool quote = runs || str_find(cell, ',') >= 0 || str_find(cell, '"') >= 0 || str_find(cell, '\n') >= 0 ||
                 str_find(cell, '\r') >= 0;
    if (quote) {
        text_add(out, runs ? S("\"'") : S("\""));
        for (Size i = 0; i < cell.len; i++) {
            text_char(out, cell.at[i]);
            if (cell.at[i] == '"')
                text_char(out, '"');
        }
        text_char(out, '"');
    } else {
        text_add(out, cell);
    }
    text_char(out, last ? '\n' : ',');
}

void csv_write_number(Text *out, Str number, bool last)
{
    for (Size i = 0; i < number.len; i++)
        INVARIANT((number.at[i] >= '0' && number.at[i] <= '9') || number.at[i] == '.' ||
                  (number.at[i] == '-' && i == 0));
    text_add(out, number);
    text_char(out, last ? '\n' : ',');
}
