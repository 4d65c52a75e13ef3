/* files.c - see files.h. */
#include "files.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>

static void save(const char *folder, const char *name, const Text *text)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    bool  whole = file && fwrite(text->at, 1, (size_t)text->len, file) == (size_t)text->len;
    if ((file && fclose(file) != 0) || !whole) {
        fprintf(stderr, "bench: %s: it could not be written\n", path);
        exit(1);
    }
}

static Str day_name(Arena *arena, int day) { return day_text(arena, (Day)(day + W_FIRST_DAY)); }

/* ---- the agreement ---- */

Str name_party(Arena *arena, int party) { return str_format(arena, "p%d", party); }

Str name_asset(Arena *arena, int asset)
{
    int family = asset >= W_FIRST_LEAF ? (asset - W_FIRST_LEAF) / W_LEAVES : asset - W_FIRST_FAMILY;
    int estate = asset < W_FIRST_FAMILY ? asset : family / W_FAMILIES;
    if (asset < W_FIRST_FAMILY)
        return str_format(arena, "p%d/k%d", w_owner(asset), estate);
    if (asset < W_FIRST_LEAF)
        return str_format(arena, "p%d/k%d/f%d", w_owner(asset), estate, family % W_FAMILIES);
    return str_format(arena, "p%d/k%d/f%d/l%d", w_owner(asset), estate, family % W_FAMILIES,
                      (asset - W_FIRST_LEAF) % W_LEAVES);
}

Str name_field(Arena *arena, const Workload *w, int field)
{
    int above = w->field_above[field], place = 0;
    if (above < 0)
        return str_format(arena, "f%d", field);
    while (w->field_child[above][place] != field)
        place++;
    return str_format(arena, "%.*s/s%d", STR_ARG(name_field(arena, w, above)), place);
}

static void add_group(Text *out, int group)
{
    for (const char *c = w_group_names[group]; *c; c++)
        text_char(out, (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c));
}

static void add_header(Text *out)
{
    text_add(out, S("# Licences of two hundred parties\n\nMade by a program, to measure "
                    "with.\n\n```entente\nentente 1\n"
                    "agreement estates {\n  title      \"Licences of Two Hundred Parties\"\n  between    "));
    for (int i = 0; i < W_PARTIES; i++)
        text_format(out, "%sp%d", i ? ", " : "", i);
    text_add(
        out,
        S("\n  signed     2014-12-15\n  effective  2015-01-01\n  term       perpetual\n"
          "  law        \"State of New York\"\n  precedence terms over prose\n  changed by all parties\n}\n"
          "include \"parties.entente\"\ninclude \"assets.entente\"\ninclude \"licences-1.entente\"\n"
          "include \"licences-2.entente\"\ninclude \"reservations.entente\"\n```\n"));
}

static void add_parties(Text *out, const Workload *w)
{
    text_add(out, S("entente 1\n"));
    for (int i = 0; i < W_PARTIES; i++) {
        text_format(out, "party p%d { name \"Party %d\"; affiliates over 50%% of votes", i, i);
        if (w->party_above[i] >= 0)
            text_format(out, "; affiliate of p%d at 60%%", w->party_above[i]);
        text_add(out, S(" }\n"));
    }
    for (int g = 1; g < W_GROUPS; g++) {
        text_add(out, S("territory "));
        add_group(out, g);
        text_add(out, S(" { includes "));
        for (int i = 0, said = 0; i < W_COUNTRIES; i++)
            if (w->in_group[g][i])
                text_format(out, "%s%s", said++ ? ", " : "", w->country[i]);
        text_add(out, S(" }\n"));
    }
}

static void add_assets(Arena *arena, Text *out, const Workload *w)
{
    text_add(out, S("entente 1\n"));
    for (int i = 0; i < w->fields; i++) {
        if (!w->field_children[i])
            continue;
        text_format(out, "field %.*s { includes ", STR_ARG(name_field(arena, w, i)));
        for (int k = 0; k < w->field_children[i]; k++)
            text_format(out, "%s%.*s", k ? ", " : "", STR_ARG(name_field(arena, w, w->field_child[i][k])));
        text_add(out, S(" }\n"));
    }
    for (int i = 0; i < W_ASSETS; i++)
        text_format(out, "asset %.*s\n", STR_ARG(name_asset(arena, i)));
}

