# Fails if the image of the runner cannot mount volumes, so that a sandbox with a volume is not the first to notice.
#
# PROGRAM is what mounts volumes, and VERSION the argument with which it prints its version.
set -eu

fail() {
  printf 'error: %s. Name an image that contains it in services.runner.image, or set services.runner.volumes.backend to ""\n' "$*" >&2
  exit 1
}

command -v "$PROGRAM" >/dev/null || fail "the image of the runner has no $PROGRAM"
# A program for another C library is there, but does not start.
"$PROGRAM" "$VERSION" || fail "$PROGRAM is in the image of the runner, but does not start"
# The runner uses it where the node has systemd.
command -v systemd-run >/dev/null || fail 'the image of the runner has no systemd-run, with which it mounts volumes'
