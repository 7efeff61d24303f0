// The props of constructs, as cdk8s users expect them to behave.

import { App, ApiObject as Cdk8sApiObject, Chart, type ChartProps, JsonPatch, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { DaytonaRegion, DozlabSession, InputError, METADATA, PeerPods, type Problem, RunnerManager } from '../../index';

interface Json {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every kind.
  readonly [field: string]: any;
}

const chartOf = (props: ChartProps = {}, app = new App()) =>
  new Chart(app, 'chart', { disableResourceNameHashes: true, ...props });
const jsonOf = (chart: Chart) => chart.toJson() as Json[];

const LAB = {
  session: { id: 'a', userId: 'b' },
  rootfs: { imageUrl: 'https://images.example.com/lab.ext4' },
  codeServer: { existingSecret: 'codes' },
};
const MANAGER = { apiToken: 'correct-horse-battery' };

function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

const messagesOf = (work: () => unknown) =>
  problemsOf(work).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('namespace', () => {
  test("is the Chart's, unless the props have one", () => {
    const inChart = chartOf({ namespace: 'labs' });
    new DozlabSession(inChart, 'lab', { values: LAB });
    expect(new Set(jsonOf(inChart).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['labs']));
    const own = chartOf({ namespace: 'labs' });
    new DozlabSession(own, 'lab', { values: LAB, namespace: 'mine' });
    expect(new Set(jsonOf(own).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['mine']));
  });

  test('is in addresses, too', () => {
    expect(new RunnerManager(chartOf({ namespace: 'runners' }), 'a', { values: MANAGER }).url).toBe(
      'http://runner-manager.runners:3010',
    );
  });

  test('is never set on cluster-scoped objects', () => {
    const chart = chartOf({ namespace: 'labs' });
    new PeerPods(chart, 'pods', {
      values: {
        provider: 'libvirt',
        providerConfigs: { libvirt: { LIBVIRT_URI: 'qemu+ssh://a@10.0.0.1/system' } },
      } as never,
      extraObjects: [
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine' } },
        { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name: 'mine', namespace: '' } },
      ],
    });
    const byKind = (kind: string) => jsonOf(chart).filter((object) => object.kind === kind);
    for (const kind of [
      'ClusterRole',
      'ClusterRoleBinding',
      'RuntimeClass',
      'MutatingWebhookConfiguration',
      'ClusterPolicy',
    ]) {
      expect(byKind(kind).length).toBeGreaterThan(0);
      expect(byKind(kind).filter(({ metadata }) => 'namespace' in metadata)).toEqual([]);
    }
    for (const { metadata } of byKind('ConfigMap')) expect(metadata.namespace).toBeDefined();
  });
});

