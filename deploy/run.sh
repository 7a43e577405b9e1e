#!/usr/bin/env bash
# From a fresh Debian 12 machine to two federating institutions: installs what is missing, builds the
# release, and starts `collegium demo`. Arguments are passed on to it (--keep, --dir DIR).
set -eu -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/deploy/packages.sh"
. "$root/deploy/build.sh"

case "${1:-}" in
    -h | --help)
        cat <<'HELP'
usage: deploy/run.sh [arguments of collegium demo]

Installs the Debian packages that are missing (root or sudo), builds build/release/collegium, and starts
a demonstration: two institutions that federate, on this machine alone. Ctrl-C ends it.

  --keep        leave the demonstration's data when it ends
  --dir DIR     where that data is

  COLLEGIUM_SKIP_PACKAGES=1   install nothing
  COLLEGIUM_BUILD_ONLY=1      stop after the build
HELP
        exit 0
        ;;
esac

say "1 of 3: Debian packages"
require_debian_12
install_packages "${build_packages[@]}"

say "2 of 3: building the release (a few minutes the first time)"
build_preset release collegium -DCOLLEGIUM_TESTS=OFF
if [ "${COLLEGIUM_BUILD_ONLY:-}" = 1 ]; then
    note "built: $root/build/release/collegium"
    exit 0
fi

say "3 of 3: starting the demonstration"
exec "$root/build/release/collegium" demo "$@"
