// From an installed release of a small chart to values that render the same release.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { System } from '../../../lib/render/system';
import { type Plan, plan } from '../../../lib/review/adopt/plan';
import type { Tree } from '../../../lib/values/layer';
import { InputError } from '../../../lib/values/problem';
import { deployment, secretOf, shop } from './shop';

const TOKEN = 'Zx81-token';
const usual = { limits: { cpu: '2' }, requests: { cpu: '1' } };
const fromSecret = (name: string, key = 'token') => [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name, key } } }];

interface Change {
  readonly replicas?: number;
  readonly image?: string;
  readonly resources?: object;
  readonly env?: object[];
}

const web = ({
  replicas = 1,
  image = 'shop/server:1.0',
  resources = usual,
  env = fromSecret('a-shop-keys'),
}: Change = {}) => deployment('a-shop-web', replicas, { name: 'web', image, resources, env });
const worker = deployment('a-shop-worker', 1, {
  name: 'worker',
  image: 'shop/server:1.1',
  resources: usual,
  env: fromSecret('a-shop-keys'),
});
const keys = secretOf('a-shop-keys', TOKEN);
const config = (data: object = { color: 'none', lamp: 'false' }): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a-shop', namespace: 'prod' },
  data,
});
const INSTALLED = [keys, web(), worker, config()];

function planOf(manifest: readonly Manifest[], values: Tree = {}, created: Tree = {}): Plan {
  const question = {
    name: 'a',
    namespace: 'prod',
    target: 'kubectl' as const,
    manifest,
    values,
    create: () => created,
  };
  return plan(shop as unknown as System, question);
}

