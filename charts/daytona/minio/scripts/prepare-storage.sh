#!/bin/sh
# Creates what Daytona needs in MinIO, and brings what is there already into the same state: buckets, users and the
# policies of those users. Credentials go to mc through standard input, never as arguments.
#   ENDPOINT                      address of MinIO
#   ROOT_USER ROOT_PASSWORD       its administrator
#   USER_ACCESS_KEY USER_SECRET_KEY   empty where Daytona works as the administrator
#   POLICY                        name of that user's policy
#   POLICIES POLICY_FILES         a line a further policy; the folder with NAME.json of each
#   USERS USER_KEYS               a line a further user: file name policy; the folder with a file each, the secret key
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

# policies_of USER: their names, with commas between them; empty for none.
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

# give USER POLICY: that one, and no other. Attaching one that is attached already is an error.
give() {
  attached=$(policies_of "$1")
  case ",$attached," in
    *",$2,"*) echo "policy $2 of user $1 is attached" ;;
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
  echo "user $user is there"
  give "$user" "$name" </dev/null
done <<EOF
$USERS
EOF

if [ -z "$USER_ACCESS_KEY" ]; then exit 0; fi

mc admin policy create --quiet store "$POLICY" "$POLICY_FILES/$POLICY.json"
printf '%s\n%s\n' "$USER_ACCESS_KEY" "$USER_SECRET_KEY" | mc admin user add --quiet store >/dev/null
echo "user $USER_ACCESS_KEY is there"
give "$USER_ACCESS_KEY" "$POLICY"
