# Writes the network settings of the session where every container of the pod can read them.
set -eu

umask 022
file=/shared/network-config
{
  printf 'GATEWAY_IP=%s\n' "$GATEWAY_IP"
  printf 'VM_IP=%s\n' "$VM_IP"
  printf 'POD_IP=%s\n' "$POD_IP"
  printf 'TAP_DEVICE=%s\n' "$TAP_DEVICE"
} >"$file.new"
mv "$file.new" "$file"
