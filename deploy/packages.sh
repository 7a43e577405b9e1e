# The Debian 12 packages that Collegium needs, and the functions that install them. Sourced by
# deploy/run.sh and tests/run.sh; running it by hand installs what a build needs.
# Third-party code comes from here and from the npm registry, nothing is copied into the tree.

build_packages=(
    g++ cmake ninja-build ccache mold pkg-config
    # By version: Debian's default Boost is 1.74, and the two -dev packages exclude one another.
    libboost1.81-dev libboost-url1.81-dev
    libssl-dev rapidjson-dev libsqlitecpp-dev libsqlite3-dev libpq-dev libcurl4-openssl-dev libfmt-dev
    libgumbo-dev libmd4c-dev libmd4c-html0-dev libtomlplusplus-dev libcli11-dev libargon2-dev
    libidn2-dev libicu-dev libkainjow-mustache-dev ca-certificates
)

test_packages=(
    libgtest-dev libgmock-dev clang-format-14 python3 openssl curl
    postgresql chromium toot nodejs npm fonts-dejavu-core procps
)

apt_log=""

say() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
fail() {
    printf '\nerror: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    rm -f "$apt_log"
    exit 1
}

require_debian_12() {
    local id="" version=""
    if [ -r /etc/os-release ]; then
        id=$(. /etc/os-release && printf '%s' "${ID:-}")
        version=$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")
    fi
    if [ "$id" = debian ] && [ "$version" = 12 ]; then return 0; fi
    if [ "${COLLEGIUM_ANY_SYSTEM:-}" = 1 ]; then
        note "not Debian 12 (${id:-unknown} ${version:-}); going on because COLLEGIUM_ANY_SYSTEM=1"
        return 0
    fi
    fail "this is ${id:-an unknown system} ${version:-}, and the scripts are made for Debian 12 (bookworm)." \
        "Use a Debian 12 machine or container, for example: docker run -it --network host debian:12" \
        "To try anyway with packages of the same names: COLLEGIUM_ANY_SYSTEM=1 $0"
}

# require_disk FOLDER MEGABYTES WHAT
require_disk() {
    local free
    free=$(df -Pm "$1" 2>/dev/null | awk 'NR == 2 { print $4 }')
    if [ -n "$free" ] && [ "$free" -lt "$2" ]; then
        fail "not enough free disk space for $3: $1 has ${free} MB, $2 MB are needed." \
            "Free some space there, or put the checkout on another disk, and run this again."
    fi
}

is_installed() {
    case "$1" in
        # A Node.js package from elsewhere brings npm along and excludes Debian's.
        npm) command -v npm >/dev/null 2>&1 && return 0 ;;
    esac
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing_packages() {
    local name
    for name in "$@"; do
        is_installed "$name" || printf '%s\n' "$name"
    done
}

sudo_command=()

as_root() { "${sudo_command[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }

require_root() {
    if [ "$(id -u)" = 0 ]; then return 0; fi
    command -v sudo >/dev/null 2>&1 || fail "packages have to be installed, and that needs root." \
        "Run this as root, or install sudo. Missing: $*"
    sudo_command=(sudo)
    if sudo -n true 2>/dev/null; then
        sudo_command=(sudo -n)
    elif [ ! -t 0 ]; then
        fail "packages have to be installed, and sudo asks for a password where nobody can type one." \
            "Run this in a terminal, or as root. Missing: $*"
    fi
}

apt() { as_root apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"; }

# Says in one sentence why apt-get failed, from what it printed.
explain_apt() {
    local log=$1 doing=$2
    if grep -qiE 'no space left|not enough free space|enough free space' "$log"; then
        fail "the disk is full while $doing." "Free some space (apt-get clean helps) and run this again."
    elif grep -qiE 'could not resolve|temporary failure|could not connect|unable to connect|network is unreachable|connection (timed out|refused|failed)' "$log"; then
        fail "the Debian package server cannot be reached while $doing." \
            "Check the network, the name servers and any proxy (http_proxy), and run this again."
    elif grep -qiE 'could not get lock|unable to acquire' "$log"; then
        fail "another program has been using apt for five minutes while $doing." "Wait until it is done and run this again."
    fi
    tail -n 15 "$log" >&2
    fail "apt-get failed while $doing; its last lines are above."
}

# Runs apt-get with its output on the screen and in the file apt_log; returns its status.
logged_apt() {
    local status
    set +e
    apt "$@" 2>&1 </dev/null | tee "$apt_log"
    status=${PIPESTATUS[0]}
    set -e
    return "$status"
}

refresh_lists() {
    say "Refreshing the package lists"
    # Its status says little: it succeeds when no server was in reach, and fails when one source of many
    # was wrong. What counts is whether the lists then know the packages.
    logged_apt update || true
}

lists_know() {
    local name
    for name in "$@"; do
        apt-cache show --no-all-versions "$name" >/dev/null 2>&1 || return 1
    done
}

# Debian's default Boost headers have to give way to 1.81. Only Boost -dev packages may go; anything
# else that would go with them belongs to somebody, so that is for the administrator to decide.
check_removals() {
    local removed kept
    removed=$(as_root apt-get -s install --no-install-recommends "$@" 2>/dev/null </dev/null | awk '$1 == "Remv" { print $2 }')
    [ -n "$removed" ] || return 0
    kept=$(printf '%s\n' "$removed" | grep -vE '^libboost[a-z0-9.-]*-dev(:[a-z0-9]+)?$' || true)
    if [ -n "$kept" ]; then
        fail "installing Boost 1.81 would remove packages that need another version: $(printf '%s ' $kept)" \
            "Remove them yourself (apt-get remove ...) if nothing needs them, or use another machine or a container."
    fi
    note "Boost 1.81 excludes these headers, which are replaced: $(printf '%s ' $removed)"
}

# install_packages NAME...: installs what is missing; does nothing, and needs no root, when nothing is.
install_packages() {
    local missing
    if [ "${COLLEGIUM_SKIP_PACKAGES:-}" = 1 ]; then return 0; fi
    command -v apt-get >/dev/null 2>&1 || fail "there is no apt-get here, so packages cannot be installed." \
        "Install them by other means and set COLLEGIUM_SKIP_PACKAGES=1."
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" = 0 ]; then
        note "all $# Debian packages are there"
        return 0
    fi
    require_root "${missing[*]}"
    require_disk /usr 2000 "the Debian packages"
    apt_log=$(mktemp)
    lists_know "${missing[@]}" || refresh_lists
    if ! lists_know "${missing[@]}"; then
        if grep -qE '^[WE]: ' "$apt_log"; then explain_apt "$apt_log" "refreshing the package lists"; fi
        fail "the package lists do not have all of: ${missing[*]}" \
            "Check that /etc/apt/sources.list names bookworm main."
    fi
    check_removals "${missing[@]}"
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    if ! logged_apt install -y --no-install-recommends "${missing[@]}"; then
        # Lists that are some weeks old name files that are gone from the server.
        grep -qE '404 +Not Found' "$apt_log" || explain_apt "$apt_log" "installing packages"
        refresh_lists
        logged_apt install -y --no-install-recommends "${missing[@]}" || explain_apt "$apt_log" "installing packages"
    fi
    rm -f "$apt_log"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -eu
    require_debian_12
    install_packages "${build_packages[@]}"
fi
