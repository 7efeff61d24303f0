// All checks of the objects of one release, most useful first.

import type { Manifest } from '../../k8s/object/manifest';
import type { ExternalObject } from '../../k8s/release';
import { api } from './api';
import { customResources } from './custom-resources';
import type { Finding } from './finding';
import { identity } from './identity';
import { Inventory } from './inventory';
import { labels, selectors } from './labels';
import { ingress } from './network/ingress';
import { services } from './network/services';
import { containers, goneImages, ports, probes, security } from './pods/containers';
import { quantities } from './pods/quantities';
import { volumes } from './pods/volumes';
import { workloads } from './pods/workloads';
import { external, references } from './references';
import { credentials, exposedSecrets } from './secrets/credentials';
import { data } from './secrets/data';

export { CheckError, type Finding, formatFinding } from './finding';

/** One rule over all objects. */
export type Check = (inventory: Inventory) => Iterable<Finding>;

const CHECKS: readonly Check[] = [
  identity,
  labels,
  references,
  external,
  selectors,
  services,
  containers,
  goneImages,
  ports,
  volumes,
  probes,
  security,
  quantities,
  data,
  credentials,
  exposedSecrets,
  ingress,
  workloads,
];

/** Everything that would prevent these objects from working, or that the API server would reject. */
export function check(objects: readonly Manifest[], externals: readonly ExternalObject[]): Finding[] {
  const inventory = new Inventory(objects, externals);
  const found = CHECKS.flatMap((rule) => [...rule(inventory)]);
  // The API's own rules say less about what another check has found already.
  const own = [...api(inventory), ...customResources(inventory)].filter(
    (finding) => !found.some((other) => isSameMistake(finding, other)),
  );
  return [...found, ...own];
}

function isSameMistake(one: Finding, other: Finding): boolean {
  if (one.object !== other.object) return false;
  const [a, b] = [one.field, other.field].map((field) => `${field.replaceAll(/\["(.*?)"\]/g, '.$1')}.`) as [
    string,
    string,
  ];
  return a.startsWith(b) || b.startsWith(a);
}
