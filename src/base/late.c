/* late.c - see late.h. A library stays loaded to the end of the program. */
#include "base/late.h"

#include <dlfcn.h>

bool late_load(Arena *arena, const char *library, const char *package, const LateFunction *functions,
               Size count, Str *why)
{
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        *why = str_format(arena, "%s is not installed: apt-get install %s", library, package);
        return false;
    }
    for (Size i = 0; i < count; i++) {
        *functions[i].at = dlsym(handle, functions[i].name);
        if (!*functions[i].at) {
            *why = str_format(arena, "%s has no %s: another version of %s is needed", library,
                              functions[i].name, package);
            return false;
        }
    }
    return true;
}
