#!/bin/sh
# Creates the buckets, users and policies that Daytona needs in MinIO, and updates existing ones. Credentials are passed
# to mc on standard input, never as arguments.
#   ENDPOINT                      address of MinIO
#   ROOT_USER ROOT_PASSWORD       administrator
#   USER_ACCESS_KEY USER_SECRET_KEY   empty if Daytona uses the administrator
#   POLICY                        name of that user's policy
#   POLICIES POLICY_FILES         one more policy per line; folder with a NAME.json for each
#   USERS USER_KEYS               one more user per line: file name policy; folder with the file that has the secret key
#   BUCKETS                       one bucket per line: name policy purge versioning objectlocking
#   ATTEMPTS PAUSE                number of attempts to reach MinIO, and seconds between them
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
    echo "bucket $name already exists"
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

# policies_of USER: names separated by commas; empty for none
policies_of() {
  info=$(mc admin user info --json store "$1")
  case $info in
    *'"policyName":'*) ;;
    *) return 0 ;;
  esac
  info=${info#*'"policyName":'}
  info=${info#*'"'}
  printf '%s' "${info%%'"'*}"
}

# give USER POLICY: attaches this policy and detaches all others. Attaching it twice would be an error.
give() {
  attached=$(policies_of "$1")
  case ",$attached," in
    *",$2,"*) echo "policy $2 is already attached to user $1" ;;
    *) mc admin policy attach --quiet store "$2" --user "$1" ;;
  esac
  while [ -n "$attached" ]; do
    other=${attached%%,*}
    case $attached in
      *,*) attached=${attached#*,} ;;
      *) attached='' ;;
    esac
    [ "$other" = "$2" ] || mc admin policy detach --quiet store "$other" --user "$1"
  done
}

while read -r name; do
  [ -z "$name" ] || mc admin policy create --quiet store "$name" "$POLICY_FILES/$name.json" </dev/null
done <<EOF
$POLICIES
EOF

while read -r key user name; do
  [ -n "$key" ] || continue
  if [ ! -s "$USER_KEYS/$key" ]; then
    echo "user $user has no secret key" >&2
    exit 1
  fi
  { printf '%s\n' "$user"; cat "$USER_KEYS/$key"; echo; } | mc admin user add --quiet store >/dev/null
  echo "user $user is up to date"
  give "$user" "$name" </dev/null
done <<EOF
$USERS
EOF

if [ -z "$USER_ACCESS_KEY" ]; then exit 0; fi

mc admin policy create --quiet store "$POLICY" "$POLICY_FILES/$POLICY.json"
printf '%s\n%s\n' "$USER_ACCESS_KEY" "$USER_SECRET_KEY" | mc admin user add --quiet store >/dev/null
echo "user $USER_ACCESS_KEY is up to date"
give "$USER_ACCESS_KEY" "$POLICY"
