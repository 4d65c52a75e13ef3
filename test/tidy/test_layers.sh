#!/bin/sh
# test_layers.sh - the layer check accepts what points down and refuses the rest. Usage: test_layers.sh LAYERS_SH
# shellcheck disable=SC2016 # the backquotes are those of the messages
set -u
check=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir "$tree/base" "$tree/lang" "$tree/os" "$tree/app"
printf 'base :\nlang : base\nos   : base\napp  : lang os\n' > "$tree/LAYERS"
count=0

# expect accepted|refused FILE INCLUDE WORDS... - WORDS must all be in what the check says
expect() {
    want=$1 file=$2 include=$3
    shift 3
    printf '%s\n' '/* a file */' "$include" > "$tree/$file"
    said=$("$check" "$tree" 2>&1) && got=accepted || got=refused
    rm "$tree/$file"
    count=$((count + 1))
    verdict=ok
    [ "$got" = "$want" ] || verdict='not ok'
    for words; do
        case $said in *"$words"*) ;; *) verdict='not ok' ;; esac
    done
    echo "$verdict $count - $file: $include is $want"
    [ "$verdict" = ok ] || printf '%s\n' "$said" | sed 's/^/# /'
}

expect accepted lang/rate.c '#include "base/base.h"'
expect accepted lang/rate.c '#include "lang/rate.h"'
expect accepted app/may.c '#include "base/base.h"' # through lang
expect accepted base/base.c '#include <stdio.h>'
expect refused base/base.c '#include "lang/rate.h"' 'src/base/base.c:2' '`base` may not include `lang`'
expect refused base/base.h '  #  include "app/may.h"' 'src/base/base.h:2'
expect refused lang/words.def '#include "app/may.h"' 'src/lang/words.def:2'
expect refused lang/rate.c '#include "os/file.h"' '`lang` may not include `os`'
expect refused lang/rate.c '#include "rate.h"' '`lang` may not include `rate.h`'
mkdir "$tree/money"
expect refused money/owe.c '#include "base/base.h"' 'layer `money` is not listed'
echo "1..$count"
