/* clock.c - see clock.h. */
#include "os/clock.h"

#include <time.h>

Day clock_today(void) { return (Day)(time(NULL) / 86400); }
