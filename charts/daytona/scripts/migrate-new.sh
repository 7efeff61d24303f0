# Runs the image's script named by the argument, the full set of migrations, unless an API is running.
#
# MARK: the file that exists if an API is running.
set -eu

if [ -e "$MARK" ]; then
  echo 'an API is running: nothing to do'
  exit 0
fi
exec yarn "$0"
