# Unpacks the packages of an air-gapped installation onto the node.
#
# ARCHIVE, in this image; NODE, where the node's file system is mounted; PACKAGES, a folder of the node.
set -eu
umask 022

target=$NODE$PACKAGES

[ -s "$ARCHIVE" ] || { echo "error: the image has no $ARCHIVE" >&2; exit 1; }
rm -rf "$target.new"
mkdir -p "${target%/*}"
# Everybody may write to /tmp of the node: a folder that somebody else made in between stops this.
mkdir -m 700 "$target.new"
# Root owns all of it, whoever packed it.
tar -xzof "$ARCHIVE" -C "$target.new"
chmod 700 "$target.new"
# Some archives hold the three folders, others one folder with them.
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
  echo "error: somebody else made $PACKAGES: remove it" >&2
  exit 1
fi
echo "unpacked $ARCHIVE to $PACKAGES"
