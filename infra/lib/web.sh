# shellcheck shell=bash
# Installs what a Node project locks, and builds the pages; only when something changed.

# node_modules_of FOLDER
node_modules_of() {
  if [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]; then
    echo "$1: dependencies are installed"
  else
    npm ci --prefix "$1" --no-fund --no-audit && touch "$1/node_modules/.package-lock.json"
  fi
}

build_web() {
  node_modules_of web || return
  local built=web/build/index.html
  if [ -e "$built" ] && [ -z "$(find web -newer "$built" -type f \
    -not -path 'web/build/*' -not -path 'web/node_modules/*' -not -path 'web/.svelte-kit/*' -print -quit)" ]; then
    echo "web: the pages are built"
  else
    npm run --prefix web build
  fi
}
