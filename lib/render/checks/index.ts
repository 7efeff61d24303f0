// All checks of the objects of one release, most useful first.

import type { Manifest } from '../../k8s/object/manifest';
import type { ExternalObject } from '../../k8s/release';
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
  return CHECKS.flatMap((rule) => [...rule(inventory)]);
}
