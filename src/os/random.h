/* random.h - random bytes of the system, for keys, salts and nonces. */
#ifndef ENT_OS_RANDOM_H
#define ENT_OS_RANDOM_H
#include "base/base.h"

CHECKED bool random_bytes(void *bytes, Size len);
#endif
