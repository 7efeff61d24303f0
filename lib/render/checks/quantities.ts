// Amounts: in Kubernetes' notation, and no request above its limit.

import { compareQuantities, QUANTITY } from '../../k8s/quantity';
import type { Finding } from './finding';
import { at, type Inventory } from './inventory';

const AMOUNT = new RegExp(QUANTITY);

type Amounts = Readonly<Record<string, string | number>>;

export function* quantities({ pods, objects }: Inventory): Generator<Finding> {
  for (const { object, spec, field } of pods) {
    for (const list of ['initContainers', 'containers'] as const) {
      for (const [index, { resources }] of (spec[list] ?? []).entries()) {
        const place = `${field}.${list}[${index}].resources`;
        const note = (at: string, message: string): Finding => ({ object, field: `${place}.${at}`, message });
        const limits = (resources?.limits ?? {}) as Amounts;
        const requests = (resources?.requests ?? {}) as Amounts;
        yield* notation(limits, 'limits', note);
        yield* notation(requests, 'requests', note);
        for (const [name, request] of Object.entries(requests)) {
          const limit = limits[name];
          if (limit === undefined || !isAmount(limit) || !isAmount(request)) continue;
          if (compareQuantities(String(request), String(limit)) > 0) {
            yield note(`requests.${name}`, `${request} exceeds the limit ${limit}`);
          }
        }
      }
    }
    for (const [index, { emptyDir }] of (spec.volumes ?? []).entries()) {
      const size = emptyDir?.sizeLimit;
      if (size !== undefined && !isAmount(size)) {
        yield { object, field: `${field}.volumes[${index}].emptyDir.sizeLimit`, message: `is no quantity: ${size}` };
      }
    }
  }
  for (const object of objects.filter(({ kind }) => kind === 'PersistentVolumeClaim')) {
    yield* storage(object, 'spec.resources.requests.storage');
  }
  for (const object of objects.filter(({ kind }) => kind === 'StatefulSet')) {
    const claims = (at(object, 'spec.volumeClaimTemplates') ?? []) as readonly object[];
    for (const index of claims.keys())
      yield* storage(object, `spec.volumeClaimTemplates.${index}.spec.resources.requests.storage`);
  }
}

function* storage(object: Inventory['objects'][number], field: string): Generator<Finding> {
  const size = at(object, field);
  if (!isAmount(size)) yield { object, field, message: `is no quantity: ${String(size)}` };
}

function* notation(
  amounts: Amounts,
  field: string,
  note: (field: string, message: string) => Finding,
): Generator<Finding> {
  for (const [name, amount] of Object.entries(amounts)) {
    if (!isAmount(amount)) yield note(`${field}.${name}`, `is no quantity: ${amount}`);
  }
}

const isAmount = (value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'number') && AMOUNT.test(String(value));
