# shellcheck shell=bash
# Counts what passed and what failed, and says it at the end. A gate (a linter,
# say) counts as one; of a test run each test counts, and a skipped one failed.

PASSED=0
FAILED=0
VERDICTS=()

note_verdict() { # NAME PASSED FAILED SECONDS
  PASSED=$((PASSED + $2))
  FAILED=$((FAILED + $3))
  VERDICTS+=("$(printf '%-34s %5d passed %4d failed %6d s' "$1" "$2" "$3" "$4")")
}

# gate NAME COMMAND…
gate() {
  if step "$@"; then note_verdict "$1" 1 0 "$STEP_SECONDS"; else note_verdict "$1" 0 1 "$STEP_SECONDS"; fi
}

# tests NAME RUNNER COMMAND…: RUNNER is nextest, node or vitest.
tests() {
  local name=$1 runner=$2 code=0 passed failed
  shift 2
  step "$name" "$@" || code=$?
  read -r passed failed < <(sed 's/\x1b\[[0-9;]*m//g' "$STEP_LOG" | "counts_of_$runner")
  if [ "$((passed + failed))" = 0 ]; then
    echo "    $name: no test ran"
    failed=1
  elif [ "$code" != 0 ] && [ "$failed" = 0 ]; then
    failed=1
  fi
  note_verdict "$name" "$passed" "$failed" "$STEP_SECONDS"
}

# Each prints "passed failed" from a runner's own closing lines.
counts_of_nextest() {
  awk '/^ *Summary \[/ {
    for (i = 2; i <= NF; i++) {
      if ($i ~ /^passed/) p = $(i - 1)
      if ($i ~ /^(failed|skipped|timed|leaky)/ && $(i - 1) ~ /^[0-9]+$/ && $i !~ /^leaky/) f += $(i - 1)
    }
  } END { print p + 0, f + 0 }'
}
counts_of_node() {
  awk '$1 == "ℹ" || $1 == "#" {
    if ($2 == "pass") p += $3
    if ($2 == "fail" || $2 == "skipped" || $2 == "todo" || $2 == "cancelled") f += $3
  } END { print p + 0, f + 0 }'
}
counts_of_vitest() {
  awk '$1 == "Tests" {
    for (i = 3; i <= NF; i++) {
      if ($i == "passed") p += $(i - 1)
      if ($i == "failed" || $i == "skipped" || $i == "todo") f += $(i - 1)
    }
  } END { print p + 0, f + 0 }'
}

# Prints the table and the closing line; fails unless everything passed.
give_verdict() {
  printf '\n==> verdict\n'
  printf '%s\n' "${VERDICTS[@]}"
  printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
  [ "$FAILED" = 0 ] && [ "$PASSED" -gt 0 ]
}
