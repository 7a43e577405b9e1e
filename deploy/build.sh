# Configuring and building with the CMake presets. Sourced by deploy/run.sh and tests/run.sh, after
# deploy/packages.sh.

# As many compilers as there are processors, and no more than memory can feed: the files that see
# Beast take about 1.2 GB each.
build_jobs() {
    local processors memory by_memory
    processors=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
    by_memory=$((memory / 1200))
    [ "$by_memory" -ge 1 ] || by_memory=1
    if [ "$by_memory" -lt "$processors" ]; then printf '%s' "$by_memory"; else printf '%s' "$processors"; fi
}

require_writable() {
    mkdir -p "$1" 2>/dev/null || true
    [ -w "$1" ] || fail "$1 cannot be written by user $(id -un)." \
        "It was probably made by another user: chown -R $(id -un) $1, or run this as that user."
}

# build_preset PRESET TARGET [CMAKE ARGUMENT...]: builds into build/PRESET; quick when nothing changed.
build_preset() {
    local preset=$1 target=$2 folder log jobs
    shift 2
    folder="$root/build/$preset"
    require_writable "$root/build"
    require_writable "$folder"
    require_disk "$root/build" 1500 "the build"
    log="$folder/configure.log"
    if ! (cd "$root" && cmake --preset "$preset" "$@") >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        fail "cmake could not configure the build; its last lines are above." \
            "If build/$preset comes from another machine or an older version: rm -rf build/$preset"
    fi
    jobs=$(build_jobs)
    [ "$jobs" -ge "$(nproc)" ] || note "using $jobs of $(nproc) processors, because memory is short"
    if ! NINJA_STATUS="[%f/%t %es] " ninja -C "$folder" -j "$jobs" "$target"; then
        require_disk "$root/build" 50 "the build"
        fail "the $preset build failed; the compiler's message is above." \
            "'Killed' means that memory ran out: close other programs or add swap, and run this again."
    fi
    keep_owner "$root/build"
}

# A build by root in somebody's checkout stays theirs.
keep_owner() {
    if [ "$(id -u)" = 0 ] && [ "$(stat -c %u "$root")" != 0 ]; then chown -R --reference="$root" "$1"; fi
}
