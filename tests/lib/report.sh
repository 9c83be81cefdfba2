# Sourced by tests/run and .ci/run: named steps, their times, and a summary at the end.

steps_done=()
steps_failed=()

# step NAME COMMAND…: runs it, shows how long it took, and remembers how it went.
step() {
    local name=$1 begun=$SECONDS status=0
    shift
    printf '\n==> %s\n' "$name"
    "$@" </dev/null || status=$?
    local took=$((SECONDS - begun))
    if [ "$status" -eq 0 ]; then
        steps_done+=("$(printf 'ok      %4d s  %s' "$took" "$name")")
    else
        steps_done+=("$(printf 'FAILED  %4d s  %s (exit %d)' "$took" "$name" "$status")")
        steps_failed+=("$name")
    fi
    return "$status"
}

# summary TITLE: every step with its time; fails when a step did.
summary() {
    printf '\n%s\n' "$1"
    printf '  %s\n' "${steps_done[@]}"
    if [ ${#steps_failed[@]} -gt 0 ]; then
        printf 'FAILED: %s\n' "${steps_failed[@]}"
        return 1
    fi
    printf 'all passed in %d s\n' "$SECONDS"
}
