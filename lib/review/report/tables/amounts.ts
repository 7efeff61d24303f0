// Amounts of resources: what a pod requests, sums, and how they are written.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { nanos } from '../../../names/quantity';

/** Billionths by resource. */
export type Amounts = ReadonlyMap<string, bigint>;

export interface PodAmounts {
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** Resources that not every container has a limit for: `cpu`, `memory`. */
  readonly unlimited: ReadonlySet<string>;
}

/** What the scheduler counts for one pod: init containers run one after the other, before the others start. */
export function podAmounts({ initContainers = [], containers }: IPodSpec): PodAmounts {
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  const steps = initContainers.filter(({ restartPolicy }) => restartPolicy !== 'Always');
  const running = [...containers, ...sidecars];
  const of = (side: 'requests' | 'limits'): Amounts =>
    steps.reduce<Amounts>(
      (most, step) => combined(most, amountsOf(step, side), (a, b) => (a > b ? a : b)),
      running.reduce<Amounts>((sum, container) => plus(sum, amountsOf(container, side)), new Map()),
    );
  const unlimited = ['cpu', 'memory'].filter((name) =>
    running.some((container) => !amountsOf(container, 'limits').has(name)),
  );
  return { requests: of('requests'), limits: of('limits'), unlimited: new Set(unlimited) };
}

/** A container without a request requests its limit. */
function amountsOf({ resources = {} }: IContainer, side: 'requests' | 'limits'): Amounts {
  const given = side === 'limits' ? resources.limits : { ...resources.limits, ...resources.requests };
  return new Map(Object.entries(given ?? {}).map(([name, amount]) => [name, nanos(String(amount))]));
}

export const plus = (a: Amounts, b: Amounts): Amounts => combined(a, b, (x, y) => x + y);

export const times = (amounts: Amounts, count: number): Amounts =>
  new Map([...amounts].map(([name, amount]) => [name, amount * BigInt(count)]));

function combined(a: Amounts, b: Amounts, merge: (a: bigint, b: bigint) => bigint): Amounts {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map([...names].map((name) => [name, merge(a.get(name) ?? 0n, b.get(name) ?? 0n)]));
}

const ONE = 10n ** 9n;
const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** `1.5`, `250m`, `3.5Gi`: CPU in cores, bytes in the largest unit, all other resources as a number. */
export function amountText(resource: string, amount: bigint): string {
  if (resource === 'cpu') return amount < ONE ? `${amount / 10n ** 6n}m` : decimals(Number(amount) / Number(ONE));
  const number = Number(amount / ONE);
  if (!/^(memory|.*storage|hugepages-.*)$/.test(resource)) return String(number);
  const power = Math.min(UNITS.length, Math.floor(Math.log2(Math.max(1, number)) / 10));
  return power === 0 ? String(number) : `${decimals(number / 1024 ** power)}${UNITS[power - 1]}`;
}

const decimals = (number: number): string => String(Math.round(number * 100) / 100);
