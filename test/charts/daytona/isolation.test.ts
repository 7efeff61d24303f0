// Which pods can connect to each other, and their service accounts.

import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { system } from '../../../charts/daytona';
import { Inventory, type PodOwner } from '../../../lib/render/checks/inventory';
import type { Rendered } from '../../../lib/render/render';
import { merge } from '../../../lib/values/file/merge';
import type { Tree } from '../../../lib/values/layer';
import { cases } from '../../support/charts';
import { only, rendered } from '../../support/render';

const ON = { networkPolicy: { enabled: true } };
const policies = {
  services: { api: ON, proxy: ON, sshGateway: ON, runnermanager: ON },
  dex: ON,
  postgresql: { primary: ON },
  redis: ON,
  minio: ON,
  harbor: ON,
};
const builtIn = {
  postgresql: { auth: { postgresPassword: 'Zx81-superuser', password: 'Zx81-user' } },
  redis: { auth: { password: 'Zx81-redis' } },
  minio: { enabled: true, rootPassword: 'Zx81-minio-root', user: { secretKey: 'Zx81-minio-user' } },
  harbor: { trivy: { enabled: true } },
};

const ours = cases.filter(({ chart }) => chart === 'daytona').map(({ name, values }) => [name, values] as const);
const everything = ours.find(([name]) => name === 'everything')?.[1] ?? {};
const inside = merge(everything, {
  ...builtIn,
  redis: { enabled: true, auth: { password: 'Zx81-redis' }, replica: { replicaCount: 1 } },
  postgresql: { enabled: true, ...builtIn.postgresql },
  harbor: {
    database: { type: 'internal', internal: { password: 'Zx81-harbor-db' } },
    redis: { type: 'internal', external: { coreDatabaseIndex: '0' } },
    trivy: { enabled: true },
  },
});
const distributed = { minio: { mode: 'distributed', replicas: 4 } };

const releases = [
  ...ours,
  ['everything built in', inside] as const,
  ['in several pods', merge(inside, distributed)] as const,
];

const matches = (selector: Readonly<Record<string, string>> = {}, labels: Readonly<Record<string, string>>) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

/** Names that only bypass a proxy, and login pages. */
const NO_CALL = /^(NO_PROXY=|.*(allowedOrigins|redirectURIs):)/;

/** Everything in the environment of a pod, one per line. */
function environmentOf({ spec }: PodOwner, { objects }: Rendered): string[] {
  const data = (kind: string, name: string | undefined) => {
    const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
    const entries = Object.entries((found as IConfigMap | undefined)?.data ?? {});
    return entries.map(
      ([key, text]) => [key, kind === 'Secret' ? Buffer.from(text, 'base64').toString() : text] as const,
    );
  };
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const variables = containers.flatMap(({ env = [], envFrom = [] }) => [
    ...env.map(({ name, value, valueFrom }) => {
      const source = valueFrom?.secretKeyRef;
      return [name, value ?? data('Secret', source?.name).find(([key]) => key === source?.key)?.[1] ?? ''] as const;
    }),
    ...envFrom.flatMap(({ configMapRef }) => data('ConfigMap', configMapRef?.name)),
  ]);
  const files = (spec.volumes ?? []).flatMap(({ configMap }) => data('ConfigMap', configMap?.name));
  const lines = files.flatMap(([, text]) => text.split('\n')).filter((line) => !/^ +- http/.test(line));
  const words = containers.flatMap(({ args = [] }) => args.filter((word) => !word.includes('\n')));
  return [...variables.map(([name, text]) => `${name}=${text}`), ...lines, ...words].filter(
    (line) => !NO_CALL.test(line),
  );
}

/** The Services in the environment of the pod. */
function calledBy(pod: PodOwner, rendering: Rendered): IService[] {
  const lines = environmentOf(pod, rendering);
  return (rendering.objects.filter(({ kind }) => kind === 'Service') as IService[]).filter(({ metadata }) =>
    lines.some((line) => new RegExp(`(?<![\\w-])${metadata?.name}(?![\\w-])`).test(line)),
  );
}

/** Connections whose address is not in a variable. */
const ADDRESSES_AT_RUNTIME = [
  // Core sends the scanner's address with each job for jobservice.
  /"component":"jobservice".* -> .*-harbor-trivy$/,
  // Core sends jobservice the settings of the database.
  /"component":"jobservice".* -> .*-harbor-database$/,
  // Harbor's core responds with the token that it sends with the job.
  /"component":"trivy".* -> .*-harbor-core$/,
  // The manager's address is stored in the API's database.
  /component":"api",.* -> .*-runnermanager$/,
  // Replicas of Redis serve the same clients as the server.
  / -> .*-redis-replicas$/,
];

/** The only pod of a workload does not connect to itself, even if the policy allows it. */
const isAlone = ({ object }: PodOwner) => (object.spec as { readonly replicas?: number }).replicas === 1;

const portOf = (pod: PodOwner, target: number | string | undefined) =>
  pod.spec.containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === target)?.containerPort ?? target;

