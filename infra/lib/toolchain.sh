# shellcheck shell=bash
# Says in one sentence which of Rust and Node is missing or too old.

RUST_NEEDED=1.95.0
NODE_NEEDED=20.0.0

# at_least HAVE NEED: compares versions such as 1.95.0.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

require_rust() {
  local have
  # rustup puts the tools here; a shell that is not a login shell may not know.
  PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
  have=$(rustc --version 2>/dev/null | cut -d' ' -f2)
  if [ -z "$have" ] || ! command -v cargo >/dev/null; then
    echo "Rust is missing: Puente needs Rust $RUST_NEEDED or newer; install it with rustup from https://rustup.rs and run this again." >&2
    exit 1
  fi
  if ! at_least "$have" "$RUST_NEEDED"; then
    echo "Rust $have is too old: Puente needs Rust $RUST_NEEDED or newer; run 'rustup update stable' and run this again." >&2
    exit 1
  fi
}

require_node() {
  local have
  have=$(node --version 2>/dev/null | tr -d v)
  if [ -z "$have" ] || ! command -v npm >/dev/null; then
    echo "Node is missing: Puente needs Node $NODE_NEEDED or newer with npm; get it from https://nodejs.org and run this again." >&2
    exit 1
  fi
  if ! at_least "$have" "$NODE_NEEDED"; then
    echo "Node $have is too old: Puente needs Node $NODE_NEEDED or newer; get it from https://nodejs.org and run this again." >&2
    exit 1
  fi
}
