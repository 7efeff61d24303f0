# Starts the runner with the token of this node.
#
# TOKEN_FILE; TOKEN_VARIABLE, the name of the variable that the runner reads. The arguments are the program.
set -eu

token=$(cat "$TOKEN_FILE")
if [ -z "$token" ]; then
  echo 'this node has no token' >&2
  exit 1
fi
export "$TOKEN_VARIABLE=$token"
exec "$@"
