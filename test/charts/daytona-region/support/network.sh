# A node, two sandboxes on docker0, and a host outside, in network namespaces of their own. Runs GUARD on the node and
# prints which of the connections in CONNECTIONS (FROM ADDRESS PORT) are possible.
set -eu
mount -t tmpfs tmpfs /run
ip link set lo up
ip link add docker0 type bridge
ip address add 172.17.0.1/16 dev docker0
ip link set docker0 up
for name in a b out; do
  ip netns add $name
  ip -n $name link set lo up
  ip link add v$name type veth peer name eth0 netns $name
done
for name in a b; do
  ip link set v$name master docker0 up
  ip -n $name link set eth0 up
done
ip -n a address add 172.17.0.2/16 dev eth0
ip -n b address add 172.17.0.3/16 dev eth0
ip -n a route add default via 172.17.0.1
ip -n b route add default via 172.17.0.1
ip link set vout up
ip address add 198.51.100.1/24 dev vout
ip -n out link set eth0 up
ip -n out address add 198.51.100.2/24 dev eth0
ip -n out route add default via 198.51.100.1
for address in 10.9.0.9 203.0.113.7 169.254.169.254; do
  ip -n out address add $address/32 dev lo
  ip route add $address via 198.51.100.2
done
echo 1 >/proc/sys/net/ipv4/ip_forward

# Listens on the ports in its arguments.
listen='for (const port of process.argv.slice(1)) require("net").createServer((s) => s.end()).listen(Number(port))'
node -e "$listen" 22 8080 10250 &
pids=$!
ip netns exec a node -e "$listen" 2280 &
pids="$pids $!"
ip netns exec b node -e "$listen" 2280 &
pids="$pids $!"
ip netns exec out node -e "$listen" 22 53 80 &
pids="$pids $!"
trap 'kill $pids' EXIT

# can RUN ADDRESS PORT
can() { $1 timeout 1 bash -c "echo >/dev/tcp/$2/$3" 2>/dev/null; }

until can '' 172.17.0.1 8080 && can '' 172.17.0.2 2280 && can '' 172.17.0.3 2280 && can '' 203.0.113.7 80; do sleep 0.1; done

sh -c "$GUARD" >&2
printf '%s\n' "$CONNECTIONS" | while read -r from address port; do
  if [ "$from" = node ]; then run=; else run="ip netns exec $from"; fi
  if can "$run" "$address" "$port"; then result=open; else result=blocked; fi
  echo "$from $address $port $result"
done
