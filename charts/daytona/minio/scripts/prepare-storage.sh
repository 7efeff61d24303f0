#!/bin/sh
# Creates what Daytona needs in MinIO, and brings what is there already into the same state: its buckets, its user and
# the policy of that user. Credentials go to mc through standard input, never as arguments.
#   ENDPOINT                      address of MinIO
#   ROOT_USER ROOT_PASSWORD       its administrator
#   USER_ACCESS_KEY USER_SECRET_KEY   empty where Daytona works as the administrator
#   POLICY POLICY_FILE            name of the user's policy, and the file with it
#   BUCKETS                       a line a bucket: name policy purge versioning objectlocking
#   ATTEMPTS PAUSE                how often to try to reach MinIO, and the seconds in between
set -eu

# The image has a shell and mc, and little else.
connect() {
  printf '%s\n%s\n' "$ROOT_USER" "$ROOT_PASSWORD" | mc alias set --quiet store "$ENDPOINT" >/dev/null
}

attempt=1
until connect; do
  if [ "$attempt" -ge "$ATTEMPTS" ]; then
    echo "MinIO did not answer at $ENDPOINT after $ATTEMPTS attempts" >&2
    exit 1
  fi
  attempt=$((attempt + 1))
  sleep "$PAUSE"
done

prepare_bucket() {
  name=$1 access=$2 purge=$3 versioning=$4 locking=$5
  existed=false
  if mc ls --quiet "store/$name" >/dev/null 2>&1; then
    existed=true
    echo "bucket $name exists"
    if [ "$purge" = true ]; then mc rm --quiet --recursive --force "store/$name"; fi
  elif [ "$locking" = true ]; then
    mc mb --quiet --with-lock "store/$name"
  else
    mc mb --quiet "store/$name"
  fi
  if [ "$versioning" = true ]; then
    mc version enable --quiet "store/$name"
  elif [ "$existed" = true ]; then
    mc version suspend --quiet "store/$name"
  fi
  case $access in
    none) mc anonymous set --quiet private "store/$name" ;;
    *) mc anonymous set --quiet "$access" "store/$name" ;;
  esac
}

while read -r name access purge versioning locking; do
  # mc must not read the list of buckets.
  prepare_bucket "$name" "$access" "$purge" "$versioning" "$locking" </dev/null
done <<EOF
$BUCKETS
EOF

if [ -z "$USER_ACCESS_KEY" ]; then exit 0; fi

mc admin policy create --quiet store "$POLICY" "$POLICY_FILE"
printf '%s\n%s\n' "$USER_ACCESS_KEY" "$USER_SECRET_KEY" | mc admin user add --quiet store >/dev/null
echo "user $USER_ACCESS_KEY is there"

# Attaching a policy that is attached already is an error.
case $(mc admin user info --json store "$USER_ACCESS_KEY") in
  *"\"policyName\":\"$POLICY\""* | *"\"policyName\": \"$POLICY\""*) echo "policy $POLICY is attached" ;;
  *) mc admin policy attach --quiet store "$POLICY" --user "$USER_ACCESS_KEY" ;;
esac
