/* effects.h - what two texts owe differently, for people and for programs. */
#ifndef ENT_REPORT_EFFECTS_H
#define ENT_REPORT_EFFECTS_H
#include "money/effect.h"
#include "report/json.h"

void    effects_print(Text *out, Arena *arena, const MoneyEffect *effect);
json_t *effects_json(Arena *arena, const MoneyEffect *effect);
/* Whether a changed clause ("table enterprise-cap") is told among the causes. */
bool effects_tell(const MoneyEffect *effect, Str change);
#endif
