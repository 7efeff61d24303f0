# Reduces the CPU limit of each new sandbox, once. Sandboxes are the containers of Docker whose names are UUIDs.
#
# LIMIT and REQUEST are millicores for each CPU that a sandbox declares; REQUEST=0 keeps those of Docker. DONE is a folder
# with a file for each container that is done. CHECK_SECONDS is the time between checks.
set -eu

UUID='^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'

say() { printf '%s\n' "$*"; }

# limit ID NAME
limit() {
  [ ! -e "$DONE/$1" ] || return 0
  settings=$(docker inspect --format '{{.HostConfig.CpuQuota}} {{.HostConfig.CpuPeriod}} {{.HostConfig.NanoCpus}}' "$1") || return 0
  # shellcheck disable=SC2086 # three numbers
  set -- "$1" "$2" $settings
  if [ "$5" -gt 0 ]; then cpus=$((($5 + 999999999) / 1000000000))
  elif [ "$3" -gt 0 ] && [ "$4" -gt 0 ]; then cpus=$((($3 + $4 - 1) / $4))
  elif [ "$3" -gt 0 ]; then cpus=$((($3 + 99999) / 100000))
  else
    # Without a limit there is nothing to reduce.
    : >"$DONE/$1"
    return 0
  fi
  quota=$((cpus * LIMIT * 100))
  # Docker refuses less than a hundredth of a CPU.
  [ "$quota" -ge 1000 ] || quota=1000
  if [ "$5" -gt 0 ]; then set -- "$1" "$2" --cpus "$(awk -v quota="$quota" 'BEGIN { printf "%.3f", quota / 100000 }')"
  else set -- "$1" "$2" --cpu-period 100000 --cpu-quota "$quota"
  fi
  if [ "$REQUEST" -gt 0 ]; then
    shares=$((cpus * REQUEST * 1024 / 1000))
    [ "$shares" -ge 2 ] || shares=2
    set -- "$@" --cpu-shares "$shares"
  fi
  id=$1
  name=$2
  shift 2
  if docker update "$@" "$id" >/dev/null; then
    : >"$DONE/$id"
    say "$name: $cpus CPUs, limited to $((quota / 100)) millicores"
  else
    say "cannot limit $name: trying again"
  fi
}

# Files of containers that no longer exist. Nothing is removed if Docker does not answer.
forget() {
  all=$(docker ps --all --quiet --no-trunc) || return 0
  for file in "$DONE"/*; do
    [ -e "$file" ] || continue
    printf '%s\n' "$all" | grep -qxF "${file##*/}" || rm -f "$file"
  done
}

mkdir -p "$DONE"
rounds=${ROUNDS:-0}
while :; do
  if running=$(docker ps --no-trunc --format '{{.ID}} {{.Names}}'); then
    printf '%s\n' "$running" | while read -r id name; do
      if printf '%s\n' "$name" | grep -qE "$UUID"; then limit "$id" "$name"; fi
    done
    forget
  else
    say 'Docker does not answer: trying again'
  fi
  [ "$rounds" != 1 ] || break
  rounds=$((rounds - 1))
  sleep "$CHECK_SECONDS" &
  wait $!
done
