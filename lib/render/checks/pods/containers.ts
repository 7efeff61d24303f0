// Checks that a kubelet can start the containers: names, images, variables.

import { DNS_LABEL, DNS_LABEL_LIMIT, VARIABLE_NAME } from '../../../names/naming';
import type { Finding } from '../finding';
import type { Inventory, PodContainer, PodOwner } from '../inventory';

const LABEL = new RegExp(DNS_LABEL);
const VARIABLE = new RegExp(VARIABLE_NAME);

export function* containers(inventory: Inventory): Generator<Finding> {
  const names = new Map<PodOwner, Set<string>>(inventory.pods.map((pod) => [pod, new Set()]));
  for (const each of inventory.containers) {
    const { pod, container, note } = each;
    const { name, image } = container;
    const taken = names.get(pod);
    if (!LABEL.test(name) || name.length > DNS_LABEL_LIMIT) yield note('name', `is not a DNS label: ${name}`);
    if (taken?.has(name)) yield note('name', `is already used: ${name}`);
    taken?.add(name);
    if (!image || /\s/.test(image)) yield note('image', 'must have an image');
    yield* environment(each);
  }
}

function* environment({ container: { env = [] }, note }: PodContainer): Generator<Finding> {
  const names = new Set<string>();
  for (const [index, { name, value, valueFrom }] of env.entries()) {
    if (!VARIABLE.test(name)) yield note(`env[${index}].name`, `is not a valid variable name: ${name}`);
    if (names.has(name)) yield note(`env[${index}].name`, `is already used: ${name}`);
    names.add(name);
    if (value !== undefined && typeof value !== 'string') yield note(`env[${index}].value`, 'must be a string');
    if (value && valueFrom) yield note(`env[${index}]`, 'must not have both value and valueFrom');
  }
}