static void add_place(Text *out, const Workload *w, int place)
{
    if (place == W_GROUP)
        text_add(out, S("worldwide"));
    else if (place > W_GROUP)
        add_group(out, place - W_GROUP);
    else
        text_add(out, str_from(w->country[place]));
}

static void add_scope(Arena *arena, Text *out, const Workload *w, const WRule *rule)
{
    text_add(out, S("  to "));
    for (int i = 0, said = 0; i < W_ACTS; i++)
        if (rule->acts >> i & 1)
            text_format(out, "%s%s", said++ ? ", " : "", w_act_names[i]);
    text_add(out, S("\n  in "));
    for (int i = 0; i < rule->field_count; i++)
        text_format(out, "%s%.*s", i ? ", " : "", STR_ARG(name_field(arena, w, rule->fields[i])));
    for (int i = 0; i < rule->without_count; i++)
        text_format(out, "%s%.*s", i ? ", " : " except ", STR_ARG(name_field(arena, w, rule->without[i])));
    text_add(out, S("\n  within "));
    for (int i = 0; i < rule->place_count; i++) {
        text_add(out, i ? S(", ") : S(""));
        add_place(out, w, rule->places[i]);
    }
    for (int i = 0; i < rule->except_count; i++) {
        text_add(out, i ? S(", ") : S(" except "));
        add_place(out, w, rule->except[i]);
    }
    text_format(out, "\n  from %.*s\n  through %.*s\n}\n", STR_ARG(day_name(arena, rule->from)),
                STR_ARG(day_name(arena, rule->through)));
}

static void add_rule(Arena *arena, Text *out, const Workload *w, const WRule *rule, bool exclusive)
{
    const char *with = rule->affiliates ? " with affiliates" : "";
    if (rule->reserve)
        text_format(out, "reserve kept-%d {\n  p%d keeps ", rule->id, rule->licensor);
    else
        text_format(out, "grant licence-%d {\n  p%d grants p%d%s\n  under ", rule->id, rule->licensor,
                    rule->licensee, with);
    for (int i = 0; i < rule->asset_count; i++)
        text_format(out, "%s%.*s", i ? ", " : "", STR_ARG(name_asset(arena, rule->assets[i])));
    text_char(out, '\n');
    if (rule->reserve && rule->licensee >= 0)
        text_format(out, "  against p%d%s\n", rule->licensee, with);
    if (!rule->reserve && exclusive)
        text_add(out, S("  exclusive\n"));
    add_scope(arena, out, w, rule);
}

static Text rules_between(Arena *arena, const Workload *w, int first, int end, bool exclusive)
{
    Text out = text_new(arena);
    text_add(&out, S("entente 1\n"));
    for (int i = first; i < end; i++)
        add_rule(arena, &out, w, &w->rules[i], exclusive);
    return out;
}

Size agreement_write(Arena *arena, const Workload *w, const char *folder, bool exclusive)
{
    Text header = text_new(arena), parties = text_new(arena), assets = text_new(arena);
    add_header(&header);
    add_parties(&parties, w);
    add_assets(arena, &assets, w);
    Text one = rules_between(arena, w, 0, W_GRANTS / 2, exclusive);
    Text two = rules_between(arena, w, W_GRANTS / 2, W_GRANTS, exclusive);
    Text kept = rules_between(arena, w, W_GRANTS, W_RULES, exclusive);
    save(folder, "agreement.md", &header);
    save(folder, "parties.entente", &parties);
    save(folder, "assets.entente", &assets);
    save(folder, "licences-1.entente", &one);
    save(folder, "licences-2.entente", &two);
    save(folder, "reservations.entente", &kept);
    return header.len + parties.len + assets.len + one.len + two.len + kept.len;
}

