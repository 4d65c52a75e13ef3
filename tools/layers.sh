#!/bin/sh
# layers.sh - refuses an #include that points up or sideways. Usage: layers.sh SRC_DIR
# A layer may include what src/LAYERS lists for it and, through that, everything further down.
set -eu
cd "$1"
grep -nE '^[ \t]*#[ \t]*include[ \t]*"' -r --include='*.[ch]' --include='*.def' . | awk '
    FNR == NR {
        if ($0 ~ /^[a-z]/) { n = split($0, p, /[ \t]*:[ \t]*/); may[p[1]] = reach(p[1], n > 1 ? p[2] : "") }
        next
    }
    {
        split($0, where, ":"); from = where[1]; sub(/^\.\//, "", from); sub(/\/.*/, "", from)
        to = $0; sub(/^[^"]*"/, "", to); sub(/[\/"].*/, "", to)
        if (!(from in may))                    bad($0, "layer `" from "` is not listed in src/LAYERS")
        else if (!index(may[from], " " to " ")) bad($0, "`" from "` may not include `" to "`")
    }
    function reach(layer, listed,    d, i, k, all) { # LAYERS is bottom to top, so what is listed is known already
        all = " " layer " "
        k = split(listed, d, /[ \t]+/)
        for (i = 1; i <= k; i++) if (d[i] != "") all = all d[i] " " may[d[i]]
        return all
    }
    function bad(line, why) { sub(/^\.\//, "", line); print "src/" line "\n  " why; n_bad++ }
    END { exit n_bad > 0 }' LAYERS -
