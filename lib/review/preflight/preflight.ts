// What a release needs and a cluster does not have.

import type { Manifest } from '../../k8s/object/manifest';
import type { Level } from '../../k8s/pod-security';
import type { KeptNeed } from '../../requirements/kept';
import type { Requirements } from '../../requirements/requirements';
import { isMap } from '../../values/scalar';
import { isOffered, whyNoNode } from './nodes';
import type { ClusterState } from './state';

export interface Missing {
  /** What is missing: `Secret labs/lab-1`, `CustomResourceDefinition certificates.cert-manager.io`. */
  readonly what: string;
  /** Why it counts as missing if it exists: `has no key password`. */
  readonly why?: string;
  /** The objects that need it. */
  readonly by?: readonly string[];
  /** The command that creates it. */
  readonly command?: string;
}

export interface Preflight {
  readonly release: string;
  readonly missing: readonly Missing[];
  /** Number of requirements that the cluster meets. */
  readonly met: number;
  /** Requirements that objects do not show, such as DNS names. */
  readonly unknown: readonly string[];
}

/** Older clusters lack fields that are rendered. */
const OLDEST = 34;

/** The requirements in `needs` that `state` does not meet. */
export function preflight(needs: Requirements, state: ClusterState): Preflight {
  const checks: (Missing | undefined)[] = [
    ofVersion(state),
    ...needs.namespaces.map((need) => ofNamespace(need, state)),
    ...needs.objects.filter((need) => isListed(need, state)).map((need) => ofObject(need, state)),
    ...needs.apis.map(({ apiVersion, kind, crd, from, by }) =>
      ofApi(
        { apiVersion, kind, by, ...(crd === undefined ? {} : { crd }), ...(from === undefined ? {} : { from }) },
        state,
      ),
    ),
    ...needs.classes.map(({ kind, name, by }) => ofClass(kind, name, by, state)),
    ...needs.nodes.map((need): Missing | undefined => {
      const why = whyNoNode(state.ofKind('Node'), need);
      return why === undefined ? undefined : { what: 'nodes', why, by: need.by };
    }),
    ...needs.devices.filter(isCounted).map(({ name, by }): Missing | undefined => {
      return isOffered(state.ofKind('Node'), name)
        ? undefined
        : { what: `device ${name}`, why: 'no node offers it', by };
    }),
  ];
  const missing = checks.filter((check) => check !== undefined);
  return { release: needs.release, missing, met: checks.length - missing.length, unknown: unknownOf(needs, state) };
}

/** Resources of device plugins; paths such as /dev/kvm are not in the state. */
const isCounted = ({ name }: { readonly name: string }): boolean => !name.startsWith('/');

const BUILT_IN = ['Secret', 'ConfigMap', 'PersistentVolumeClaim', 'ServiceAccount', 'Service', 'PriorityClass'];

