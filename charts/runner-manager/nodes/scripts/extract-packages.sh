# Unpacks the packages of an air-gapped installation onto the node.
#
# ARCHIVE, in this image; NODE, where the node's file system is mounted; PACKAGES, a folder on the node.
set -eu
umask 022

target=$NODE$PACKAGES

[ -s "$ARCHIVE" ] || { echo "error: the image has no $ARCHIVE" >&2; exit 1; }
rm -rf "$target.new"
mkdir -p "${target%/*}"
# Anyone can write to /tmp on the node: this fails if someone else created the folder in the meantime.
mkdir -m 700 "$target.new"
# Root owns all files, no matter who created the archive.
tar -xzof "$ARCHIVE" -C "$target.new"
chmod 700 "$target.new"
# Some archives have the three folders at the top level, others inside one folder.
for inner in "$target.new"/*/; do
  if [ ! -d "$target.new/sysbox" ] && [ -d "${inner}sysbox" ]; then
    mv "$inner"* "$target.new/"
    rmdir "$inner"
  fi
done
for folder in dependencies docker sysbox; do
  [ -d "$target.new/$folder" ] || { echo "error: $ARCHIVE has no folder $folder" >&2; exit 1; }
done
rm -rf "$target"
mv "$target.new" "$target"
if [ -e "$target/${target##*/}.new" ]; then
  echo "error: $PACKAGES was created by someone else: remove it" >&2
  exit 1
fi
echo "unpacked $ARCHIVE to $PACKAGES"
