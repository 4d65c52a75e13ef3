/* joint.c - the names of two texts side by side; see Joint in diff.h. */
#include "rights/diff.h"

#include <string.h>

typedef struct {
    const Rules      *old, *now;
    const Comparison *c;
    Arena            *arena;
} Joining;

static int dimension_number(const Rules *r, const Dimension *dim, Word name, bool upward)
{
    const Terms *terms = r->st->terms;
    int          number = name ? universe_number(r->universe, name) : 0;
    if (number >= 0 && number < (int)dim->count && dim->name[number] == name)
        return number;
    Str path = terms_text(terms, name);
    for (Size at = path.len - 1; upward && at > 0; at--) {
        Word above = path.at[at] == '/' ? word_known(terms->doc->words, str_slice(path, 0, at)) : 0;
        number = above ? universe_number(r->universe, above) : -1;
        if (number > 0 && number < (int)dim->count && dim->name[number] == above)
            return number;
    }
    return upward ? 0 : -1;
}

/* The new names in their order, then the old ones that the new text does not know. */
static void join_dimension(const Joining *j, const Dimension *old, const Dimension *now, Joint *out, Dim dim,
                           bool upward)
{
    Size     most = old->count + now->count, count = 0;
    int32_t *there = NEW(j->arena, int32_t, most), *here = NEW(j->arena, int32_t, most);
    for (Size i = 0; i < now->count; i++) {
        here[count] = (int32_t)i;
        there[count++] = (int32_t)dimension_number(
            j->old, old, now->name[i] ? compare_was(j->c, now->name[i]) : 0, upward);
    }
    for (Size i = 1; i < old->count; i++) {
        Word name = compare_renamed(j->c, old->name[i]);
        if (dimension_number(j->now, now, name, false) >= 0)
            continue;
        there[count] = (int32_t)i;
        here[count++] = (int32_t)dimension_number(j->now, now, name, upward);
    }
    out->count[dim] = out->old.count[dim] = out->now.count[dim] = count;
    out->old.number[dim] = there;
    out->now.number[dim] = here;
}

static int same_subject(const Joining *j, const Rules *from, int subject, const Rules *to, bool back)
{
    const Subject *s = &from->st->subjects.items[subject];
    if (s->class_of < 0) {
        Word name = back ? compare_was(j->c, s->name) : compare_renamed(j->c, s->name);
        return standing_subject(to->st, name);
    }
    int  of = same_subject(j, from, s->class_of, to, back);
    Word class_name = back ? compare_was(j->c, s->class_name) : compare_renamed(j->c, s->class_name);
    for (Size i = 0; of >= 0 && i < to->st->subjects.count; i++)
        if (to->st->subjects.items[i].class_of == of && to->st->subjects.items[i].class_name == class_name)
            return (int)i;
    return -1;
}

static void join_subjects(const Joining *j, Joint *out)
{
    Size     olds = j->old->st->subjects.count, nows = j->now->st->subjects.count, count = 0;
    int32_t *there = NEW(j->arena, int32_t, olds + nows), *here = NEW(j->arena, int32_t, olds + nows);
    for (Size i = 0; i < nows; i++) {
        here[count] = (int32_t)i;
        there[count++] = same_subject(j, j->now, (int)i, j->old, true);
    }
    for (Size i = 0; i < olds; i++) {
        if (same_subject(j, j->old, (int)i, j->now, false) >= 0)
            continue;
        here[count] = -1;
        there[count++] = (int32_t)i;
    }
    out->count[DIM_WHO] = out->old.count[DIM_WHO] = out->now.count[DIM_WHO] = count;
    out->old.number[DIM_WHO] = there;
    out->now.number[DIM_WHO] = here;
}

Joint joint_new(const Rules *old, const Rules *now, const Comparison *c, Arena *arena)
{
    Joining j = {old, now, c, arena};
    Joint   out = {.old = numbering_own(old), .now = numbering_own(now)};
    memcpy(out.count, out.now.count, sizeof out.count);
    join_dimension(&j, &old->universe->fields, &now->universe->fields, &out, DIM_FIELD, true);
    join_dimension(&j, &old->universe->products, &now->universe->products, &out, DIM_PRODUCT, true);
    join_dimension(&j, &old->universe->assets, &now->universe->assets, &out, DIM_ASSET, false);
    join_subjects(&j, &out);
    return out;
}