const nameOf = ({ kind, name, namespace }: Pick<KeptNeed, 'kind' | 'name' | 'namespace'>): string =>
  `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;

/** Whether the state would have the object: custom resources are listed only on request. */
const isListed = ({ kind }: KeptNeed, state: ClusterState): boolean =>
  BUILT_IN.includes(kind) || state.ofKind(kind).length > 0;

function unknownOf(
  { objects, gateways, devices, hostPaths, hosts, loadBalancers, policies }: Requirements,
  state: ClusterState,
): string[] {
  const gatewayNames = new Set(gateways.map((gateway) => nameOf({ kind: 'Gateway', ...gateway })));
  return [
    ...objects.filter((need) => !isListed(need, state)).map(nameOf),
    ...gatewayNames,
    ...[...devices.filter((device) => !isCounted(device)), ...hostPaths].map(({ name }) => `path ${name} on the nodes`),
    ...hosts.map(({ host }) => `DNS name ${host}`),
    ...loadBalancers.map(({ ports }) => `load balancer for port ${ports.join(', ')}`),
    ...policies.map(({ cloud, purpose }) => `${cloud} policy for ${purpose}`),
  ];
}

function ofVersion({ version }: ClusterState): Missing | undefined {
  const what = `Kubernetes 1.${OLDEST} or later`;
  if (version === undefined) return { what, why: 'the state has neither nodes nor the version of the server' };
  const [, major = '0', minor = '0'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  const isNew = Number(major) > 1 || Number(minor) >= OLDEST;
  return isNew ? undefined : { what, why: `the cluster has ${version}` };
}

const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted'];
const ENFORCED = 'pod-security.kubernetes.io/enforce';

function ofNamespace(
  { name, podSecurity }: Requirements['namespaces'][number],
  state: ClusterState,
): Missing | undefined {
  const what = `Namespace ${name}`;
  const found = state.find('Namespace', undefined, name);
  if (!found) return { what, command: `kubectl create namespace ${name}` };
  const enforced = found.metadata.labels?.[ENFORCED] as Level | undefined;
  if (podSecurity === undefined || enforced === undefined) return undefined;
  if (LEVELS.indexOf(enforced) <= LEVELS.indexOf(podSecurity)) return undefined;
  return {
    what,
    why: `enforces Pod Security ${enforced}, and the pods need ${podSecurity}`,
    command: `kubectl label --overwrite namespace ${name} ${ENFORCED}=${podSecurity}`,
  };
}

function ofObject({ kind, name, namespace, keys = [], command }: KeptNeed, state: ClusterState): Missing | undefined {
  const what = nameOf({ kind, name, ...(namespace === undefined ? {} : { namespace }) });
  const found = state.find(kind, namespace, name);
  if (!found) return { what, ...(command === undefined ? {} : { command }) };
  if (kind !== 'Secret' && kind !== 'ConfigMap') return undefined;
  const own = keysOf(found);
  const absent = keys.filter((key) => !own.has(key));
  if (absent.length === 0) return undefined;
  return { what, why: `has no ${absent.length === 1 ? 'key' : 'keys'} ${absent.join(', ')}` };
}

/** The keys with a value. */
const keysOf = ({ data, stringData, binaryData }: Manifest): Set<string> =>
  new Set(
    [data, stringData, binaryData].flatMap((map) =>
      isMap(map) ? Object.keys(map).filter((key) => map[key] !== '' && map[key] !== null) : [],
    ),
  );

function ofApi(need: Requirements['apis'][number], state: ClusterState): Missing | undefined {
  const { apiVersion, kind, crd, from, by } = need;
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const origin = from ? ` (${from})` : '';
  if (crd === undefined) {
    const name = `${version}.${group}`;
    return state.find('APIService', undefined, name) ? undefined : { what: `APIService ${name}${origin}`, by };
  }
  const what = `CustomResourceDefinition ${crd}${origin}`;
  const definition = state
    .ofKind('CustomResourceDefinition')
    .find((object) => object.metadata.name === crd || isFor(object, group, kind));
  if (!definition) return { what, by };
  const { versions = [] } = definition.spec as { readonly versions?: readonly Served[] };
  return versions.some(({ name, served }) => name === version && served)
    ? undefined
    : { what, why: `does not serve ${version}`, by };
}

interface Served {
  readonly name: string;
  readonly served?: boolean;
}

/** Not every plural is regular. */
function isFor({ spec }: Manifest, group: string, kind: string): boolean {
  const { group: own, names } = spec as { readonly group?: string; readonly names?: { readonly kind?: string } };
  return own === group && names?.kind === kind;
}

const DEFAULT_OF: Readonly<Record<string, string>> = {
  StorageClass: 'storageclass.kubernetes.io/is-default-class',
  IngressClass: 'ingressclass.kubernetes.io/is-default-class',
};

function ofClass(
  kind: string,
  name: string | undefined,
  by: readonly string[],
  state: ClusterState,
): Missing | undefined {
  if (name !== undefined) return state.find(kind, undefined, name) ? undefined : { what: `${kind} ${name}`, by };
  const annotation = DEFAULT_OF[kind] ?? '';
  const hasDefault = state.ofKind(kind).some(({ metadata: { annotations } }) => annotations?.[annotation] === 'true');
  return hasDefault ? undefined : { what: `default ${kind}`, by };
}
