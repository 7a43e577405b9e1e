# The parts of tests/run.sh. Each adds to passed, failed, skipped and failures.

passed=0
failed=0
skipped=0
failures=()

# count NAME STATUS PASSED FAILED: a program that ends badly without naming a failed test is one failure.
count() {
    local name=$1 status=$2 good=$3 bad=$4
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$bad" -gt 0 ]; then failures+=("$name: $bad failed (exit status $status)"); fi
}

summary() {
    if [ "${#failures[@]}" -gt 0 ]; then
        say "Failed"
        printf '   %s\n' "${failures[@]}"
    fi
    if [ "$skipped" -gt 0 ]; then say "$skipped tests were skipped, see above"; fi
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
}

# run_script NAME SCRIPT...: for programs whose last line of the form "N passed, N failed" is their count.
# That line is shown with the name before it, so that only our own stands alone.
run_script() {
    local name=$1 log status totals good bad
    shift
    log="$scratch/$name.log"
    set +e
    "$@" </dev/null 2>&1 | tee "$log" | sed -uE "s/^([0-9]+ passed, [0-9]+ failed)\$/   $name: \1/"
    status=${PIPESTATUS[0]}
    set -e
    totals=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1 || true)
    good=$(printf '%s' "$totals" | cut -d' ' -f1)
    bad=$(printf '%s' "$totals" | cut -d' ' -f3)
    if [ -z "$totals" ]; then
        note "$name ended without saying how many tests passed"
        status=1
    fi
    count "$name" "$status" "${good:-0}" "${bad:-0}"
}

run_lint() {
    say "Lints"
    run_script lint "$root/tests/lint/run.sh"
}

run_unit() {
    local program
    say "Building the tests"
    build_preset dev all
    start_postgres
    say "Unit and storage tests"
    for program in "$root"/build/dev/test_*; do
        if [ -f "$program" ] && [ -x "$program" ]; then run_gtest "$program"; fi
    done
}

run_gtest() {
    local program=$1 name log status good bad left_out seconds
    name=$(basename "$program")
    log="$scratch/$name.log"
    seconds=$SECONDS
    set +e
    (cd "$scratch" && timeout --kill-after=10 "${COLLEGIUM_TEST_TIMEOUT:-900}" "$program" --gtest_color=no \
        --gtest_filter="${COLLEGIUM_TEST_FILTER:-*}") >"$log" 2>&1 </dev/null
    status=$?
    set -e
    good=$(grep -cF '[       OK ] ' "$log" || true)
    bad=$(grep -cE '\[  FAILED  \] .* \([0-9]+ ms\)$' "$log" || true)
    left_out=$(grep -cE '\[  SKIPPED \] .* \([0-9]+ ms\)$' "$log" || true)
    skipped=$((skipped + left_out))
    printf '   %-20s %5d passed %4d failed %4d skipped %5d s\n' "$name" "$good" "$bad" "$left_out" $((SECONDS - seconds))
    if [ "$left_out" -gt 0 ]; then grep -E '\[  SKIPPED \] .* \([0-9]+ ms\)$' "$log" | sort -u | head -n 20; fi
    if [ "$status" -ne 0 ]; then show_failure "$log" "$status"; fi
    count "$name" "$status" "$good" "$bad"
}

show_failure() {
    local log=$1 status=$2
    # From each failed test's start to its verdict; of a crash, the end.
    awk '/\[ RUN      \]/ { text = "" } { text = text $0 "\n" } /\[  FAILED  \] .*ms\)$/ { printf "%s", text }' "$log" | head -n 200
    if ! grep -qE '\[  FAILED  \]' "$log"; then tail -n 30 "$log"; fi
    if [ "$status" = 124 ]; then note "stopped: it ran longer than ${COLLEGIUM_TEST_TIMEOUT:-900} s"; fi
}

# The release binary that the tests between processes run. Measured from nothing and without the compiler
# cache, unless told otherwise.
build_release() {
    local seconds
    if [ "${COLLEGIUM_SKIP_CLEAN_BUILD:-}" = 1 ]; then
        say "Building the release"
        build_preset release collegium -DCOLLEGIUM_TESTS=OFF
    elif [ "${release_is_built:-}" != 1 ]; then
        say "Building the release from nothing, without a compiler cache"
        rm -rf "$root/build/release"
        seconds=$SECONDS
        CCACHE_DISABLE=1 build_preset release collegium -DCOLLEGIUM_TESTS=OFF
        seconds=$((SECONDS - seconds))
        note "clean release build: $((seconds / 60)) min $((seconds % 60)) s on $(nproc) processors (aim: 6 min on 2)"
    fi
    release_is_built=1
    export COLLEGIUM_BINARY="$root/build/release/collegium"
}

# npm's packages, as the committed lock file names them; nothing is done when they are there already.
install_npm() {
    local folder=$1 stamp
    [ -f "$folder/package-lock.json" ] || return 0
    stamp="$folder/node_modules/.collegium-lock"
    if [ -f "$stamp" ] && cmp -s "$stamp" "$folder/package-lock.json"; then return 0; fi
    say "Installing npm packages in ${folder#"$root"/}"
    if ! (cd "$folder" && npm ci --no-audit --no-fund </dev/null); then
        fail "npm could not install the packages of ${folder#"$root"/}; its message is above." \
            "Check that registry.npmjs.org can be reached (npm ping)."
    fi
    cp "$folder/package-lock.json" "$stamp"
    keep_owner "$folder/node_modules"
}

run_e2e() {
    build_release
    install_npm "$root/tests/e2e"
    start_postgres
    say "Tests between real processes"
    if [ ! -f "$root/tests/e2e/run.sh" ]; then
        note "tests/e2e/run.sh is missing"
        count e2e 1 0 1
        return
    fi
    COLLEGIUM_CHROMIUM=$(command -v chromium || true)
    export COLLEGIUM_CHROMIUM
    run_script e2e timeout --kill-after=30 "${COLLEGIUM_E2E_TIMEOUT:-3600}" bash "$root/tests/e2e/run.sh"
}

run_bench() {
    build_release
    start_postgres durable
    say "Benchmarks"
    bash "$root/tests/bench/run.sh" </dev/null || count bench 1 0 1
}
