// Versions in image tags: `v0.158.4-k8s-amd64`.

const VERSION = /^v?(\d+)\.(\d+)\.(\d+)(?![\d.])/;

/** Whether the version in a tag is older than another one; `undefined` for a tag without a version. */
export function isOlder(tag: string, version: string): boolean | undefined {
  const [one, other] = [partsOf(tag), partsOf(version)];
  if (!one || !other) return undefined;
  const index = one.findIndex((part, at) => part !== other[at]);
  return index >= 0 && (one[index] ?? 0) < (other[index] ?? 0);
}

const partsOf = (tag: string): number[] | undefined => VERSION.exec(tag)?.slice(1).map(Number);
