/* dues_ics.c - what is due as a calendar (RFC 5545), written by libical, which is loaded when it is asked
 * for.
 *
 * An event keeps its UID as long as the clause, the party and the day in the text are the same, so that a
 * calendar that subscribes replaces it and does not add it twice. Events are whole days and block no time. */
#include <libical/ical.h>

#include "base/late.h"
#include "report/dues.h"

#define ICAL_FUNCTIONS(F)             \
    F(icalcomponent_new)              \
    F(icalcomponent_add_component)    \
    F(icalcomponent_add_property)     \
    F(icalcomponent_as_ical_string_r) \
    F(icalcomponent_free)             \
    F(icalproperty_new_version)       \
    F(icalproperty_new_prodid)        \
    F(icalproperty_new_method)        \
    F(icalproperty_new_uid)           \
    F(icalproperty_new_dtstamp)       \
    F(icalproperty_new_dtstart)       \
    F(icalproperty_new_sequence)      \
    F(icalproperty_new_summary)       \
    F(icalproperty_new_description)   \
    F(icalproperty_new_categories)    \
    F(icalproperty_new_transp)        \
    F(icalproperty_new_action)        \
    F(icalproperty_new_trigger)       \
    F(icalproperty_new_name)          \
    F(icaltriggertype_from_int)       \
    F(icaltime_from_string)           \
    F(icalmemory_free_buffer)

static struct {
    ICAL_FUNCTIONS(LATE_FIELD)
} lib;
static const LateFunction functions[] = {ICAL_FUNCTIONS(LATE_ROW)};

enum { ALARM_DAYS = 7, DAY_SECONDS = 86400 };

typedef struct {
    Arena         *arena;
    const DueView *v;
    icalcomponent *calendar;
} Writing;

static const char *c_text(const Writing *w, Str text) { return str_copy(w->arena, text).at; }

static struct icaltimetype date_of(const Writing *w, Day day, const char *time)
{
    Civil c = civil_of(day);
    Str   text = str_format(w->arena, "%04d%02d%02d%s", c.year, c.month, c.day, time);
    return lib.icaltime_from_string(text.at);
}

static void add(icalcomponent *to, icalproperty *property) { lib.icalcomponent_add_property(to, property); }

static Str description(const Writing *w, const DueRow *row)
{
    const Occasion *o = row->occasion;
    Text            text = text_new(w->arena);
    if (o->rule.len)
        text_format(&text, "%.*s\n", STR_ARG(o->rule));
    text_format(&text, "%.*s\n", STR_ARG(due_cite(w->arena, w->v->dues, o)));
    text_format(&text, "state on %.*s: %s\n", STR_ARG(day_text(w->arena, w->v->as_of)),
                due_state_text(row->status.state));
    if (row->status.cure_through < DAY_MAX)
        text_format(&text, "may be cured through %.*s\n",
                    STR_ARG(day_text(w->arena, row->status.cure_through)));
    return str_trim(text_str(&text));
}

static void add_alarm(const Writing *w, icalcomponent *event, Str summary)
{
    icalcomponent *alarm = lib.icalcomponent_new(ICAL_VALARM_COMPONENT);
    add(alarm, lib.icalproperty_new_action(ICAL_ACTION_DISPLAY));
    add(alarm, lib.icalproperty_new_description(c_text(w, summary)));
    add(alarm, lib.icalproperty_new_trigger(lib.icaltriggertype_from_int(-ALARM_DAYS * DAY_SECONDS)));
    lib.icalcomponent_add_component(event, alarm);
}

static void add_event(const Writing *w, const DueRow *row)
{
    const Occasion *o = row->occasion;
    bool            cure = o->kind == OF_CURE && row->status.cure_through < DAY_MAX;
    Day             day = cure ? row->status.cure_through : o->due;
    if (day >= DAY_MAX || row->status.stands_still)
        return;
    Str who = due_who(w->arena, w->v->dues, o), what = due_what(w->arena, w->v->dues, o);
    Str summary = o->kind == OF_END ? what : str_format(w->arena, "%.*s: %.*s", STR_ARG(who), STR_ARG(what));
    icalcomponent *event = lib.icalcomponent_new(ICAL_VEVENT_COMPONENT);
    add(event, lib.icalproperty_new_uid(c_text(w, due_uid(w->arena, w->v->dues, o))));
    add(event, lib.icalproperty_new_dtstamp(date_of(w, w->v->as_of, "T000000Z")));
    add(event, lib.icalproperty_new_dtstart(date_of(w, day, "")));
    add(event, lib.icalproperty_new_sequence(w->v->as_of > 0 ? w->v->as_of : 0));
    add(event, lib.icalproperty_new_summary(c_text(w, summary)));
    add(event, lib.icalproperty_new_description(c_text(w, description(w, row))));
    add(event, lib.icalproperty_new_categories(due_state_text(row->status.state)));
    add(event, lib.icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    add_alarm(w, event, summary);
    lib.icalcomponent_add_component(w->calendar, event);
}

bool due_ics(Arena *arena, const DueView *v, Str *out, Str *why)
{
    if (!late_load(arena, "libical.so.3", "libical3", functions, COUNT(functions), why))
        return false;
    const Agreement *header = terms_header(v->dues->st->terms);
    Writing          w = {arena, v, lib.icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
    add(w.calendar, lib.icalproperty_new_prodid("-//Entente//due//EN"));
    add(w.calendar, lib.icalproperty_new_version("2.0"));
    add(w.calendar, lib.icalproperty_new_method(ICAL_METHOD_PUBLISH));
    if (header && header->title)
        add(w.calendar, lib.icalproperty_new_name(c_text(&w, header->title->text)));
    for (Size i = 0; i < v->rows.count; i++)
        add_event(&w, &v->rows.items[i]);
    char *text = lib.icalcomponent_as_ical_string_r(w.calendar);
    *out = str_copy(arena, str_from(text));
    lib.icalmemory_free_buffer(text);
    lib.icalcomponent_free(w.calendar);
    return true;
}
