# need.sh - what ./demo, ./check and .ci/run share: Debian packages, printing, building. Sourced by bash.
# shellcheck shell=bash disable=SC2034

# One list each; a longer one holds the shorter ones.
need_build="gcc libc6-dev meson ninja-build pkg-config python3 iso-codes libjansson-dev libcmark-dev libsodium-dev"
need_build="$need_build zlib1g-dev libutf8proc-dev libxlsxwriter-dev libpango1.0-dev libcairo2-dev libical-dev"
need_build="$need_build fonts-inter fonts-dejavu-core fonts-droid-fallback libpq-dev libsqlite3-dev"
need_build="$need_build libcurl4-openssl-dev libmicrohttpd-dev"
need_check="$need_build libcmocka-dev clang libclang-rt-14-dev clang-format-14 cmark jq git"
need_check="$need_check poppler-utils postgresql-15"
need_ci="$need_check clang-tidy-14 valgrind gcovr"

stop() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# Prints a command as one would type it, then runs it.
run() {
    echo "\$ $*"
    "$@"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@" </dev/null
    elif [ -t 0 ] && [ -z "${CI-}" ]; then
        sudo "$@"
    else
        sudo -n "$@" </dev/null
    fi
}

# need PACKAGE... - installs what is missing; says nothing when all is there.
need() {
    command -v dpkg-query >/dev/null ||
        stop "this script installs Debian packages and found no dpkg here; install the like of: $*"
    local package missing=()
    for package; do
        # The first letter pair `ii`: installed, and to stay so.
        [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)" = "ii " ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
        stop "these packages are missing, and without root or sudo they cannot be installed: ${missing[*]}"
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}")
    echo "\$ apt-get install ${missing[*]}"
    local log
    log=$(mktemp)
    # A list of packages that is missing or stale is renewed once.
    if ! as_root "${install[@]}" >"$log" 2>&1; then
        echo "\$ apt-get update"
        if ! { as_root apt-get update -q && as_root "${install[@]}"; } >"$log" 2>&1; then
            tail -15 "$log" >&2
            rm -f "$log"
            stop "these packages could not be installed: ${missing[*]}"
        fi
    fi
    rm -f "$log"
}

# set_up FOLDER OPTION... - makes a build folder, or makes it anew if it was made otherwise or elsewhere.
# meson itself does not notice a new meson.build that it only looked for; `parts` makes it look again.
set_up() {
    local folder=$1 made="$PWD ${CC-} $*" parts
    shift
    [ ! -e "$folder/made" ] || [ -w "$folder/made" ] || stop "$folder belongs to another user; remove it"
    parts=$(find src test fuzz bench \( -name meson.build -o -path src/cli/main.c \) 2>/dev/null | sort)
    if [ ! -f "$folder/build.ninja" ] || [ "$(cat "$folder/made" 2>/dev/null)" != "$made" ]; then
        rm -rf "$folder"
        mkdir -p "$folder"
    elif [ "$(cat "$folder/parts")" = "$parts" ]; then
        return 0
    else
        set -- --reconfigure "$@"
    fi
    echo "\$ ${CC:+CC=$CC }meson setup $folder $*"
    meson setup "$folder" "$@" >"$folder/setup.log" 2>&1 </dev/null || {
        tail -15 "$folder/setup.log" >&2
        return 1
    }
    echo "$made" >"$folder/made"
    echo "$parts" >"$folder/parts"
}