Str questions_text(Arena *arena, const Workload *w, const WQuestion *questions, int count)
{
    Text out = text_new(arena);
    Str  assets[W_ASSETS], fields[W_FIELDS], days[W_LAST_DAY + 1];
    for (int i = 0; i < W_ASSETS; i++)
        assets[i] = name_asset(arena, i);
    for (int i = 0; i < w->fields; i++)
        fields[i] = name_field(arena, w, i);
    for (int i = 0; i <= W_LAST_DAY; i++)
        days[i] = day_name(arena, i);
    for (int i = 0; i < count; i++) {
        const WQuestion *q = &questions[i];
        text_format(&out, "p%d,%s,%s,%s,%s,%s\n", q->asker, assets[q->asset].at, w_act_names[q->act],
                    fields[q->field].at, w->country[q->country], days[q->day].at);
    }
    return text_str(&out);
}

/* ---- the peers ---- */

static void write_tree(Arena *arena, const char *folder, const char *file, const char *names,
                       const int *above, int count)
{
    Text out = text_new(arena);
    for (int i = 0; i < count; i++)
        text_format(&out, "%s,%s\n", names + (Size)i * W_NAME,
                    above[i] < 0 ? "" : names + (Size)above[i] * W_NAME);
    save(folder, file, &out);
}

static void write_places(Arena *arena, const Workload *w, const char *folder)
{
    Text countries = text_new(arena), groups = text_new(arena);
    for (int i = 0; i < W_COUNTRIES; i++) {
        text_format(&countries, "%s,", w->country[i]);
        for (int g = 0, said = 0; g < W_GROUPS; g++)
            if (w->in_group[g][i])
                text_format(&countries, "%s%s", said++ ? " " : "", w_group_names[g]);
        text_char(&countries, '\n');
    }
    for (int g = 0; g < W_GROUPS; g++) {
        text_format(&groups, "%s,", w_group_names[g]);
        for (int i = 0, said = 0; i < W_COUNTRIES; i++)
            if (w->in_group[g][i])
                text_format(&groups, "%s%s", said++ ? " " : "", w->country[i]);
        text_char(&groups, '\n');
    }
    save(folder, "countries.csv", &countries);
    save(folder, "groups.csv", &groups);
}

static void add_numbers(Text *out, int count, const int *items)
{
    text_format(out, " %d", count);
    for (int i = 0; i < count; i++)
        text_format(out, " %d", items[i]);
}

static void write_numeric_rules(Arena *arena, const Workload *w, const char *folder)
{
    Text out = text_new(arena);
    for (int i = 0; i < W_RULES; i++) {
        const WRule *r = &w->rules[i];
        text_format(&out, "%d %d %d %d %d %d %u %d %d", r->id, r->reserve, r->agreement, r->licensor,
                    r->licensee, r->affiliates, r->acts, r->from, r->through);
        add_numbers(&out, r->asset_count, r->assets);
        add_numbers(&out, r->field_count, r->fields);
        add_numbers(&out, r->without_count, r->without);
        add_numbers(&out, r->place_count, r->places);
        add_numbers(&out, r->except_count, r->except);
        text_char(&out, '\n');
    }
    save(folder, "rules.txt", &out);
}

static const char *place_name(const Workload *w, int place)
{
    return place >= W_GROUP ? w_group_names[place - W_GROUP] : w->country[place];
}

static void add_json_list(Text *out, const char *key, int count, const char *const *names)
{
    text_format(out, ",\"%s\":[", key);
    for (int i = 0; i < count; i++)
        text_format(out, "%s\"%s\"", i ? "," : "", names[i]);
    text_char(out, ']');
}

