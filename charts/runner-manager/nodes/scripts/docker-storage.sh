# Storage for Docker: /var/lib/docker on XFS with project quotas, which limit the disks of sandboxes. Part of the installer, after
# node.sh.
#
# XFS_STORAGE_SIZE.
# shellcheck shell=sh disable=SC2154

DOCKER_DATA=/var/lib/docker
STORE=/var/lib/docker-xfs.img

has_quotas() {
  awk -v at="$DOCKER_DATA" '$2 == at && $3 == "xfs" && $4 ~ /(^|,)(prjquota|pquota)(,|$)/ { found = 1 } END { exit !found }' \
    "$ROOT/proc/mounts"
}

is_mounted() {
  awk -v at="$DOCKER_DATA" '$2 == at { found = 1 } END { exit !found }' "$ROOT/proc/mounts"
}

storage() {
  if has_quotas; then
    say "$DOCKER_DATA is on XFS with project quotas"
    return
  fi
  ! is_mounted || fail "$DOCKER_DATA is mounted without XFS project quotas: unmount it, or mount it with pquota"
  if [ ! -e "$ROOT$STORE" ]; then
    # Renamed only after it is complete.
    say "creating $STORE with $XFS_STORAGE_SIZE"
    rm -f "$ROOT$STORE.new"
    truncate -s "$XFS_STORAGE_SIZE" "$ROOT$STORE.new"
    mkfs.xfs -q "$ROOT$STORE.new"
    mv "$ROOT$STORE.new" "$ROOT$STORE"
  fi
  [ "$(blkid -p -s TYPE -o value "$ROOT$STORE")" = xfs ] || fail "$STORE is not an XFS file system: remove it"
  if systemctl is-active --quiet docker; then systemctl stop docker.socket docker 2>/dev/null || systemctl stop docker; fi
  if [ -d "$ROOT$DOCKER_DATA" ] && [ -n "$(ls -A "$ROOT$DOCKER_DATA")" ]; then
    aside=$DOCKER_DATA.$(date +%Y%m%d%H%M%S)
    say "moving the contents of $DOCKER_DATA to $aside"
    mv "$ROOT$DOCKER_DATA" "$ROOT$aside"
  fi
  mkdir -p "$ROOT$DOCKER_DATA"
  grep -qs "^$STORE " "$ROOT/etc/fstab" || printf '%s\n' "$STORE $DOCKER_DATA xfs loop,pquota,nofail 0 0" >>"$ROOT/etc/fstab"
  mount "$DOCKER_DATA"
}
