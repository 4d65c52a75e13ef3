/* clock.c - see clock.h. */
#include "os/clock.h"

#include <time.h>

Day clock_today(void) { return (Day)(time(NULL) / 86400); }

int64_t clock_ms(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
