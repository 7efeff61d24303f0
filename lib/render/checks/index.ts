// All checks of the objects of one release, most useful first.

import { SCHEMA_GROUPS } from '../../../imports/schemas/groups';
import { refusals } from '../../k8s/api-rules';
import { apiGroup, type Manifest } from '../../k8s/object/manifest';
import { Recall } from '../../k8s/object/recall';
import type { ExternalObject } from '../../k8s/release';
import { formatPath } from '../../values/path';
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

const known = new Recall(CHECKS);

/** The API server's own rules. */
const api: Check = ({ objects }) =>
  objects.flatMap((object) =>
    refusals(`${object.apiVersion}/${object.kind}`, object).map(
      ({ path, message }): Finding => ({ object, field: formatPath(path), message }),
    ),
  );

/** Checks that are loaded on demand, because many releases have no custom resources. */
const ofCustomResources = {
  gatewayApi: (): Check => (require('./network/gateway-api') as typeof import('./network/gateway-api')).gatewayApi,
  schemas: (): Check => (require('./custom-resources') as typeof import('./custom-resources')).customResources,
};

/** Everything that would prevent these objects from working, or that the API server would reject. */
export function check(objects: readonly Manifest[], externals: readonly ExternalObject[]): Finding[] {
  const inventory = new Inventory(objects, externals);
  const groups = new Set(objects.map(apiGroup));
  const run = (checks: readonly Check[]) => checks.flatMap((rule) => [...rule(inventory)]);
  const { gatewayApi, schemas } = ofCustomResources;
  const { roots, questions } = inventory;
  const found = known.find({
    ...{ roots, questions },
    ask: (rule, recording) => [...rule(recording ? inventory.recorded(recording) : inventory)],
  });
  if (groups.has('gateway.networking.k8s.io')) found.push(...run([gatewayApi()]));
  // The API's own rules say less about what another check has found already.
  const own = run([api, ...(SCHEMA_GROUPS.some((group) => groups.has(group)) ? [schemas()] : [])]);
  return [...found, ...own.filter((finding) => !found.some((other) => isSameMistake(finding, other)))];
}

function isSameMistake(one: Finding, other: Finding): boolean {
  if (one.object !== other.object) return false;
  const [a, b] = [one.field, other.field].map((field) => `${field.replaceAll(/\["(.*?)"\]/g, '.$1')}.`) as [
    string,
    string,
  ];
  return a.startsWith(b) || b.startsWith(a);
}
