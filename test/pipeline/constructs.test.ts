// Constructs in a user's own App give the same guarantees as the command line.

import { App, ApiObject as Cdk8sApiObject, Chart } from 'cdk8s';
import { system as runnerManager } from '../../charts/runner-manager';
import { DaytonaRegion, DozlabSession, METADATA, RunnerManager } from '../../index';
import { renderRelease } from '../../lib/render/render';
import { programLayer, resolve } from '../../lib/values/resolve';

const TOKEN = 'correct-horse-battery';
const MANAGER = { apiToken: TOKEN };

/** What `app.synth()` does, except for the files. */
function problemsOf(app: App): string {
  try {
    app.synthYaml();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

function appOf(...add: ((chart: Chart) => void)[]): App {
  const app = new App();
  for (const [index, build] of add.entries())
    build(new Chart(app, `chart-${index}`, { disableResourceNameHashes: true }));
  return app;
}

const manager = (values: object, name?: string) => (chart: Chart) =>
  void new RunnerManager(chart, 'manager', { values: { ...MANAGER, ...values }, ...(name ? { name } : {}) });

test('valid values synthesize', () => {
  expect(problemsOf(appOf(manager({})))).toBe('');
});

test.each([
  ['podAnnotations', { podAnnotations: { note: `is ${TOKEN}` } }],
  ['commonAnnotations', { commonAnnotations: { note: TOKEN } }],
  ['commonLabels', { commonLabels: { note: TOKEN } }],
])('a password repeated in %s is refused, as on the command line', (_where, values) => {
  const problems = problemsOf(appOf(manager(values)));
  expect(problems).toContain('[chart-0/manager] ');
  expect(problems).toContain('a credential belongs in a Secret only');
  expect(problems).not.toContain(TOKEN);
  const complete = resolve(runnerManager.schema, runnerManager.rules, [programLayer({ ...MANAGER, ...values })]);
  const render = () =>
    renderRelease(runnerManager, { name: 'runner-manager', namespace: 'default', values: complete.values });
  expect(render).toThrow(/belongs in a Secret only/);
});

test('objects that are added or patched later are checked, too', () => {
  const app = appOf((chart) => {
    const region = new RunnerManager(chart, 'manager', { values: MANAGER });
    new Cdk8sApiObject(region, 'own', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'own', namespace: 'default' },
      data: { copy: TOKEN },
    });
  });
  expect(problemsOf(app)).toContain('ConfigMap default/own data.copy: repeats');
});

describe('an object that is in two releases', () => {
  test('is refused, once per object, wherever in the App the releases are', () => {
    const problems = problemsOf(appOf(manager({}), manager({})));
    expect(problems).toMatch(/^ {2}\[chart-1\/manager\] Secret default\/\S+ is also created by chart-0\/manager\//m);
    expect(problems).toContain('(give one of them a different name or namespace)');
    expect(problems).not.toContain('[chart-0/manager]');
  });

  test('does not exist if the names differ', () => {
    const other = { fullnameOverride: 'other' };
    expect(problemsOf(appOf(manager({}, 'one'), manager(other, 'two')))).not.toContain('is also created by');
  });

  test("is refused if one of the two is the user's own, before or after the other", () => {
    const own = (chart: Chart) =>
      void new Cdk8sApiObject(chart, 'own', {
        apiVersion: 'apps/v2',
        kind: 'Deployment',
        metadata: { name: 'runner-manager', namespace: 'default' },
      });
    for (const app of [appOf(own, manager({})), appOf(manager({}), own)]) {
      expect(problemsOf(app)).toContain('Deployment default/runner-manager is also created by');
    }
  });
});

test.each([
  ['default', false],
  ['elsewhere', true],
])('objects may refer to others of the App in their namespace: one in %s', (namespace, isRefused) => {
  const app = appOf((chart) => {
    new Cdk8sApiObject(chart, 'account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'own', namespace },
    });
    const region = new RunnerManager(chart, 'manager', { values: MANAGER });
    new Cdk8sApiObject(region, 'pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'own', namespace: 'default' },
      spec: { serviceAccountName: 'own', containers: [{ name: 'own', image: 'r.acme.io/own:1' }] },
    });
  });
  expect(problemsOf(app).includes('ServiceAccount own is not in the release')).toBe(isRefused);
});

test('warnings and notes are in the metadata of the construct', () => {
  const chart = new Chart(new App(), 'own');
  const lab = new DozlabSession(chart, 'lab', {
    values: {
      session: { id: 'a', userId: 'b' },
      rootfs: { imageUrl: 'https://images.example.com/lab.ext4' },
      codeServer: { password: TOKEN },
    },
  });
  const texts = lab.node.metadata.filter(({ type }) => type === METADATA.warning).map(({ data }) => data);
  expect(texts.join('\n')).toContain('the dozman99/* lab images are not in a public registry');
});

test('objects that the user provides are in the metadata of the construct', () => {
  const chart = new Chart(new App(), 'own');
  const found = new DozlabSession(chart, 'lab', {
    values: {
      session: { id: 'a', userId: 'b' },
      rootfs: { imageUrl: 'https://images.example.com/lab.ext4' },
      codeServer: { existingSecret: 'codes' },
    },
  }).node.metadata.filter(({ type }) => type === METADATA.external);
  expect(found.map(({ data }) => data)).toContainEqual(expect.objectContaining({ kind: 'Secret', name: 'codes' }));
});

test('DaytonaRegion refuses a credential in podAnnotations', () => {
  const key = 'an-api-key-of-some-length';
  const app = appOf(
    (chart) =>
      void new DaytonaRegion(chart, 'region', {
        values: {
          regionName: 'north',
          proxyUrl: 'https://proxy.example.com',
          daytonaApiUrl: 'https://api.example.com/api',
          daytonaApiKey: key,
          podAnnotations: { note: key },
        } as never,
      }),
  );
  expect(problemsOf(app)).toContain('a credential belongs in a Secret only');
});
