// All checks of the objects of one release, most useful first.

import type { Manifest } from '../../k8s/manifest';
import type { ExternalObject } from '../../k8s/release';
import { containers } from './containers';
import { credentials } from './credentials';
import { data } from './data';
import { exposedSecrets } from './exposed-secrets';
import { external } from './external';
import type { Finding } from './finding';
import { identity } from './identity';
import { goneImages } from './images';
import { ingress } from './ingress';
import { Inventory } from './inventory';
import { labels } from './labels';
import { ports } from './ports';
import { probes } from './probes';
import { quantities } from './quantities';
import { references } from './references';
import { security } from './security';
import { selectors } from './selectors';
import { services } from './services';
import { volumes } from './volumes';
import { workloads } from './workloads';

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
