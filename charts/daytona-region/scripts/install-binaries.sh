# Puts the programs that run in sandboxes onto the node, and keeps them there.
#
# The runner contains them, and unpacks them into its container when it starts. Docker mounts them into sandboxes from the
# same path on the node, and creates empty folders for what is missing there.
#
# BINARIES, separated by spaces; TARGET, their folder on the node; NODE, where the node's file system is mounted;
# EXTRACT_SECONDS, how long the runner may take; REFRESH_SECONDS, the time between checks. HOME_DIR is the folder of the
# runner.
set -eu
umask 022

HOME_DIR=${HOME_DIR:-/usr/local/bin}
SOURCE=$HOME_DIR/.tmp/binaries
LOG=$(mktemp)
runner=

say() { printf '%s\n' "$*"; }
stop() { [ -z "$runner" ] || { kill -9 "$runner" 2>/dev/null || true; wait "$runner" 2>/dev/null || true; }; runner=; }
trap stop EXIT
trap 'exit 143' TERM INT

unpacked() {
  for name in $BINARIES; do [ -s "$SOURCE/$name" ] || return 1; done
}

# The sizes of the files: unpacked once they no longer change.
sizes() { for name in $BINARIES; do wc -c <"$SOURCE/$name"; done; }

extract() {
  for name in $BINARIES; do rm -rf "${SOURCE:?}/$name"; done
  # The runner demands these before it unpacks anything, and is stopped before it calls anyone.
  (
    for name in DAYTONA_API_URL SERVER_URL AWS_ENDPOINT_URL; do export "$name=http://127.0.0.1"; done
    for name in API_TOKEN DAYTONA_RUNNER_TOKEN AWS_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_DEFAULT_BUCKET SSH_PUBLIC_KEY; do
      export "$name=none"
    done
    cd "$HOME_DIR" && exec ./daytona-runner
  ) >"$LOG" 2>&1 &
  runner=$!
  waited=0
  last=
  while [ "$waited" -lt "$EXTRACT_SECONDS" ]; do
    if unpacked; then
      now=$(sizes)
      [ "$now" != "$last" ] || break
      last=$now
    fi
    sleep 1
    waited=$((waited + 1))
  done
  stop
  if ! unpacked || [ "$(sizes)" != "$last" ]; then
    tail -n 50 "$LOG" >&2
    printf 'error: the runner has not unpacked %s within %s seconds\n' "$BINARIES" "$EXTRACT_SECONDS" >&2
    exit 1
  fi
}

sum() { sha256sum <"$1"; }

# install_file NAME: replaces it atomically, because sandboxes may start at any time.
install_file() {
  from=$SOURCE/$1
  to=$NODE$TARGET/$1
  if [ -d "$to" ] && [ ! -L "$to" ]; then
    # Only Docker's own folders are empty.
    rmdir "$to" || { printf 'error: %s on the node is a folder with files: remove it\n' "$TARGET/$1" >&2; exit 1; }
  fi
  if [ -f "$to" ] && [ -x "$to" ] && [ "$(sum "$from")" = "$(sum "$to")" ]; then return; fi
  cp "$from" "$to.new"
  chmod 755 "$to.new"
  mv -f "$to.new" "$to"
  say "installed $TARGET/$1"
}

extract
rounds=${ROUNDS:-0}
while :; do
  mkdir -p "$NODE$TARGET"
  for name in $BINARIES; do install_file "$name"; done
  [ "$rounds" != 1 ] || break
  rounds=$((rounds - 1))
  sleep "$REFRESH_SECONDS" &
  wait $!
done
