// Every output of a construct names an object that is rendered, and every object that others connect to is an output.

import { generateKeyPairSync } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import * as library from '../../index';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { podOwners } from '../../lib/k8s/object/pod-owner';
import { referencedObjects } from '../../lib/k8s/object/references';
import { matches } from '../../lib/render/checks/inventory';
import { readLayer } from '../../lib/values/file/load';
import { merge } from '../../lib/values/file/merge';
import { cases } from '../support/charts';

type Build = new (
  scope: Construct,
  id: string,
  props: library.SystemProps<object>,
) => Construct & { readonly outputs: Readonly<Record<string, Readonly<Record<string, Output | string>>>> };

type Output = library.ObjectOutput & {
  readonly keys?: readonly string[];
  readonly ports?: object;
  readonly podLabels?: Record<string, string>;
};

const BUILDERS: Readonly<Record<string, Build>> = {
  daytona: library.Daytona,
  'daytona-region': library.DaytonaRegion,
  'dozlab-session': library.DozlabSession,
  peerpods: library.PeerPods,
  'runner-manager': library.RunnerManager,
} as never;

const TOKEN = 'correct-horse-battery-staple';

const file = (path: string) => readLayer(path, path).apply({});
const sshKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

const more = [
  {
    chart: 'daytona',
    name: 'passwords',
    values: merge(file('charts/daytona/example.values.yaml'), {
      postgresql: { auth: { existingSecret: '', postgresPassword: TOKEN, password: TOKEN } },
      redis: { auth: { existingSecret: '', password: TOKEN } },
    }),
  },
  {
    chart: 'peerpods',
    name: 'keys',
    values: merge(file('charts/peerpods/example.values.yaml'), {
      provider: 'libvirt',
      providerConfigs: { libvirt: { LIBVIRT_URI: 'qemu+ssh://root@10.0.0.1/system' } },
      providerSecrets: { libvirt: { id_rsa: sshKey } },
      secrets: { mode: 'create' },
    }),
  },
  ...readdirSync('charts/daytona')
    .filter((file) => file.endsWith('.values.yaml') && file !== 'example.values.yaml')
    .map((file) => ({ chart: 'daytona', name: file, values: readLayer(file, `charts/daytona/${file}`).apply({}) })),
  {
    chart: 'runner-manager',
    name: 'tokens',
    values: {
      apiToken: TOKEN,
      runner: { enabled: true, apiToken: TOKEN },
      daytona: { apiUrl: 'https://api.example.com/api', systemApiToken: TOKEN },
    },
  },
  {
    chart: 'runner-manager',
    name: 'no API',
    values: { existingSecret: 'mine', serviceAccount: { create: false, name: 'mine' } },
  },
  {
    chart: 'daytona-region',
    name: 'keys',
    values: {
      regionName: 'north',
      proxyUrl: 'https://proxy.example.com',
      daytonaApiUrl: 'https://api.example.com/api',
      registration: { enabled: false },
      services: { proxy: { env: { PROXY_API_KEY: TOKEN } } },
    },
  },
];

const all = [...cases, ...more].map(({ chart, name, values }) => [chart, name, values] as const);

function construct(chart: string, values: object) {
  const home = new Chart(new App(), 'home', { namespace: 'home', disableResourceNameHashes: true });
  const Build = BUILDERS[chart];
  if (!Build) throw new Error(`no construct for ${chart}`);
  const made = new Build(home, 'it', { name: 'rel', values });
  return { outputs: made.outputs, objects: home.toJson() as Manifest[] };
}

const OFFERED = [
  'Service',
  'Secret',
  'ServiceAccount',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Pod',
  'RuntimeClass',
];

/** What only Jobs of the release use, and certificates of Ingresses. */
const isInternal = ({ kind, metadata: { name }, type }: Manifest, objects: readonly Manifest[]) =>
  type === 'kubernetes.io/tls' ||
  (kind === 'ServiceAccount' &&
    podOwners(objects).every(({ object, spec }) => spec.serviceAccountName !== name || /Job$/.test(object.kind)));

test.each(all)('%s, %s', (chart, _name, values) => {
  const { outputs, objects } = construct(chart, values);
  const named = new Set<Manifest>();
  for (const [group, entries] of Object.entries(outputs)) {
    for (const [key, output] of Object.entries(entries)) {
      const wanted = typeof output === 'string' ? { kind: 'RuntimeClass', name: output, namespace: '' } : output;
      if (group === 'urls') {
        expect(output).toMatch(/^(http|https):\/\/[^/]/);
        continue;
      }
      const object = objects.find(
        ({ kind, metadata }) =>
          kind === wanted.kind && metadata.name === wanted.name && (metadata.namespace ?? '') === wanted.namespace,
      );
      if (!object) throw new Error(`${group}.${key} names no object: ${JSON.stringify(output)}`);
      named.add(object);
      if (typeof output !== 'string') expectContents(output, object, objects);
    }
  }
  const forgotten = objects.filter(
    (object) => OFFERED.includes(object.kind) && !named.has(object) && !isInternal(object, objects),
  );
  expect(forgotten.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([]);
});

function expectContents({ keys, ports, podLabels }: Output, object: Manifest, objects: readonly Manifest[]) {
  if (keys) expect(keys).toEqual(Object.keys({ ...(object.data as object), ...(object.binaryData as object) }));
  if (ports) {
    const numbers = (object.spec as { ports: { port: number }[] }).ports.map(({ port }) => port);
    expect(Object.values(ports)).toEqual(numbers);
    expect(Object.keys(ports)).not.toContain('undefined');
  }
  if (podLabels) {
    const selected = podOwners(objects).filter(
      (pod) => pod.namespace === object.metadata.namespace && matches(podLabels, pod.labels),
    );
    expect(selected.map((pod) => pod.object)).toEqual([object]);
  }
}

test('every output occurs in some case', () => {
  const seen = new Map<string, Set<string>>();
  for (const [chart, , values] of all) {
    for (const [group, entries] of Object.entries(construct(chart, values).outputs)) {
      const known = seen.get(chart) ?? new Set();
      for (const key of Object.keys(entries)) known.add(`${group}.${key}`);
      seen.set(chart, known);
    }
  }
  expect(Object.fromEntries([...seen].map(([chart, keys]) => [chart, [...keys].sort()]))).toMatchSnapshot();
});

test('a patch that removes an object removes its output, and one that changes a port changes it', () => {
  const home = new Chart(new App(), 'home');
  const { outputs } = new library.RunnerManager(home, 'it', {
    values: { existingSecret: 'mine' },
    patches: [
      { target: { kind: 'ServiceAccount', name: 'runner-manager' }, patch: { metadata: { annotations: { a: 'b' } } } },
      { target: { kind: 'Service' }, patch: [{ op: 'replace', path: '/spec/ports/0/port', value: 80 }] },
    ],
  });
  expect(outputs.services.api).toMatchObject({ host: 'runner-manager.default.svc', ports: { http: 80 } });
  expect(outputs.urls.api).toBe('http://runner-manager.default:80');
});

test('references of pods go to Secrets that are outputs, or that users keep', () => {
  const { outputs, objects } = construct('runner-manager', more.find(({ name }) => name === 'tokens')?.values ?? {});
  const names = Object.values(outputs.secrets ?? {}).map((output) => (output as Output).name);
  const read = podOwners(objects).flatMap(({ spec }) =>
    [...referencedObjects(spec)].filter(({ kind }) => kind === 'Secret'),
  );
  expect(new Set(read.map(({ name }) => name))).toEqual(new Set(names));
});
