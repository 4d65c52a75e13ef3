/* maps.h - a map for people: a table where it fits, and few boxes; and for programs. */
#ifndef ENT_REPORT_MAPS_H
#define ENT_REPORT_MAPS_H
#include "rights/map.h"

void map_print(Text *out, Arena *arena, const Rules *rules, const Map *map);
Str  map_json(Arena *arena, const Rules *rules, const Map *map); /* one object and a line end */
#endif
