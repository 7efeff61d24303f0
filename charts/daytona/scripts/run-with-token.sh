# Starts the runner with the token of this node.
#
# TOKEN_FILE; TOKEN_VARIABLE, the variable that the runner reads. The arguments are the command to run.
set -eu

token=$(cat "$TOKEN_FILE")
if [ -z "$token" ]; then
  echo 'there is no token for this node' >&2
  exit 1
fi
export "$TOKEN_VARIABLE=$token"
exec "$@"