describe('invalid props', () => {
  const lab = (props: object | undefined) => messagesOf(() => new DozlabSession(chartOf(), 'lab', props as never));

  test.each([
    [undefined, [': props are required (expected {values: {…}})']],
    [{}, ['values: is required (expected a map)']],
    [{ values: null }, ['values: is invalid (expected a map)']],
    [{ values: [] }, ['values: is invalid (expected a map)']],
    [{ values: LAB, nmespace: 'x' }, ['nmespace: unknown key (did you mean namespace?)']],
    [{ values: LAB, patches: {} }, ['patches: must not be a map (expected a list)']],
    [
      { values: LAB, patches: [{ target: { kind: 'Pood' }, patch: { a: 'b' } }] },
      [expect.stringContaining('did you mean Pod?')],
    ],
    [
      { values: LAB, extraObjects: [{ kind: 'Pod' }] },
      expect.arrayContaining(['extraObjects.0.apiVersion: is required (such as apps/v1)']),
    ],
    [{ values: LAB, appVersion: 7 }, [expect.stringMatching(/^appVersion: invalid number 7/)]],
  ])('%j', (props, problems) => {
    expect(lab(props)).toEqual(problems);
  });

  test.each([
    ['name', 'Lab_7'],
    ['name', 'a'.repeat(54)],
    ['name', ''],
    ['name', 7],
    ['namespace', 'my labs'],
    ['namespace', '7.labs'],
  ])('%s %j', (key, value) => {
    expect(lab({ values: LAB, [key]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${key}: .*\\(expected at most`)),
    ]);
  });

  test('the namespace of the Chart', () => {
    const chart = chartOf({ namespace: 'My_Labs' });
    expect(messagesOf(() => new DozlabSession(chart, 'lab', { values: LAB }))).toEqual([
      expect.stringMatching(/^namespace: /),
    ]);
  });

  test('values and patches together', () => {
    const patches = [{ target: { knd: 'Pod' } as never, patch: { a: 'b' } }];
    const paths = problemsOf(
      () => new DozlabSession(chartOf(), 'lab', { values: { session: { id: 'Not_a_label' } } as never, patches }),
    ).map(({ path }) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(['session.id', 'session.userId', 'patches.0.target.knd']));
  });
});

test('two of one system are an error in one App, unless their names differ', () => {
  const app = new App();
  for (const id of ['a', 'b']) new RunnerManager(new Chart(app, id, { namespace: 'x' }), 'm', { values: MANAGER });
  expect(() => app.synthYaml()).toThrow('is also created by');
});

describe('lazy values', () => {
  test.each([
    ['a Lazy', Lazy.any({ produce: () => 'late' })],
    ['a Lazy in a Lazy', Lazy.any({ produce: () => Lazy.any({ produce: () => 'late' }) })],
    ['a token', { resolve: () => 'late' }],
  ])('%s is resolved in values, names and patches', (_what, value) => {
    const chart = chartOf();
    new DozlabSession(chart, 'lab', {
      namespace: value as string,
      values: { ...LAB, session: { id: value as string, userId: 'b' } },
      patches: [{ target: { kind: 'Pod' }, patch: { metadata: { annotations: { note: value } } } }],
    });
    const pod = jsonOf(chart).find(({ kind }) => kind === 'Pod');
    expect(pod?.metadata).toMatchObject({ name: 'lab-session-late', namespace: 'late', annotations: { note: 'late' } });
  });

  test('a quantity of cdk8s', () => {
    const chart = chartOf();
    const memory = k8s.Quantity.fromString('4Gi') as never;
    new RunnerManager(chart, 'm', { values: { ...MANAGER, resources: { limits: { memory } } } });
    const deployment = jsonOf(chart).find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'runner-manager',
    );
    expect(deployment?.spec.template.spec.containers[0].resources.limits.memory).toBe('4Gi');
  });

  test('a resolver of the App', () => {
    class Color {}
    const resolvers = [
      {
        resolve: (context: { value: unknown; replaceValue(value: unknown): void }) => {
          if (context.value instanceof Color) context.replaceValue('red');
        },
      },
    ];
    const chart = chartOf({}, new App({ resolvers }));
    new DozlabSession(chart, 'lab', { values: { ...LAB, session: { id: new Color() as never, userId: 'b' } } });
    expect(jsonOf(chart).map(({ metadata }) => metadata.name)).toContain('lab-session-red');
  });
});

test("labels of the Chart are on every object, but not on pods or in selectors, and do not replace the chart's labels", () => {
  const chart = chartOf({ labels: { team: 'ai', 'app.kubernetes.io/name': 'mine' } });
  new RunnerManager(chart, 'm', { values: MANAGER });
  for (const { metadata } of jsonOf(chart)) {
    expect(metadata.labels).toMatchObject({ team: 'ai', 'app.kubernetes.io/name': 'runner-manager' });
  }
  const deployment = jsonOf(chart).find(({ kind }) => kind === 'Deployment');
  expect(deployment?.spec.template.metadata.labels).not.toHaveProperty('team');
  expect(deployment?.spec.selector.matchLabels).not.toHaveProperty('team');
});

describe('patches', () => {
  const patches = [
    {
      target: { kind: 'Deployment', name: 'runner-manager' },
      patch: { spec: { template: { spec: { runtimeClassName: 'gvisor' } } } },
    },
    { target: { kind: 'NetworkPolicy' }, patch: '$patch: delete' },
  ];

  test('are applied before the checks, and before later patches of the user', () => {
    const app = new App();
    const chart = chartOf({}, app);
    const manager = new RunnerManager(chart, 'm', { values: MANAGER, patches });
    const deployment = manager.node
      .findAll()
      .find(
        (one): one is Cdk8sApiObject =>
          one instanceof Cdk8sApiObject && one.name === 'runner-manager' && one.kind === 'Deployment',
      );
    deployment?.addJsonPatch(JsonPatch.test('/spec/template/spec/runtimeClassName', 'gvisor'));
    deployment?.addJsonPatch(JsonPatch.replace('/spec/replicas', 2));
    expect(() => app.synthYaml()).not.toThrow();
    expect(jsonOf(chart).map(({ kind }) => kind)).not.toContain('NetworkPolicy');
    const json = jsonOf(chart).find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'runner-manager',
    );
    expect(json?.spec).toMatchObject({ replicas: 2, template: { spec: { runtimeClassName: 'gvisor' } } });
  });

  test('to a Job change its name once', () => {
    const region = (patch: object[]) => {
      const chart = chartOf();
      new DaytonaRegion(chart, 'r', {
        values: {
          regionName: 'north',
          proxyUrl: 'https://proxy.example.com',
          daytonaApiUrl: 'https://api.example.com/api',
          registration: { existingSecret: 'key' },
        } as never,
        patches: patch.length > 0 ? [{ target: { kind: 'Job', name: '.*-registration' }, patch }] : [],
      });
      const job = jsonOf(chart).find(({ kind }) => kind === 'Job');
      expect(jsonOf(chart).find(({ kind }) => kind === 'Job')).toEqual(job);
      return job;
    };
    const after = region([{ op: 'add', path: '/spec/template/spec/tolerations', value: [{ operator: 'Exists' }] }]);
    expect(after?.metadata.name).not.toBe(region([])?.metadata.name);
    expect(after?.spec.template.spec.tolerations).toHaveLength(1);
  });

  test('add what they refer to to the metadata of the construct', () => {
    const env = [{ name: 'DSN', valueFrom: { secretKeyRef: { name: 'sentry', key: 'dsn' } } }];
    const manager = new RunnerManager(chartOf(), 'm', {
      values: MANAGER,
      patches: [
        {
          target: { kind: 'Deployment', name: 'runner-manager' },
          patch: { spec: { template: { spec: { containers: [{ name: 'runner-manager', env }] } } } },
        },
      ],
    });
    const externals = manager.node.metadata.filter(({ type }) => type === METADATA.external).map(({ data }) => data);
    expect(externals).toContainEqual(expect.objectContaining({ kind: 'Secret', name: 'sentry', keys: ['dsn'] }));
  });
});
