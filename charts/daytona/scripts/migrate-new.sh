# Runs the script of the image that its argument names, the whole set of migrations, unless an API is at work.
#
# MARK: the file that says so.
set -eu

if [ -e "$MARK" ]; then
  echo 'an API is at work: nothing to do here'
  exit 0
fi
exec yarn "$0"
