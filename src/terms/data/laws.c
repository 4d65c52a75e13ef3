/* laws.c - see laws.h. */
#include "terms/data/laws.h"

#include "terms/data/tables_data.h"

bool law_find(Str rule, Law *out)
{
    for (int i = 0; i < law_rows_count; i++) {
        const LawRow *row = &law_rows[i];
        if (!str_equal(piece_str(row->rule), rule))
            continue;
        *out = (Law){piece_str(row->place), piece_str(row->source), piece_str(row->text), row->days};
        return true;
    }
    return false;
}

Day laws_known(void) { return laws_known_day; }

static char big(char c) { return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); }

static bool letter(char c) { return big(c) >= 'A' && big(c) <= 'Z'; }

/* A whole word of `name`, in any case. */
static bool has_word(Str name, Str word)
{
    for (Size i = 0; i + word.len <= name.len; i++) {
        Size same = 0;
        while (same < word.len && big(name.at[i + same]) == big(word.at[same]))
            same++;
        bool starts = i == 0 || !letter(name.at[i - 1]);
        bool ends = i + word.len == name.len || !letter(name.at[i + word.len]);
        if (same == word.len && starts && ends)
            return true;
    }
    return false;
}

/* How many words of the row the name has; 0: not all of them. */
static int fits(Str name, Str words)
{
    int count = 0;
    while (words.len) {
        Size blank = str_find(words, ' ');
        if (!has_word(name, blank < 0 ? words : str_slice(words, 0, blank)))
            return 0;
        words = blank < 0 ? S("") : str_slice(words, blank + 1, words.len);
        count++;
    }
    return count;
}

bool benchmark_ended(Str name, Day *last)
{
    int best = 0;
    for (int i = 0; i < benchmark_rows_count; i++) {
        int count = fits(name, piece_str(benchmark_rows[i].words));
        if (count <= best)
            continue;
        best = count;
        *last = benchmark_rows[i].last;
    }
    return best > 0;
}
