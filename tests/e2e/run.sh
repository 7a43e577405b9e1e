#!/usr/bin/env bash
# The tests between real processes: two institutions, a second implementation, clients, a browser, kills.
# COLLEGIUM_BINARY is the server (build/dev/collegium); with COLLEGIUM_TEST_POSTGRES, the address of a role that
# may create databases, PostgreSQL is tested too. Arguments: names of single test files. The last line is
# "N passed, N failed".
set -eu -o pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"
export COLLEGIUM_BINARY="${COLLEGIUM_BINARY:-$here/../../build/dev/collegium}"

fail() {
    printf '%s\n0 passed, 1 failed\n' "$*"
    exit 1
}

[ -x "$COLLEGIUM_BINARY" ] || fail "There is no server at $COLLEGIUM_BINARY. Build it, or set COLLEGIUM_BINARY."
[ -x node_modules/.bin/node ] || npm ci --no-audit --no-fund </dev/null || fail "npm could not install the packages of tests/e2e."

# Quick ones first, so that a broken build is seen soon.
files=(peer/peer.test.mjs federation.test.mjs fedify.test.mjs delivery.test.mjs processes.test.mjs modes.test.mjs s3.test.mjs client.test.mjs toot.test.mjs demo.test.mjs doctor.test.mjs hostile.test.mjs pages.test.mjs kill.test.mjs)
[ "$#" -eq 0 ] || files=("$@")

log=$(mktemp "${TMPDIR:-/tmp}/collegium_e2e_log.XXXXXX")
trap 'rm -f "$log"' EXIT
passed=0
failed=0
skipped=0

# The count of that name in the reporter's summary; 0 when it ended without one.
number() {
    local found
    found=$(sed -nE "s/^ℹ $1 ([0-9]+)\$/\1/p" "$log" | tail -n 1)
    printf '%d' "${found:-0}"
}

for file in "${files[@]}"; do
    seconds=$SECONDS
    status=0
    NODE_NO_WARNINGS=1 node_modules/.bin/node --test --test-concurrency=1 --test-reporter=spec "$file" >"$log" 2>&1 </dev/null || status=$?
    good=$(number pass)
    bad=$(($(number fail) + $(number cancelled)))
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ "$bad" -gt 0 ]; then cat "$log"; fi
    left_out=$(number skipped)
    printf '   %-26s %4d passed %4d failed %4d skipped %5d s\n' "$file" "$good" "$bad" "$left_out" $((SECONDS - seconds))
    passed=$((passed + good))
    failed=$((failed + bad))
    skipped=$((skipped + left_out))
done

if [ -z "${COLLEGIUM_TEST_POSTGRES:-}" ]; then echo "   PostgreSQL was not tested: COLLEGIUM_TEST_POSTGRES is not set"; fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
