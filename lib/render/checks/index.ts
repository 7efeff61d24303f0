// All checks of the objects of one release, most useful first.

import type { Manifest } from '../../k8s/object/manifest';
import type { ExternalObject } from '../../k8s/release';
import type { Finding } from './finding';
import { identity } from './identity';
import { goneImages } from './images';
import { Inventory } from './inventory';
import { labels } from './labels';
import { ingress } from './network/ingress';
import { ports } from './network/ports';
import { services } from './network/services';
import { containers } from './pods/containers';
import { probes } from './pods/probes';
import { quantities } from './pods/quantities';
import { security } from './pods/security';
import { volumes } from './pods/volumes';
import { workloads } from './pods/workloads';
import { references } from './references';
import { credentials } from './secrets/credentials';
import { data } from './secrets/data';
import { exposedSecrets } from './secrets/exposed-secrets';
import { external } from './secrets/external';
import { selectors } from './selectors';

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
