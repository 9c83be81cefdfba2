# Sourced by tests/run and .ci/run: Debian packages, asked for by the command they bring.

# need COMMAND PACKAGE WHY …(threes): installs what is missing as root on Debian, else says what to install.
need() {
    local packages=() command package why
    while [ $# -gt 0 ]; do
        command=$1 package=$2 why=$3
        shift 3
        if ! command -v "$command" >/dev/null; then
            printf 'missing: %s (package %s), %s\n' "$command" "$package" "$why"
            packages+=("$package")
        fi
    done
    [ ${#packages[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        printf 'Install them first, on Debian as root: apt-get install %s\n' "${packages[*]}" >&2
        return 1
    fi
    printf 'installing: %s\n' "${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    local log
    log=$(mktemp)
    if ! { apt-get update && apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
