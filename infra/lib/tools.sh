# shellcheck shell=bash
# The tools of the tests that Debian does not have, kept between runs in
# ~/.cargo/bin and ~/.cache/puente.

# cargo_tool NAME: installs it from source once; minutes on two cores.
cargo_tool() {
  command -v "$1" >/dev/null || cargo install --locked "$@"
}

# python_tools REQUIREMENTS: makes a virtual environment of exactly these and puts it first on PATH.
PYTHON_HOME=${XDG_CACHE_HOME:-$HOME/.cache}/puente/python
python_tools() {
  if cmp -s "$1" "$PYTHON_HOME/requirements.txt"; then
    echo "python: tools are installed"
    return
  fi
  rm -rf "$PYTHON_HOME"
  python3 -m venv "$PYTHON_HOME" &&
    "$PYTHON_HOME/bin/pip" install --quiet --disable-pip-version-check -r "$1" &&
    cp "$1" "$PYTHON_HOME/requirements.txt"
}

install_tools() {
  cargo_tool cargo-nextest &&
    cargo_tool cargo-deny --no-default-features &&
    python_tools tests/requirements.txt
}
