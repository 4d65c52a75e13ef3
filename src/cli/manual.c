/* manual.c - see manual.h. */
#include "cli/manual.h"

#include "cli/verbs.h"

static const Option *const everywhere[] = {&option_color, &option_help};

/* ---- man page ---- */

/* A text line for roff: hyphens stay hyphens, a leading dot is no request. */
static void roff(Text *out, Str text)
{
    for (Size i = 0; i < text.len; i++) {
        if (text.at[i] == '-' || text.at[i] == '\\')
            text_char(out, '\\');
        if (i == 0 && (text.at[i] == '.' || text.at[i] == '\''))
            text_add(out, S("\\&"));
        text_char(out, text.at[i]);
    }
}

static void roff_option(Text *out, const Option *option)
{
    text_add(out, S(".TP\n.B "));
    roff(out, str_from(option->name));
    if (option->value)
        text_format(out, " \\fI%s\\fR", option->value);
    text_char(out, '\n');
    roff(out, str_from(option->doc));
    text_char(out, '\n');
}

static void roff_verb(Text *out, const Verb *verb)
{
    text_format(out, ".SS %s\n.B entente %s\n", verb->name, verb->name);
    roff(out, str_from(verb->synopsis));
    text_add(out, S("\n.PP\n"));
    roff(out, str_from(verb->doc));
    text_char(out, '\n');
    for (Size i = 0; i < OPTION_MOST && verb->options[i]; i++)
        roff_option(out, verb->options[i]);
    for (Size i = 0; i < COUNT(verb->examples) && verb->examples[i]; i++) {
        text_add(out, i ? S(".br\n.RS\n") : S(".PP\nFor example:\n.RS\n"));
        roff(out, str_from(verb->examples[i]));
        text_add(out, S("\n.RE\n"));
    }
}

void manual_page(Text *out)
{
    static const struct {
        int         code;
        const char *means;
    } exits[] = {{EXIT_YES, "yes, or done"},
                 {EXIT_NO, "no: not permitted, or a check failed"},
                 {EXIT_USAGE, "wrong usage"},
                 {EXIT_OPEN, "yes, with conditions open"},
                 {EXIT_INPUT, "the text or the input has errors"},
                 {EXIT_VERIFY, "verification failed: something was altered, or a feed is forked"},
                 {EXIT_WORLD, "a file could not be read or written, or a server did not answer"},
                 {EXIT_WAITING, "others must act first: sign, or send what this rests on"},
                 {EXIT_UNKNOWN, "unknown: a fact is missing"},
                 {EXIT_BUG, "a fault of this program"}};
    Size               count = 0;
    const Verb *const *all = verbs(&count);
    text_add(out,
             S(".TH ENTENTE 1 \"\" \"Entente " ENTENTE_VERSION
               "\"\n.SH NAME\nentente \\- the working copy of a cross\\-licence\n"
               ".SH SYNOPSIS\n.B entente\n.I VERB FILE\n[options]\n.SH DESCRIPTION\nReads an agreement "
               "written once, as text that "
               "lawyers read and machines run, and answers questions about it with the clauses that decide. "
               "\\fIFILE\\fR is a Markdown document with entente fences, a bare .entente file, or a folder "
               "with agreement.md. "
               "Results go to standard output, findings to standard error.\n.SH VERBS\n"));
    for (Size i = 0; i < count; i++)
        roff_verb(out, all[i]);
    text_add(out, S(".SH OPTIONS OF EVERY VERB\n"));
    for (Size i = 0; i < COUNT(everywhere); i++)
        roff_option(out, everywhere[i]);
    text_add(out, S(".SH EXIT STATUS\n"));
    for (Size i = 0; i < COUNT(exits); i++)
        text_format(out, ".TP\n.B %d\n%s\n", exits[i].code, exits[i].means);
    text_add(out, S(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nno colours on a terminal\n"));
}

/* ---- completion ---- */

static void bash(Text *out)
{
    Size               count = 0;
    const Verb *const *all = verbs(&count);
    text_add(out, S("# bash completion for entente\n_entente() {\n  local verb=\"${COMP_WORDS[1]}\" "
                    "word=\"${COMP_WORDS[COMP_CWORD]}\"\n"
                    "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W \""));
    for (Size i = 0; i < count; i++)
        text_format(out, "%s%s", i ? " " : "", all[i]->name);
    text_add(
        out,
        S("\" -- \"$word\"))\n    return\n  fi\n  local options=\"--color --help\"\n  case \"$verb\" in\n"));
    for (Size i = 0; i < count; i++) {
        text_format(out, "    %s) options=\"$options", all[i]->name);
        for (Size k = 0; k < OPTION_MOST && all[i]->options[k]; k++)
            text_format(out, " %s", all[i]->options[k]->name);
        text_add(out, S("\" ;;\n"));
    }
    text_add(out,
             S("  esac\n  case \"$word\" in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
               "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n  esac\n}\ncomplete -o filenames -F "
               "_entente entente\n"));
}

static void quoted(Text *out, const char *text)
{
    for (const char *at = text; *at; at++) {
        if (*at == '\'')
            text_add(out, S("'\\'"));
        text_char(out, (char)(*at == ':' || *at == '[' || *at == ']' ? ' ' : *at));
    }
}

static void zsh(Text *out)
{
    Size               count = 0;
    const Verb *const *all = verbs(&count);
    text_add(out, S("#compdef entente\n_entente() {\n  local -a verbs\n  verbs=(\n"));
    for (Size i = 0; i < count; i++) {
        text_format(out, "    '%s:", all[i]->name);
        quoted(out, all[i]->summary);
        text_add(out, S("'\n"));
    }
    text_add(out, S("  )\n  if (( CURRENT == 2 )); then\n    _describe verb verbs\n    return\n  fi\n  case "
                    "$words[2] in\n"));
    for (Size i = 0; i < count; i++) {
        text_format(out, "    %s) _arguments '--color[colours]:when:(auto always never)' '--help[help]'",
                    all[i]->name);
        for (Size k = 0; k < OPTION_MOST && all[i]->options[k]; k++) {
            text_format(out, " '%s[", all[i]->options[k]->name);
            quoted(out, all[i]->options[k]->doc);
            text_format(out, "]%s'", all[i]->options[k]->value ? ":value:_files" : "");
        }
        text_add(out, S(" '*:file:_files' ;;\n"));
    }
    text_add(out, S("  esac\n}\n_entente \"$@\"\n"));
}

static void fish(Text *out)
{
    Size               count = 0;
    const Verb *const *all = verbs(&count);
    text_add(out, S("# fish completion for entente\n"));
    for (Size i = 0; i < count; i++) {
        text_format(out, "complete -c entente -n __fish_use_subcommand -a %s -d '", all[i]->name);
        quoted(out, all[i]->summary);
        text_add(out, S("'\n"));
        for (Size k = 0; k < OPTION_MOST && all[i]->options[k]; k++) {
            text_format(out, "complete -c entente -n '__fish_seen_subcommand_from %s' -l %s %s-d '",
                        all[i]->name, all[i]->options[k]->name + 2, all[i]->options[k]->value ? "-r " : "");
            quoted(out, all[i]->options[k]->doc);
            text_add(out, S("'\n"));
        }
    }
}

bool manual_completion(Text *out, Str shell)
{
    if (str_equal(shell, S("bash")))
        bash(out);
    else if (str_equal(shell, S("zsh")))
        zsh(out);
    else if (str_equal(shell, S("fish")))
        fish(out);
    else
        return false;
    return true;
}
