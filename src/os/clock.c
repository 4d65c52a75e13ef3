/* clock.c - see clock.h. */
#include "os/clock.h"

#include <stdlib.h>
#include <time.h>

enum { DAY_SECONDS = 86400, DATE_LENGTH = 10, MOMENT_LENGTH = 20 };

/* 0 to `most`, of two digits; -1: something else. */
static int two(const char *at, int most)
{
    bool digits = at[0] >= '0' && at[0] <= '9' && at[1] >= '0' && at[1] <= '9';
    int  number = digits ? (at[0] - '0') * 10 + (at[1] - '0') : -1;
    return number <= most ? number : -1;
}

static bool moment(Str text, int64_t *out)
{
    Day day = 0;
    if ((text.len != DATE_LENGTH && text.len != MOMENT_LENGTH) ||
        !day_parse(str_slice(text, 0, DATE_LENGTH), &day) || day < 0)
        return false;
    *out = (int64_t)day * DAY_SECONDS;
    if (text.len == DATE_LENGTH)
        return true;
    const char *at = text.at + DATE_LENGTH;
    int         hours = two(at + 1, 23), minutes = two(at + 4, 59), seconds = two(at + 7, 59);
    *out += hours * 3600 + minutes * 60 + seconds;
    return at[0] == 'T' && at[3] == ':' && at[6] == ':' && at[9] == 'Z' && hours >= 0 && minutes >= 0 &&
           seconds >= 0;
}

bool clock_valid(void)
{
    const char *said = getenv("ENTENTE_NOW");
    int64_t     now;
    return !said || !*said || moment(str_from(said), &now);
}

int64_t clock_now(void)
{
    const char *said = getenv("ENTENTE_NOW");
    int64_t     now;
    return said && moment(str_from(said), &now) ? now : (int64_t)time(NULL);
}

Day clock_today(void) { return (Day)(clock_now() / DAY_SECONDS); }

int64_t clock_ms(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