describe.each(releases)('%s, with every policy enabled', (_name, values) => {
  const rendering = rendered(system, [values, policies]);
  const { pods } = new Inventory(rendering.objects, rendering.externals);
  const guards = (rendering.objects as readonly INetworkPolicy[]).filter(
    ({ kind, spec }) => kind === 'NetworkPolicy' && spec?.policyTypes?.includes('Ingress'),
  );
  const guardsOf = ({ labels, namespace }: PodOwner) =>
    guards.filter(
      ({ metadata, spec }) => metadata?.namespace === namespace && matches(spec?.podSelector?.matchLabels, labels),
    );
  const lets = (peer: INetworkPolicyPeer, caller: PodOwner) =>
    peer.ipBlock ? caller.spec.hostNetwork === true : matches(peer.podSelector?.matchLabels, caller.labels);
  const servers = pods.filter(
    ({ spec }) => !spec.hostNetwork && spec.containers.some(({ ports = [] }) => ports.length > 0),
  );

  test('each pod that listens has one policy', () => {
    expect(servers.length).toBeGreaterThan(4);
    expect(servers.filter((pod) => guardsOf(pod).length !== 1).map(({ object }) => object.metadata.name)).toEqual([]);
  });

  test('each pod can reach every Service in its settings', () => {
    const shut = pods.flatMap((caller) =>
      calledBy(caller, rendering).flatMap(({ metadata, spec }) =>
        servers
          .filter((server) => matches(spec?.selector, server.labels) && server.namespace === metadata?.namespace)
          .filter((server) => server !== caller || !isAlone(server))
          .filter((server) => {
            const targets = (spec?.ports ?? []).map(({ targetPort }) => portOf(server, targetPort));
            return !guardsOf(server).some(({ spec: guard }) =>
              guard?.ingress?.some(
                ({ from, ports = [] }) =>
                  (!from || from.some((peer) => lets(peer, caller))) &&
                  targets.some((target) => ports.some(({ port }) => portOf(server, port) === target)),
              ),
            );
          })
          .map((server) => `${caller.object.metadata.name} -> ${server.object.metadata.name}`),
      ),
    );
    expect(shut).toEqual([]);
  });

  test('no policy allows unrelated pods', () => {
    const idle = servers.flatMap((server) =>
      guardsOf(server)
        .flatMap(({ spec }) => spec?.ingress ?? [])
        // Only the values know the clients of metrics, which are outside the release.
        .filter(({ ports = [] }) => !ports.some(({ port }) => port === 'metrics'))
        .flatMap(({ from = [] }) => from)
        // Neither addresses nor pods of other namespaces, such as Prometheus.
        .filter((peer) => !peer.ipBlock && !peer.namespaceSelector)
        .filter((peer) => {
          const callers = pods.filter((pod) => lets(peer, pod));
          const calls = (caller: PodOwner) =>
            calledBy(caller, rendering).some(({ spec }) => matches(spec?.selector, server.labels));
          return callers.length === 0 || !callers.every(calls);
        })
        .map((peer) => `${JSON.stringify(peer.podSelector?.matchLabels)} -> ${server.object.metadata.name}`),
    );
    expect(idle.filter((line) => !ADDRESSES_AT_RUNTIME.some((pattern) => pattern.test(line)))).toEqual([]);
  });

  test('each service has its own account, without a token unless it has permissions', () => {
    const accounts = rendering.objects.filter(({ kind }) => kind === 'ServiceAccount') as IServiceAccount[];
    expect(accounts.every(({ automountServiceAccountToken }) => automountServiceAccountToken === false)).toBe(true);
    const names = new Set(accounts.map(({ metadata }) => metadata?.name));
    expect(
      pods.filter(({ spec }) => !names.has(spec.serviceAccountName ?? '')).map(({ object }) => object.metadata.name),
    ).toEqual([]);
  });
});

describe('accounts of the built-in services', () => {
  const accountsOf = (change: Tree) => {
    const rendering = rendered(system, [inside, change]);
    const { pods } = new Inventory(rendering.objects, rendering.externals);
    return {
      rendering,
      account: (name: string) => pods.find(({ object }) => object.metadata.name === name)?.spec.serviceAccountName,
    };
  };

  test.each([
    ['postgresql', 'daytona-postgresql'],
    ['redis', 'daytona-redis-master'],
    ['minio', 'daytona-minio'],
  ])('%s: the user can name, annotate or provide it', (service, pod) => {
    const named = accountsOf({
      [service]: { serviceAccount: { name: 'mine', annotations: { 'example.com/role': 'x' } } },
    });
    expect(named.account(pod)).toBe('mine');
    expect(only<IServiceAccount>(named.rendering, 'ServiceAccount', 'mine').metadata?.annotations).toEqual({
      'example.com/role': 'x',
    });
    const kept = accountsOf({ [service]: { serviceAccount: { create: false, name: 'kept' } } });
    expect(kept.account(pod)).toBe('kept');
    expect(kept.rendering.externals.filter(({ kind }) => kind === 'ServiceAccount').map(({ name }) => name)).toEqual([
      'kept',
    ]);
  });

  test("Harbor: one per component; one component uses another's; none at all", () => {
    const own = accountsOf({ harbor: { core: { serviceAccountName: 'mine' } } });
    expect(own.account('daytona-harbor-core')).toBe('mine');
    expect(own.account('daytona-harbor-registry')).toBe('daytona-harbor-registry');
    const none = accountsOf({ harbor: { serviceAccount: { create: false } } });
    expect(none.account('daytona-harbor-registry')).toBe('default');
  });
});
