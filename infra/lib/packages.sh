# shellcheck shell=bash
# Installs the Debian packages that are missing, and starts no service of theirs.

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "Installing packages needs root: run this as root, or install sudo." >&2
    return 1
  fi
}

is_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# A database package starts its server at once; ours are started by hand.
forbid_services() {
  [ -e /usr/sbin/policy-rc.d ] && return
  printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
  as_root chmod 755 /usr/sbin/policy-rc.d
  trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
}

missing_packages() {
  local name
  for name in "$@"; do is_installed "$name" || echo "$name"; done
}

# A step has no terminal to type a password in, so it is asked for before.
ask_for_sudo() {
  [ -z "$(missing_packages "$@")" ] || [ "$(id -u)" = 0 ] || ! command -v sudo >/dev/null || sudo -v
}

# install_packages NAME…
install_packages() (
  mapfile -t missing < <(missing_packages "$@")
  if [ ${#missing[@]} = 0 ]; then
    echo "all $# packages are installed"
    exit 0
  fi
  set -e
  forbid_services
  as_root apt-get update
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}"
)
