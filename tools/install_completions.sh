#!/bin/sh
# install_completions.sh - puts each shell's completion under the name and in the folder that shell looks in.
# Run by `meson install`.
set -eu
share="${MESON_INSTALL_DESTDIR_PREFIX}/share"
put() { # shell, file name, folder
  mkdir -p "$share/$3"
  cp "${MESON_BUILD_ROOT}/completion.$1" "$share/$3/$2"
}
put bash entente bash-completion/completions
put zsh _entente zsh/site-functions
put fish entente.fish fish/vendor_completions.d
