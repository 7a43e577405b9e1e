#!/usr/bin/env bash
# Every test of Collegium, from a fresh Debian 12 machine: installs what tests need, builds, runs the
# lints, the unit and storage tests on both databases, and the tests between real processes.
# The last line is "N passed, N failed"; the exit status is 0 only when nothing failed.
set -eu -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/deploy/packages.sh"
. "$root/deploy/build.sh"
. "$root/tests/support/run_parts.sh"

usage() {
    cat <<'HELP'
usage: tests/run.sh [lint] [unit] [e2e] [bench]      without arguments: lint unit e2e

  lint    source rules (tests/lint)
  unit    GoogleTest programs per layer and for both databases
  e2e     real processes, a second implementation, clients and a browser; measures the clean release build
  bench   performance figures; they are printed, not judged

  COLLEGIUM_SKIP_PACKAGES=1      install nothing
  COLLEGIUM_SKIP_CLEAN_BUILD=1   build the release on top of what is there, without measuring a clean build
  COLLEGIUM_TEST_FILTER=PATTERN  only these GoogleTest cases
HELP
}

parts=()
for argument in "$@"; do
    case "$argument" in
        lint | unit | e2e | bench) parts+=("$argument") ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; fail "there is no part called '$argument'" ;;
    esac
done
[ "${#parts[@]}" -gt 0 ] || parts=(lint unit e2e)

say "Debian packages"
require_debian_12
install_packages "${build_packages[@]}" "${test_packages[@]}"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/collegium-tests.XXXXXX")
chmod 711 "$scratch"
export TMPDIR="$scratch/tmp"
mkdir -m 1777 "$TMPDIR"
. "$root/tests/support/postgres.sh"
finish() {
    local status=$?
    trap - EXIT
    stop_postgres
    rm -rf "$scratch"
    if [ "$status" -ne 0 ]; then count "the run itself, which ended early" "$status" 0 1; fi
    summary
    [ "$failed" -eq 0 ] || exit 1
}
trap finish EXIT
trap 'exit 130' INT TERM

for part in "${parts[@]}"; do "run_$part"; done
