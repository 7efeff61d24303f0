# Waits until this node has a token, which means that its runner is registered.
#
# TOKEN_FILE; PAUSE_SECONDS.
set -eu

waited=
until [ -s "$TOKEN_FILE" ]; do
  [ -n "$waited" ] || echo 'waiting for the registration of the runner on this node'
  waited=yes
  sleep "$PAUSE_SECONDS"
done
