// Formats of the API: names, labels, addresses, paths.

import { DNS_LABEL, DNS_LABEL_LIMIT, DNS_SUBDOMAIN, isLabelKey, LABEL_VALUE } from '../../names/naming';
import type { Path } from '../../values/path';
import { type Refusal, refusal } from './refusal';

const LABEL = new RegExp(DNS_LABEL);
const SUBDOMAIN = new RegExp(DNS_SUBDOMAIN);
const VALUE = new RegExp(LABEL_VALUE);

export { isLabelKey };

export const isDnsLabel = (text: string): boolean => text.length <= DNS_LABEL_LIMIT && LABEL.test(text);
export const isSubdomain = (text: string): boolean => text.length <= 253 && SUBDOMAIN.test(text);
export const isLabelValue = (text: string): boolean => text.length <= DNS_LABEL_LIMIT && VALUE.test(text);

/** The name of a container port: at most 15 characters, with a letter. */
export const isPortName = (text: string): boolean =>
  text.length <= 15 && /^(?=.*[a-z])[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text) && !text.includes('--');

export function* labelKey(key: string | undefined, ...place: Path): Generator<Refusal> {
  if (!isLabelKey(key ?? '')) yield refusal(key ? 'is not a valid label key' : 'is required', ...place);
}

export function* objectName(name: string | undefined, ...place: Path): Generator<Refusal> {
  if (name && !isSubdomain(name)) yield refusal('is not an object name', ...place);
}

export function* required(value: unknown, ...place: Path): Generator<Refusal> {
  if (value === undefined || value === null || value === '') yield refusal('is required', ...place);
}

/** A path inside a volume. */
export function* relativePath(path: string | undefined, ...place: Path): Generator<Refusal> {
  if (path?.startsWith('/')) yield refusal('must be a relative path', ...place);
  yield* withoutSteps(path, ...place);
}

export function* withoutSteps(path: string | undefined, ...place: Path): Generator<Refusal> {
  if (path?.split('/').includes('..')) yield refusal('must not contain ".."', ...place);
}

/** The only one of these keys that is set; a list with none or several of them is refused. */
export function* exactlyOne(object: object, keys: readonly string[], ...place: Path): Generator<Refusal> {
  const given = keys.filter((key) => (object as Record<string, unknown>)[key] !== undefined);
  if (given.length > 1) yield refusal(`must have only one of ${given.join(' and ')}`, ...place);
  else if (given.length === 0) yield refusal(`must have one of ${keys.join(', ')}`, ...place);
}

interface Network {
  readonly address: bigint;
  readonly bits: number;
  readonly length: number;
}

/** What can be an address. Most texts are names. */
const CANDIDATE = /^(\d+\.){3}\d+$|^[\da-fA-F]*:[\da-fA-F:]*$/;

/** An address without prefix; `undefined` if it is none. */
function addressOf(text: string): Omit<Network, 'length'> | undefined {
  if (!CANDIDATE.test(text)) return undefined;
  // Loaded here because `node:net` is slow to load, and few releases have addresses.
  const { isIP, SocketAddress } = require('node:net') as typeof import('node:net');
  const version = isIP(text);
  if (version === 0 || text.includes('%') || /:.*\./.test(text)) return undefined;
  if (version === 4) return { address: text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n), bits: 32 };
  const { address } = new SocketAddress({ address: text, family: 'ipv6' });
  const [head = '', tail] = address.split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [first, last] = [groups(head), groups(tail)];
  const all = [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
  return { address: all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), bits: 128 };
}

export const isAddress = (text: string): boolean => addressOf(text) !== undefined;

/** A network such as 10.0.0.0/8; `undefined` if it is none. */
export function networkOf(text: string): Network | undefined {
  const [, host = '', length = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const found = addressOf(host);
  return found && length !== '' && Number(length) <= found.bits ? { ...found, length: Number(length) } : undefined;
}

/** Whether `inner` is in `outer`, and smaller. */
export function isStrictlyIn(inner: Network, outer: Network): boolean {
  if (inner.bits !== outer.bits || inner.length <= outer.length) return false;
  const shift = BigInt(outer.bits - outer.length);
  return inner.address >> shift === outer.address >> shift;
}
