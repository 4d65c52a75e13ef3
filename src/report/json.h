/* json.h - building JSON with jansson: no call here fails, out of memory ends the program.
 *
 * Texts that are not UTF-8 (paths may be anything) get a replacement character for each bad byte. */
#ifndef ENT_REPORT_JSON_H
#define ENT_REPORT_JSON_H
#include <jansson.h>

#include "base/base.h"

json_t *json_of_text(Arena *arena, Str text);
/* Takes `value` over, whatever it is. */
void json_put(json_t *object, const char *key, json_t *value);
void json_add(json_t *array, json_t *value);
/* The text of `root`, keys sorted, with a line feed at the end; frees `root`. */
Str json_print(Arena *arena, json_t *root);
/* The same without blanks and line ends; does not free it. */
Str json_compact(Arena *arena, json_t *root);
#endif
