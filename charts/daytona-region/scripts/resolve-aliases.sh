# Resolves names with the DNS of the cluster, adds them to HOST_ALIASES, and runs its arguments with them.
#
# DYNAMIC_ALIASES are names, separated by spaces. PATIENCE_SECONDS is how long to wait for all of them.
set -eu

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

for name in $DYNAMIC_ALIASES; do
  waited=0
  while :; do
    address=$(getent hosts "$name" | awk '{ print $1; exit }')
    [ -z "$address" ] || break
    [ "$waited" -lt "$PATIENCE_SECONDS" ] || fail "$name cannot be resolved: is there a Service of that name?"
    sleep 5
    waited=$((waited + 5))
  done
  HOST_ALIASES="${HOST_ALIASES:+$HOST_ALIASES
}$address $name"
done
export HOST_ALIASES
exec "$@"