static void add_json_rule(Arena *arena, Text *out, const Workload *w, const WRule *r)
{
    const char *names[8];
    text_format(out, "{\"id\":\"%c%d\",\"effect\":\"%s\",\"agreement\":\"AG%d\",\"licensor\":\"P%d\"",
                r->reserve ? 'R' : 'G', r->id, r->reserve ? "reserve" : "grant", r->agreement, r->licensor);
    if (r->licensee >= 0)
        text_format(out, ",\"licensee\":\"P%d\",\"affiliates\":%s", r->licensee,
                    r->affiliates ? "true" : "false");
    else
        text_add(out, S(",\"licensee\":null,\"affiliates\":false"));
    for (int i = 0; i < r->asset_count; i++)
        names[i] = w->asset_name[r->assets[i]];
    add_json_list(out, "assets", r->asset_count, names);
    for (int i = 0; i < r->field_count; i++)
        names[i] = w->field_name[r->fields[i]];
    add_json_list(out, "fields", r->field_count, names);
    for (int i = 0; i < r->without_count; i++)
        names[i] = w->field_name[r->without[i]];
    add_json_list(out, "except_fields", r->without_count, names);
    for (int i = 0; i < r->place_count; i++)
        names[i] = place_name(w, r->places[i]);
    add_json_list(out, "territory", r->place_count, names);
    for (int i = 0; i < r->except_count; i++)
        names[i] = place_name(w, r->except[i]);
    add_json_list(out, "except_territory", r->except_count, names);
    int acts = 0;
    for (int i = 0; i < W_ACTS; i++)
        if (r->acts >> i & 1)
            names[acts++] = w_act_names[i];
    add_json_list(out, "acts", acts, names);
    text_format(out, ",\"from\":\"%.*s\",\"to\":\"%.*s\",\"d0\":%d,\"d1\":%d}\n",
                STR_ARG(day_name(arena, r->from)), STR_ARG(day_name(arena, r->through)), r->from, r->through);
}

static void write_questions(Arena *arena, const Workload *w, const WQuestion *questions, int count,
                            const char *folder)
{
    Text numbers = text_new(arena), names = text_new(arena);
    for (int i = 0; i < count; i++) {
        const WQuestion *q = &questions[i];
        Civil            day = civil_of((Day)(q->day + W_FIRST_DAY));
        text_format(&numbers, "%d %d %d %d %d %d\n", q->asker, q->asset, q->act, q->field, q->country,
                    q->day);
        text_format(&names, "P%d,%s,%s,%s,%s,%04d-%02d-%02d\n", q->asker, w->asset_name[q->asset],
                    w_act_names[q->act], w->field_name[q->field], w->country[q->country], day.year, day.month,
                    day.day);
    }
    save(folder, "queries.num", &numbers);
    save(folder, "queries.csv", &names);
}

void peers_write(Arena *arena, const Workload *w, const WQuestion *questions, int count, const char *folder)
{
    char parties[W_PARTIES][W_NAME];
    Text rules = text_new(arena);
    for (int i = 0; i < W_PARTIES; i++)
        snprintf(parties[i], W_NAME, "P%d", i);
    write_tree(arena, folder, "parties.csv", parties[0], w->party_above, W_PARTIES);
    write_tree(arena, folder, "assets.csv", w->asset_name[0], w->asset_above, W_ASSETS);
    write_tree(arena, folder, "fields.csv", w->field_name[0], w->field_above, w->fields);
    write_places(arena, w, folder);
    write_numeric_rules(arena, w, folder);
    for (int i = 0; i < W_RULES; i++)
        add_json_rule(arena, &rules, w, &w->rules[i]);
    save(folder, "rules.jsonl", &rules);
    write_questions(arena, w, questions, count, folder);
}

void answers_write(Arena *arena, const WAnswer *answers, int count, const char *folder)
{
    Text out = text_new(arena);
    for (int i = 0; i < count; i++) {
        text_format(&out, "%s,", answers[i].permit ? "permit" : "deny");
        for (int k = 0; k < answers[i].count; k++)
            text_format(&out, "%s%c%d", k ? " " : "", answers[i].permit ? 'G' : 'R', answers[i].ids[k]);
        text_char(&out, '\n');
    }
    save(folder, "oracle.csv", &out);
}
