# shellcheck shell=bash
# One step of a script: says what it does and how long it took, keeps its
# output, and leaves none of its processes behind when the script is stopped.

# Each step gets a process group of its own, so that all of it can be ended.
set -m

STEP_GROUP=""
STEP_LOGS=$(mktemp -d "${TMPDIR:-/tmp}/puente-steps.XXXXXX")
STEP_LOG=$STEP_LOGS/none

end_step() {
  [ -n "$STEP_GROUP" ] || return 0
  kill -TERM -- "-$STEP_GROUP" 2>/dev/null
  wait "$STEP_GROUP" 2>/dev/null
  kill -KILL -- "-$STEP_GROUP" 2>/dev/null
  STEP_GROUP=""
}

# Scripts add what they start to this list of commands; the last goes first.
AT_EXIT=()
at_exit() { AT_EXIT=("$*" "${AT_EXIT[@]}"); }

clean_up() {
  local code=$? command
  trap - EXIT INT TERM HUP
  end_step
  for command in "${AT_EXIT[@]}"; do eval "$command" || true; done
  rm -rf "$STEP_LOGS"
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# become COMMAND…: the script is done and turns into the command.
become() {
  trap - EXIT INT TERM HUP
  rm -rf "$STEP_LOGS"
  exec "$@"
}

# step NAME COMMAND…: runs the command, output on screen and in $STEP_LOG.
step() {
  local name=$1 began=$SECONDS code=0
  shift
  STEP_LOG="$STEP_LOGS/${name//[^a-z0-9]/-}.log"
  printf '\n==> %s\n' "$name"
  { set -o pipefail; "$@" 2>&1 </dev/null | tee "$STEP_LOG"; } &
  STEP_GROUP=$!
  wait "$STEP_GROUP" || code=$?
  end_step
  STEP_SECONDS=$((SECONDS - began))
  if [ "$code" = 0 ]; then
    printf '    %s: done in %d s\n' "$name" "$STEP_SECONDS"
  else
    printf '    %s: FAILED after %d s\n' "$name" "$STEP_SECONDS"
  fi
  return "$code"
}
