#!/bin/sh
# Checks all dumps in a folder against their checksums, and removes the oldest ones.
#   DUMPS           folder of the dumps
#   DATABASE KEEP   name of the database; number of dumps to keep
set -eu

cd "$DUMPS"
bad=0 count=0
for file in "$DATABASE"-[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z.dump; do
  [ -f "$file" ] || continue
  count=$((count + 1))
  if ! sha256sum --check --status "$file.sha256"; then
    echo "$file does not match its checksum: it is damaged, or its checksum is missing" >&2
    bad=$((bad + 1))
  fi
done
if [ "$bad" -gt 0 ]; then
  echo "$bad of $count dumps cannot be trusted: nothing is removed; delete them, and check the volume" >&2
  exit 1
fi

# Names sort by time.
for file in "$DATABASE"-[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z.dump; do
  [ "$count" -gt "$KEEP" ] || break
  rm -f "$file" "$file.sha256"
  echo "$file: removed"
  count=$((count - 1))
done
echo "$count dumps are kept"
