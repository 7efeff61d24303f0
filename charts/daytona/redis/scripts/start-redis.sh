#!/bin/sh
# Starts the server with the configuration CONFIG. The password comes from an environment variable and is written to
# AUTH_FILE, which the configuration includes, so that it is neither in the arguments nor in the ConfigMap.
set -eu
umask 077

: >"$AUTH_FILE"
if [ -n "${REDISCLI_AUTH:-}" ]; then
  quoted=$(printf '%s' "$REDISCLI_AUTH" | sed 's/[\\"]/\\&/g')
  printf 'requirepass "%s"\nmasterauth "%s"\n' "$quoted" "$quoted" >"$AUTH_FILE"
fi

exec redis-server "$CONFIG"
