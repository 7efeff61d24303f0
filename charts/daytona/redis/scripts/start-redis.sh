#!/bin/sh
# Starts the server of CONFIG. The password comes as an environment variable, and reaches the server through a file
# that its configuration includes, AUTH_FILE: neither arguments nor the ConfigMap show it.
set -eu
umask 077

: >"$AUTH_FILE"
if [ -n "${REDISCLI_AUTH:-}" ]; then
  quoted=$(printf '%s' "$REDISCLI_AUTH" | sed 's/[\\"]/\\&/g')
  printf 'requirepass "%s"\nmasterauth "%s"\n' "$quoted" "$quoted" >"$AUTH_FILE"
fi

exec redis-server "$CONFIG"