function problemsOf(manifest: readonly Manifest[], values: Tree = {}): string[] {
  try {
    planOf(manifest, values);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('a release with the defaults needs only its credential, which is in a tree of its own', () => {
  const made = planOf(INSTALLED, { auth: { token: 'from-values' }, web: { replicas: 1 } });
  expect(made).toMatchObject({
    values: {},
    secrets: { auth: { token: TOKEN } },
    created: [],
    published: [],
    left: [],
    others: [],
  });
  expect(made.rendered.objects).toHaveLength(4);
  expect(made.credentials).toMatchObject([
    { path: ['auth', 'token'], text: TOKEN, place: 'Secret/a-shop-keys token', differs: [] },
  ]);
  expect([made.decisions, made.preparations]).toEqual([['Decide on a-shop'], ['Prepare prod/a']]);
});

test('replicas, images and resources are taken from the running release', () => {
  const image = 'mirror.example.com/shop/server:0.9';
  const resources = { limits: { memory: '1Gi' }, requests: { cpu: '500m' } };
  const made = planOf([keys, web({ replicas: 3, image, resources }), worker, config()]);
  expect(made.values).toEqual({
    web: {
      replicas: 3,
      image: { registry: 'mirror.example.com', tag: '0.9' },
      resources: { limits: { cpu: null, memory: '1Gi' }, requests: { cpu: '500m' } },
    },
  });
});

test('a digest is kept', () => {
  const digest = `sha256:${'1'.repeat(64)}`;
  const made = planOf([keys, web({ image: `shop/server:1.0@${digest}` }), worker, config()]);
  expect(made.values).toEqual({ web: { image: { digest } } });
});

test('quantities in another notation are the same', () => {
  const resources = { limits: { cpu: '2000m' }, requests: { cpu: 1 } };
  expect(planOf([keys, web({ resources }), worker, config()]).values).toEqual({});
});

test('an image that the chart cannot run is not kept, and the reason is given', () => {
  const runs = 'docker.io/bitnami/server:1';
  const { others, values } = planOf([keys, web({ image: runs }), worker, config()], {
    web: { image: { repository: 'bitnami/server' } },
  });
  expect(values).toEqual({});
  expect(others).toEqual([
    { container: 'Deployment/a-shop-web/web', runs, will: 'shop/server:1.0', because: 'has other paths' },
  ]);
});

test('values that the chart has are carried over, and others are listed', () => {
  const { values, left } = planOf([keys, web(), worker, config({ color: 'red', lamp: 'true' })], {
    color: 'red',
    lamp: { enabled: true, size: 3 },
    notes: { a: 'b' },
    web: { replica: 2, color: '', hosts: [], tls: false },
  });
  expect(values).toEqual({ color: 'red', lamp: true });
  expect(left.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['web.replica', 'unknown key (did you mean replicas?)'],
  ]);
});

test('a value that this chart does not accept is left out, and one that it changed on purpose is not mentioned', () => {
  const wrong = planOf(INSTALLED, { color: 'RED' });
  expect(wrong.left).toMatchObject([{ path: ['color'] }]);
  expect(wrong.values).toEqual({});
  const changed = planOf(INSTALLED, { color: 'gray' });
  expect([changed.left, changed.values]).toEqual([[], {}]);
});

test('a chart reads values from the objects', () => {
  const lamp = { apiVersion: 'example.com/v1', kind: 'Lamp', metadata: { name: 'l', namespace: 'prod' } };
  expect(planOf([...INSTALLED, lamp]).values).toEqual({ lamp: true });
});

test('the prefix of the names is that of the running objects', () => {
  const named = (name: string) => JSON.parse(JSON.stringify(INSTALLED).replaceAll('a-shop', name)) as Manifest[];
  expect(planOf(named('legacy')).values).toEqual({ fullnameOverride: 'legacy' });
  expect(planOf([...INSTALLED, deployment('other-web', 1, { name: 'x' })]).values).toEqual({});
});

describe('the credential', () => {
  test('that differs between places is taken from the Secret', () => {
    const env = [{ name: 'TOKEN', value: 'another' }];
    const [credential] = planOf([keys, web({ env }), worker, config()]).credentials;
    expect(credential).toMatchObject({ text: TOKEN, differs: ['Deployment/a-shop-web/web TOKEN'] });
  });

  test('in a variable is found if there is no Secret', () => {
    const env = [{ name: 'TOKEN', value: TOKEN }];
    const made = planOf([web({ env }), worker, config()]);
    expect(made.secrets).toEqual({ auth: { token: TOKEN } });
  });

  test('in a Secret whose keys are all variables is found', () => {
    const bag = { ...secretOf('bag', ''), data: { TOKEN: Buffer.from(TOKEN).toString('base64') } };
    const reads = deployment('a-shop-web', 1, {
      ...{ name: 'web', image: 'shop/server:1.0', resources: usual },
      envFrom: [{ secretRef: { name: 'bag' } }],
    });
    const made = planOf([bag, reads, config()]);
    expect(made.secrets).toEqual({ auth: { token: TOKEN } });
    expect(made.credentials).toMatchObject([{ place: 'Deployment/a-shop-web/web TOKEN' }]);
  });

  test('in a Secret that is not in the manifest is read from that Secret', () => {
    const reads = { ...worker, spec: (web({ env: fromSecret('mine') }).spec ?? {}) as object };
    const made = planOf([web({ env: fromSecret('mine') }), reads, config()]);
    expect(made).toMatchObject({ values: { auth: { existingSecret: 'mine' } }, secrets: {} });
  });

  test('in a Secret with another key cannot be read, which stops the plan', () => {
    expect(problemsOf([web({ env: fromSecret('mine', 'key') }), config()])).toEqual([
      'auth.token: the manifest does not show what runs at Deployment/a-shop-web/web TOKEN: give the value in a values file, or add the Secret to the manifest',
    ]);
  });

  test('that does not exist is created, and only that', () => {
    const made = planOf([web({ env: [] }), config()], {}, { auth: { token: 'new' }, color: 'red' });
    expect(made).toMatchObject({ values: {}, secrets: { auth: { token: 'new' } }, created: ['auth.token'] });
    expect(problemsOf([web({ env: [] }), config()])).toEqual(['auth.token: is required']);
  });
});

describe('a manifest is refused', () => {
  const labeled = (instance: string) => ({
    ...config(),
    metadata: {
      ...config().metadata,
      labels: { 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': instance },
    },
  });

  test('if it is empty', () => {
    expect(problemsOf([])).toEqual([
      'the manifest has no object of this release (is it the right release and namespace?)',
    ]);
  });

  test('if it is of another release, by the labels of Helm', () => {
    expect(problemsOf([labeled('b')])).toEqual(['the manifest is of release b, not of a']);
    expect(problemsOf([...INSTALLED, labeled('a')])).toEqual([]);
    expect(problemsOf([...INSTALLED, labeled('b'), labeled('a')])).toEqual([]);
  });

  test('if it is of another namespace', () => {
    const elsewhere = [{ ...config(), metadata: { name: 'a-shop', namespace: 'test' } }];
    expect(problemsOf(elsewhere)).toEqual(['the manifest is of namespace test, not of prod']);
  });

  test('if an object has a name that no API server accepts', () => {
    const strange = { ...config(), metadata: { name: 'a$(id)', namespace: 'prod' } };
    expect(problemsOf([...INSTALLED, strange])).toEqual(['ConfigMap prod/a$(id): not the name of a Kubernetes object']);
  });
});
