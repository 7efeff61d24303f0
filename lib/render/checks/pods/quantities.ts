// Checks that quantities are valid, and that no request exceeds its limit.

import { requestProblem } from '../../../k8s/workload/resources';
import { isResourceName, QUANTITY } from '../../../names/quantity';
import type { Finding } from '../finding';
import { at, type Inventory, type PodContainer } from '../inventory';

const AMOUNT = new RegExp(QUANTITY);

type Amounts = Readonly<Record<string, string | number>>;

export function* quantities({ pods, containers, objects }: Inventory): Generator<Finding> {
  for (const each of containers) yield* resources(each);
  for (const { object, spec, field } of pods) {
    for (const [index, { emptyDir }] of (spec.volumes ?? []).entries()) {
      const size = emptyDir?.sizeLimit;
      if (size !== undefined && !isAmount(size)) {
        yield { object, field: `${field}.volumes[${index}].emptyDir.sizeLimit`, message: `is not a quantity: ${size}` };
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
  if (!isAmount(size)) yield { object, field, message: `is not a quantity: ${String(size)}` };
}

function* resources({ container, note }: PodContainer): Generator<Finding> {
  const limits = (container.resources?.limits ?? {}) as Amounts;
  const requests = (container.resources?.requests ?? {}) as Amounts;
  for (const [list, amounts] of Object.entries({ limits, requests })) {
    for (const [name, amount] of Object.entries(amounts)) {
      const place = `resources.${list}.${name}`;
      if (!isAmount(amount)) yield note(place, `is not a quantity: ${amount}`);
      if (!isResourceName(name)) yield note(place, `is not a valid resource name: ${name}`);
    }
  }
  for (const [name, request] of Object.entries(requests)) {
    const limit = limits[name];
    if (!isAmount(request) || (limit !== undefined && !isAmount(limit))) continue;
    const problem = requestProblem(name, String(request), limit === undefined ? undefined : String(limit));
    if (problem !== undefined) yield note(`resources.requests.${name}`, problem);
  }
}

const isAmount = (value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'number') && AMOUNT.test(String(value));
