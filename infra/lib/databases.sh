# shellcheck shell=bash
# A PostgreSQL and a Redis of the tests' own, in a temporary folder, on ports
# that nobody else uses. They end with the script.

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# wait_until SECONDS COMMAND…
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { echo "gave up waiting for: $*" >&2; return 1; }
    sleep 0.2
  done
}

# PostgreSQL refuses to run as root.
as_postgres_user() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}

# start_postgres FOLDER: sets PUENTE_TEST_POSTGRES_URL
start_postgres() {
  local bin port folder=$1/postgres
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  port=$(free_port) || return
  mkdir -p "$folder"
  [ "$(id -u)" != 0 ] || chown postgres "$folder" || return
  # Never flushed to the disk: these databases die with the script anyway.
  (cd / && as_postgres_user "$bin/initdb" --pgdata="$folder/data" --username=puente \
    --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder.initdb.log") || return
  (cd / && as_postgres_user "$bin/pg_ctl" start --pgdata="$folder/data" --log="$folder/log" --wait --silent \
    --options="-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300") || return
  at_exit "cd / && as_postgres_user '$bin/pg_ctl' stop --pgdata='$folder/data' --mode=immediate --silent"
  export PUENTE_TEST_POSTGRES_URL=postgres://puente@127.0.0.1:$port/postgres
  echo "PostgreSQL $("$bin/postgres" --version | awk '{print $3}') on port $port"
}

# start_redis FOLDER: sets PUENTE_TEST_REDIS_URL
start_redis() {
  local port folder=$1/redis
  port=$(free_port) || return
  mkdir -p "$folder"
  redis-server --bind 127.0.0.1 --port "$port" --dir "$folder" --save '' --appendonly no \
    --daemonize yes --pidfile "$folder/pid" --logfile "$folder/log" >/dev/null || return
  at_exit "redis-cli -p $port shutdown nosave"
  wait_until 10 redis-cli -p "$port" ping || return
  export PUENTE_TEST_REDIS_URL=redis://127.0.0.1:$port/
  echo "Redis $(redis-server --version | sed 's/.* v=\([^ ]*\).*/\1/') on port $port"
}
