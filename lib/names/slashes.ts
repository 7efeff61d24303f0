/** The address of a server or registry without slashes at its end, to append a path. */
export function withoutSlash(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end--;
  return address.slice(0, end);
}
