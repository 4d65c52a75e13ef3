/* random.c - see random.h. */
#include "os/random.h"

#include <errno.h>
#include <sys/random.h>
#include <sys/types.h>

bool random_bytes(void *bytes, Size len)
{
    for (Size done = 0; done < len;) {
        ssize_t got = getrandom((char *)bytes + done, (size_t)(len - done), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += got;
    }
    return true;
}
