/* usage_split.c - one line into its cells, with quotes (RFC 4180). The line is without its end. */
#include "money/usage_inside.h"

/* The quoted cell that begins at `at`; gives where it ends. False: it does not, or text stands behind it. */
static bool quoted(UsageSplit *split, Str line, char separator, Size *at, Str *text)
{
    char *out = split->scratch;
    for (Size i = *at + 1; i < line.len; i++) {
        if (line.at[i] != '"') {
            *out++ = line.at[i];
            continue;
        }
        if (i + 1 < line.len && line.at[i + 1] == '"') {
            *out++ = line.at[i++];
            continue;
        }
        if (i + 1 < line.len && line.at[i + 1] != separator)
            return false;
        *text = (Str){split->scratch, out - split->scratch};
        split->scratch = out;
        *at = i + 1;
        return true;
    }
    return false;
}

Str usage_without_blanks(Str text)
{
    while (text.len && text.at[0] == ' ')
        text = str_slice(text, 1, text.len);
    while (text.len && text.at[text.len - 1] == ' ')
        text.len--;
    return text;
}

bool usage_split(UsageSplit *split, Str line, char separator)
{
    split->count = 0;
    for (Size at = 0;; at++) {
        Size      from = at;
        UsageCell cell = {.quoted = at < line.len && line.at[at] == '"'};
        if (cell.quoted) {
            if (!quoted(split, line, separator, &at, &cell.text)) {
                split->bad = split->count;
                if (split->count < split->room)
                    split->cells[split->count] = (UsageCell){.raw = str_slice(line, from, line.len)};
                return false;
            }
        } else {
            Size end = str_find(str_slice(line, at, line.len), separator);
            at = end < 0 ? line.len : at + end;
            cell.text = usage_without_blanks(str_slice(line, from, at));
        }
        cell.raw = str_slice(line, from, at);
        if (split->count < split->room)
            split->cells[split->count] = cell;
        split->count++;
        if (at >= line.len)
            return true;
    }
}
