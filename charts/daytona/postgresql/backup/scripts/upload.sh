#!/bin/sh
# Uploads the new dump, reads it back, and removes the oldest ones from the bucket.
#   DUMPS WORK      folder of the dump; folder with its name in the file `name`
#   STORE           rclone remote and folder, such as store:bucket/prefix
#   DATABASE KEEP   name of the database; number of dumps to keep
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

name=$(cat "$WORK/name")
rclone copyto "$DUMPS/$name" "$STORE/$name" || fail "$name was not uploaded"

# Some stores report success for uploads that they do not store.
wanted=$(sha256sum <"$DUMPS/$name")
stored=$({ rclone cat "$STORE/$name" || echo failed; } | sha256sum)
if [ "$stored" != "$wanted" ]; then
  rclone deletefile "$STORE/$name" || true
  fail "$name in the bucket differs from the dump: it is removed"
fi
# Last, so that a dump with a checksum is complete.
rclone copyto "$DUMPS/$name.sha256" "$STORE/$name.sha256" || fail "the checksum of $name was not uploaded"
echo "$name: uploaded and read back"

all=$(rclone lsf --files-only "$STORE") || fail "the bucket cannot be listed: no old dump is removed"
kept=$(
  printf '%s\n' "$all" | sort | while read -r file; do
    case $file in
      "$DATABASE"-[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z.dump) echo "$file" ;;
    esac
  done
)
count=$(printf '%s\n' "$kept" | wc -l)
printf '%s\n' "$kept" | while read -r file; do
  [ "$count" -gt "$KEEP" ] || break
  rclone deletefile "$STORE/$file" </dev/null || fail "$file was not removed from the bucket"
  rclone deletefile "$STORE/$file.sha256" </dev/null || echo "$file had no checksum"
  echo "$file: removed from the bucket"
  count=$((count - 1))
done
