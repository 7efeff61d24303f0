# Mounts a bucket for a sandbox, in place of mount-s3: the runner calls it with options of mount-s3, the bucket and the
# folder, and with no variables but AWS_*.
#
# BACKEND is gcs or rclone, and CREDENTIALS_FILE the key of gcsfuse; both are set above, as is rclone_mount, which runs rclone.
set -eu

PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
HOME=${HOME:-/root}
export PATH HOME

[ "$#" -ge 2 ] || { echo 'error: mount-s3 needs a bucket and a folder' >&2; exit 1; }
while [ "$#" -gt 2 ]; do shift; done
bucket=$1
folder=$2
mkdir -p "$folder"

# Both programs return once the folder is mounted, as mount-s3 does.
if [ "$BACKEND" = gcs ]; then
  if [ -n "$CREDENTIALS_FILE" ]; then export GOOGLE_APPLICATION_CREDENTIALS="$CREDENTIALS_FILE"; fi
  exec gcsfuse -o allow_other --file-mode 0666 --dir-mode 0777 --implicit-dirs "$bucket" "$folder"
fi

export RCLONE_CONFIG_VOLUMES_TYPE=s3
export RCLONE_CONFIG_VOLUMES_ENV_AUTH=true
export RCLONE_CONFIG_VOLUMES_REGION="${AWS_REGION:-}"
if [ -n "${AWS_ENDPOINT_URL:-}" ]; then
  export RCLONE_CONFIG_VOLUMES_PROVIDER=Other
  export RCLONE_CONFIG_VOLUMES_ENDPOINT="$AWS_ENDPOINT_URL"
else
  export RCLONE_CONFIG_VOLUMES_PROVIDER=AWS
fi
set -- --daemon --allow-other --vfs-cache-mode writes --dir-perms 0777 --file-perms 0666
rclone_mount "$@" "volumes:$bucket" "$folder"
