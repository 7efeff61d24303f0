// Kubernetes quantities (500m, 512Mi, 1.5, 2e3) and the resources that they measure.

import { DNS_SUBDOMAIN } from './naming';
import { remembering } from './remember';

/** The grammar of a quantity that Kubernetes accepts and that is not negative. */
export const QUANTITY = '^\\+?(\\d+(\\.\\d*)?|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?\\d{1,2})?$';

const DEVICE = `${DNS_SUBDOMAIN.slice(1, -1)}/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`;

/** Extended resources, which device plugins provide under their domain. */
export const DEVICE_NAME = `^${DEVICE}$`;

const OF_EVERY_NODE = ['cpu', 'memory', 'ephemeral-storage'];

/** Resources that every node has, or a device. */
export const RESOURCE_NAME = `^(${OF_EVERY_NODE.join('|')}|hugepages-[1-9]\\d*[KMG]i|${DEVICE})$`;

const resourceName = new RegExp(RESOURCE_NAME);

export const isResourceName = (name: string): boolean => OF_EVERY_NODE.includes(name) || resourceName.test(name);

/** Devices cannot be shared or overcommitted: Kubernetes requires request and limit to be equal. */
export const isDevice = (resource: string): boolean => resource.includes('/');

const AMOUNT = new RegExp(QUANTITY);

/** `1.5` and `Gi` of `1.5Gi`. */
interface Parts {
  readonly number: string;
  readonly suffix: string;
}

/** `undefined` for text that is not a quantity. */
function partsOf(quantity: string): Parts | undefined {
  const [, number, , suffix = ''] = AMOUNT.exec(quantity) ?? [];
  return number === undefined ? undefined : { number, suffix };
}

// Kubernetes stores quantities in billionths at most, which compare exactly as integers.
const NANO = 9;
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, bigint>> = {
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
};

/** Less memory or storage than anything uses. Fewer bytes than that, without a suffix, are a forgotten suffix. */
const FEWEST_BYTES = 2 ** 20;

/** Resources that are measured in bytes. */
const isInBytes = (resource: string): boolean => IN_BYTES.has(resource) || resource.startsWith('hugepages-');

const IN_BYTES = new Set(['ephemeral-storage', 'memory', 'storage']);

/** Suffixes of less than one. */
const FRACTIONS = new Set(['m', 'u', 'n']);

/** Why an amount of a resource has a unit that nobody means; `undefined` for any other text, including invalid quantities. */
export function unitFault(resource: string | undefined, quantity: string): string | undefined {
  if (resource === undefined) return undefined;
  const parts = partsOf(quantity);
  if (!parts) return undefined;
  const { number: amount, suffix } = parts;
  if (isInBytes(resource)) {
    if (FRACTIONS.has(suffix) && nanos(quantity) < BigInt(FEWEST_BYTES) * 10n ** BigInt(NANO))
      return `${quantity} is less than ${Math.ceil(Number(amount))} bytes (did you mean ${amount}Mi?)`;
    const isSmall = suffix === '' && Number(amount) > 0 && Number(amount) < FEWEST_BYTES;
    return isSmall ? `${quantity} is a number of bytes (did you mean ${amount}${unitFor(resource)}?)` : undefined;
  }
  if (isDevice(resource) || resource.startsWith('hugepages-')) {
    return nanos(quantity) % 10n ** BigInt(NANO) === 0n ? undefined : `${quantity} is not a whole number of devices`;
  }
  if (resource === 'cpu' && /^([KMGTPE]i|[kMGTPE])$/.test(suffix)) {
    return `${quantity} is not an amount of CPU (expected CPUs, such as 2 or 500m)`;
  }
  return undefined;
}

const unitFor = (resource: string): string => (resource === 'memory' ? 'Mi' : 'Gi');

/**
 * The quantity in billionths, rounded up as Kubernetes does. Throws for text that is not a quantity. A release has few
 * different quantities, each many times.
 */
export const nanos = remembering(parse);

function parse(quantity: string): bigint {
  const parts = partsOf(quantity);
  if (!parts) throw new Error(`not a quantity: ${quantity}`);
  const { number, suffix } = parts;
  const [whole = '', fraction = ''] = number.split('.');
  const digits = BigInt(`${whole}${fraction}`) * (BINARY[suffix] ?? 1n);
  const power = NANO + exponentOf(suffix) - fraction.length;
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

const exponentOf = (suffix: string): number =>
  /^[eE][-+\d]/.test(suffix) ? Number(suffix.slice(1)) : (DECIMAL[suffix] ?? 0);

/** Negative, zero or positive, as the first is smaller than, equal to or greater than the second. */
export function compareQuantities(a: string, b: string): number {
  const difference = nanos(a) - nanos(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const [DECIMAL_BASE, BINARY_BASE] = [10n, 1024n];
const WHOLE = 10n ** 9n;
/** Suffixes for powers of 1024. */
const MOST = 2n ** 63n - 1n;

/** The quantity as the API server writes it: `2` for `2000m`, `500m` for `0.5`, `1Gi` for `1024Mi`. */
export function canonicalQuantity(quantity: string): string {
  const amount = nanos(quantity);
  if (amount === 0n) return '0';
  const { number, suffix } = partsOf(quantity) as Parts;
  if (keepsSpelling(number, suffix)) return quantity;
  const power = BINARY_UNITS.indexOf(suffix);
  if (power < 0) return decimal(amount, suffix) ?? quantity;
  if (amount > MOST * WHOLE) return String(MOST);
  if (amount < BINARY_BASE * WHOLE || amount % WHOLE !== 0n) return decimal(amount, '') ?? quantity;
  const [whole, times] = withoutFactor(amount / WHOLE, BINARY_BASE);
  return `${whole}${times === 0 ? '' : BINARY_UNITS[times - 1]}`;
}

const BINARY_UNITS = Object.keys(BINARY);
/** Digits that fit in a 64-bit integer, minus one or two for the unit. */
const DIGITS = { decimal: 18, binary: 14 };

/** Whether Kubernetes keeps the text as given, as it does with numbers that it need not shorten. */
function keepsSpelling(number: string, suffix: string): boolean {
  const [whole = '', fraction = ''] = number.split('.');
  const digits = `${BigInt(whole)}${fraction}`;
  const power = BINARY_UNITS.indexOf(suffix) + 1;
  if (power > 0) return fraction === '' && digits.length + 3 * power <= DIGITS.binary && BigInt(digits) % 8n !== 0n;
  const scale = exponentOf(suffix) - fraction.length;
  const isShort = digits.length <= DIGITS.decimal && scale >= -NANO;
  return isShort && scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

/** In the largest decimal unit that gives an integer; `undefined` if Kubernetes has no such unit. */
function decimal(amount: bigint, suffix: string): string | undefined {
  const [digits, zeros] = withoutFactor(amount, DECIMAL_BASE);
  const surplus = zeros % 3;
  const [whole, exponent] = [digits * DECIMAL_BASE ** BigInt(surplus), zeros - surplus - NANO];
  if (/^[eE][-+\d]/.test(suffix)) return exponent === 0 ? String(whole) : `${whole}e${exponent}`;
  const unit = Object.keys(DECIMAL).find((name) => DECIMAL[name] === exponent);
  return unit === undefined ? undefined : `${whole}${unit}`;
}

/** The number divided by a factor as often as possible, and how often that was. */
function withoutFactor(number: bigint, factor: bigint): [bigint, number] {
  let [rest, times] = [number, 0];
  for (; rest % factor === 0n; times++) rest /= factor;
  return [rest, times];
}
