/* figures.c - see figures.h. */
#include "report/figures.h"

#include "terms/data/tables.h"

enum { DECIMALS_MOST = 6, DIGITS_MOST = 40, GROUP = 3, DIGITS_READ_MOST = 18 };

__extension__ typedef unsigned __int128 UInt128;

/* Digits of a number that is not negative, with a comma before every third from the right. */
static Str digits_text(Arena *arena, UInt128 value, bool grouped)
{
    char digits[2 * DIGITS_MOST];
    Size at = COUNT(digits);
    int  count = 0;
    do {
        if (grouped && count && count % GROUP == 0)
            digits[--at] = ',';
        digits[--at] = (char)('0' + (int)(value % 10));
        count++;
    } while (value /= 10);
    return str_copy(arena, (Str){digits + at, COUNT(digits) - at});
}

static UInt128 magnitude(Int128 value) { return value < 0 ? -(UInt128)value : (UInt128)value; }

static Str minus(FigureStyle style) { return style == FIGURE_READ ? S("−") : S("-"); }

Str figure_count(Arena *arena, int64_t count)
{
    Text text = text_new(arena);
    text_add(&text, count < 0 ? minus(FIGURE_READ) : S(""));
    text_add(&text, digits_text(arena, magnitude(count), true));
    return text_str(&text);
}

static int minor_digits(int currency)
{
    int minor = currency < 0 ? -1 : currency_minor(currency);
    return minor < 0 ? 0 : minor;
}

/* At least the decimals of the currency, at most six; false: there are more behind them. */
static bool add_decimals(Text *text, UInt128 rest, UInt128 den, int least)
{
    for (int i = 0; i < DECIMALS_MOST && (i < least || rest); i++) {
        if (i == 0)
            text_char(text, '.');
        int     digit = 0; /* of rest * 10 / den, without leaving 128 bits */
        UInt128 next = 0;
        for (int k = 0; k < 10; k++) {
            bool over = next >= den - rest;
            next = over ? next - (den - rest) : next + rest;
            digit += over;
        }
        text_char(text, (char)('0' + digit));
        rest = next;
    }
    return rest == 0;
}

Str figure_amount(Arena *arena, Rational amount, int currency, FigureStyle style)
{
    if (!amount.ok)
        return S("unknown");
    UInt128 den = magnitude(amount.den), num = magnitude(amount.num);
    Text    text = text_new(arena);
    text_add(&text, amount.num < 0 ? minus(style) : S(""));
    text_add(&text, digits_text(arena, num / den, style == FIGURE_READ));
    if (!add_decimals(&text, num % den, den, minor_digits(currency)) && style == FIGURE_READ)
        text_add(&text, S("…"));
    return text_str(&text);
}

Str figure_minor(Arena *arena, int64_t minor, int currency, FigureStyle style)
{
    return figure_amount(arena, minor_amount(minor, currency), currency, style);
}

Str figure_money(Arena *arena, int64_t minor, int currency)
{
    Str code = currency < 0 ? S("") : currency_code(currency);
    return str_trim(str_format(arena, "%.*s %.*s", STR_ARG(figure_minor(arena, minor, currency, FIGURE_READ)),
                               STR_ARG(code)));
}

Str figure_fraction(Arena *arena, Rational value)
{
    if (!value.ok)
        return S("");
    Text text = text_new(arena);
    text_add(&text, value.num < 0 ? S("-") : S(""));
    text_add(&text, digits_text(arena, magnitude(value.num), false));
    if (value.den != 1) {
        text_char(&text, '/');
        text_add(&text, digits_text(arena, magnitude(value.den), false));
    }
    return text_str(&text);
}

bool figure_read(Str text, Rational *value, Str *behind)
{
    Str  rest = str_trim(text);
    bool below_zero = str_starts(rest, S("−")) || str_starts(rest, S("-"));
    rest = str_starts(rest, S("−")) ? str_slice(rest, S("−").len, rest.len)
           : below_zero             ? str_slice(rest, 1, rest.len)
                                    : rest;
    Int128 number = 0;
    int    digits = 0, decimals = 0;
    bool   point = false;
    Size   at = 0;
    for (; at < rest.len; at++) {
        char c = rest.at[at];
        if (c == '.' && !point)
            point = true;
        else if (c >= '0' && c <= '9' && ++digits <= DIGITS_READ_MOST) {
            number = number * 10 + (c - '0');
            decimals += point;
        } else if (c != ',')
            break;
    }
    Str left = str_trim(str_slice(rest, at, rest.len));
    if (!digits || digits > DIGITS_READ_MOST || str_starts(left, S("…")) || str_starts(left, S("/")))
        return false;
    *value = rational_of((int64_t)(below_zero ? -number : number), decimals);
    *behind = left;
    return true;
}

Str figure_digits(Arena *arena, Str text, Str *behind)
{
    Rational value = {0};
    *behind = text;
    if (!figure_read(text, &value, behind))
        return S("");
    Text out = text_new(arena);
    text_add(&out, value.num < 0 ? S("-") : S(""));
    Str number = str_slice(text, 0, behind->len ? behind->at - text.at : text.len);
    for (Size i = 0; i < number.len; i++)
        if (number.at[i] == '.' || (number.at[i] >= '0' && number.at[i] <= '9'))
            text_char(&out, number.at[i]);
    return text_str(&out);
}
