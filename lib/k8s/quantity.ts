// Kubernetes' quantities (500m, 512Mi, 1.5, 2e3) and the resources that they measure.

import { DNS_SUBDOMAIN } from './naming';

/** The grammar of a quantity that Kubernetes accepts and that is not negative. */
export const QUANTITY = '^\\+?(\\d+(\\.\\d*)?|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?\\d{1,2})?$';

const DEVICE = `${DNS_SUBDOMAIN.slice(1, -1)}/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`;

/** What a device plugin offers under its domain. */
export const DEVICE_NAME = `^${DEVICE}$`;

/** What every node has, or a device. */
export const RESOURCE_NAME = `^(cpu|memory|ephemeral-storage|hugepages-[1-9]\\d*[KMG]i|${DEVICE})$`;

/** Devices are whole and belong to one container: Kubernetes wants request and limit equal. */
export const isDevice = (resource: string): boolean => resource.includes('/');

const AMOUNT = new RegExp(QUANTITY);

// Billionths are the smallest unit that Kubernetes keeps: as whole numbers they compare exactly.
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

/** Releases name few amounts, each of them many times. */
const known = new Map<string, bigint>();

/** The amount in billionths, rounded up as Kubernetes does. Throws for text that is no quantity. */
export function nanos(quantity: string): bigint {
  const amount = known.get(quantity) ?? parse(quantity);
  known.set(quantity, amount);
  return amount;
}

function parse(quantity: string): bigint {
  const match = /^\+?(\d*)\.?(\d*?)0*([KMGTPE]i|[eE][-+]?\d+|[numkMGTPE]?)$/.exec(quantity);
  if (!match || !AMOUNT.test(quantity)) throw new Error(`not a quantity: ${quantity}`);
  const [, whole = '', fraction = '', suffix = ''] = match;
  const digits = BigInt(`${whole}${fraction}` || '0') * (BINARY[suffix] ?? 1n);
  const exponent = /^[eE][-+\d]/.test(suffix) ? Number(suffix.slice(1)) : (DECIMAL[suffix] ?? 0);
  const power = NANO + exponent - fraction.length;
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

/** Negative, zero or positive, as the first is smaller than, equal to or greater than the second. */
export function compareQuantities(a: string, b: string): number {
  const difference = nanos(a) - nanos(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
