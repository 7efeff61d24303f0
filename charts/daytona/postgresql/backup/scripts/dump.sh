#!/bin/sh
# Dumps the database, restores the dump into an empty server to prove that it can be restored, and keeps it.
#   PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE   the database
#   DUMPS      folder for dumps
#   WORK       empty folder for temporary files; NAME of the dump is left in the file `name`
#   VERIFY     true to restore it
#   PATIENCE   seconds to wait for the database
set -eu
umask 077

fail() {
  echo "$1" >&2
  exit 1
}

name=$PGDATABASE-$(date -u +%Y%m%dT%H%M%SZ).dump
partial=$DUMPS/.$name.partial
server=$WORK/server

cleanup() {
  rm -f "$partial"
  if [ -f "$server/postmaster.pid" ]; then pg_ctl --pgdata="$server" --mode=immediate --silent stop || true; fi
  rm -rf "$server"
}
trap cleanup EXIT
trap 'exit 143' TERM INT

# initdb requires a name for the user that it runs as. The image has this library for users that are not in its list.
name_user() {
  if getent passwd "$(id -u)" >/dev/null; then return 0; fi
  for library in /usr/lib/*/libnss_wrapper.so /usr/lib/libnss_wrapper.so; do
    [ -f "$library" ] || continue
    echo "postgres:x:$(id -u):$(id -g):PostgreSQL:$WORK:/bin/false" >"$WORK/passwd"
    echo "postgres:x:$(id -g):" >"$WORK/group"
    export LD_PRELOAD="$library" NSS_WRAPPER_PASSWD="$WORK/passwd" NSS_WRAPPER_GROUP="$WORK/group"
    return 0
  done
}

# A server that only this container reaches. Only the temporary server is used from here on.
start_server() {
  unset PGPASSWORD PGPORT PGDATABASE
  export PGHOST="$WORK" PGUSER=postgres
  name_user
  initdb --pgdata="$server" --username=postgres --auth-local=trust --auth-host=reject --no-sync >"$WORK/log" 2>&1 &&
    pg_ctl --pgdata="$server" --silent --wait --log="$WORK/log" \
      --options="-c listen_addresses='' -c unix_socket_directories='$WORK' -c fsync=off -c shared_buffers=32MB" start && return 0
  cat "$WORK/log" >&2
  fail "the temporary server for the restore check did not start: there is no new backup"
}

# The dump may contain a database of the same name.
restore_check() {
  start_server
  psql --no-psqlrc --quiet --dbname=template1 --set=ON_ERROR_STOP=1 --command='DROP DATABASE postgres'
  pg_restore --exit-on-error --create --no-owner --no-privileges --dbname=template1 "$partial" ||
    fail "the dump cannot be restored: there is no new backup"
  restored=$(psql --no-psqlrc --tuples-only --no-align --dbname="$1" --command="SELECT count(*) FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p') AND nspname <> 'information_schema' AND nspname !~ '^pg_'")
  [ "$restored" = "$2" ] || fail "$2 tables were dumped, but $restored restored: there is no new backup"
  echo "the dump was restored into an empty server: $restored tables"
}

# Left by a run that was killed. Two runs never overlap.
rm -f "$DUMPS/.$PGDATABASE"-*.dump.partial

attempt=0
until pg_isready --quiet; do
  attempt=$((attempt + 1))
  [ "$attempt" -lt "$PATIENCE" ] || fail "$PGHOST:$PGPORT did not accept connections for $PATIENCE seconds"
  sleep 1
done

pg_dump --format=custom --no-password --lock-wait-timeout=5min --file="$partial" ||
  fail "pg_dump failed: there is no new backup"
listed=$(pg_restore --list "$partial") || fail "the dump cannot be read: there is no new backup"
tables=$(printf '%s\n' "$listed" | grep -c '^[0-9]*; [0-9]* [0-9]* TABLE ' || true)
data=$(printf '%s\n' "$listed" | grep -c '^[0-9]*; [0-9]* [0-9]* TABLE DATA ' || true)
tables=$((tables - data))
# Otherwise an empty database, such as that of a lost volume, would replace all good backups over time.
[ "$tables" -gt 0 ] || fail "database $PGDATABASE has no tables: there is no new backup, and no old one is removed"

if [ "$VERIFY" = true ]; then (restore_check "$PGDATABASE" "$tables"); fi

checksum=$(sha256sum <"$partial")
mv "$partial" "$DUMPS/$name"
echo "${checksum%% *}  $name" >"$DUMPS/$name.sha256"
sync
echo "$name" >"$WORK/name"
echo "$name: $(wc -c <"$DUMPS/$name") bytes"
