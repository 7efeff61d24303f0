// The test helpers of the package.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { DaytonaRegion, DozlabSession, RunnerManager } from '../../index';
import { renderConstruct, renderRelease } from '../../testing';

const manager = (values: object = { existingSecret: 'tokens' }) =>
  renderConstruct((chart) => void new RunnerManager(chart, 'manager', { values }), { namespace: 'runners' });

test('finds objects by kind and name', () => {
  const rendering = manager();
  expect(rendering.find('Service').metadata).toMatchObject({ name: 'runner-manager', namespace: 'runners' });
  expect(rendering.find('Deployment', 'runner-manager').spec.replicas).toBe(1);
  expect(rendering.findAll('Deployment').length).toBeGreaterThan(0);
  expect(rendering.findAll('Ingress')).toEqual([]);
});

test.each([
  [
    'Deployment',
    'runner-manger',
    'no object matches Deployment runner-manger (did you mean Deployment runner-manager?)',
  ],
  ['Servce', undefined, 'no object matches Servce (did you mean Service?)'],
])('%s %s is an error with the nearest name', (kind, name, message) => {
  expect(() => manager().find(kind, name)).toThrow(message);
});

test('several objects of a kind need a name, and the hash of a Job can be left out', () => {
  const rendering = renderConstruct((chart) => {
    const values = {
      regionName: 'north',
      proxyUrl: 'https://proxy.example.com',
      daytonaApiUrl: 'https://api.example.com/api',
      registration: { existingSecret: 'key' },
    };
    new DaytonaRegion(chart, 'region', { values });
  });
  expect(() => rendering.find('ServiceAccount')).toThrow(/^2 objects match ServiceAccount: /);
  expect(rendering.find('Job', 'daytona-region-region-registration').kind).toBe('Job');
});

test('has warnings and requirements', () => {
  const { requirements } = manager();
  expect(requirements.objects).toContainEqual(
    expect.objectContaining({ kind: 'Secret', name: 'tokens', keys: expect.arrayContaining(['API_TOKEN']) }),
  );
  const values = {
    session: { id: 'a', userId: 'b' },
    rootfs: { imageUrl: 'https://images.example.com/lab.ext4' },
    codeServer: { existingSecret: 'codes' },
  };
  const { warnings } = renderConstruct((chart) => void new DozlabSession(chart, 'lab', { values }));
  expect(warnings.join('\n')).toContain('lab images are not in a public registry');
});

test('problems of the checks are thrown', () => {
  const build = () =>
    renderConstruct((chart) => {
      const region = new RunnerManager(chart, 'manager', { values: { apiToken: 'correct-horse-battery' } });
      new ApiObject(region, 'own', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'own', namespace: 'default' },
        data: { copy: 'correct-horse-battery' },
      });
    });
  expect(build).toThrow('a credential belongs in a Secret only');
});

describe('a releases file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'testing-'));
    writeFileSync(
      join(folder, 'releases.yaml'),
      `releases:
- name: runners
  chart: runner-manager
  namespace: runners
  values: [values.yaml]
  patches: [{target: {kind: Deployment, name: runner-manager}, patch: {spec: {replicas: 2}}}]
  secrets: {mode: existing}
- {name: broken, chart: runner-manager, set: {existingSecrt: x}}
`,
    );
    writeFileSync(join(folder, 'values.yaml'), 'apiToken: correct-horse-battery\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is rendered with its values, patches and Secret modes', () => {
    const { requirements, ...rendering } = renderRelease(join(folder, 'releases.yaml'), 'runners');
    expect(rendering.objects.find(({ kind }) => kind === 'Deployment')?.spec.replicas).toBe(2);
    expect(rendering.objects.map(({ kind }) => kind)).not.toContain('Secret');
    expect(requirements.objects).toContainEqual(
      expect.objectContaining({ kind: 'Secret', name: 'runner-manager-secrets' }),
    );
    expect(requirements.namespaces.map(({ name }) => name)).toEqual(['runners']);
  });

  test.each([
    ['broken', /existingSecrt: unknown key/],
    ['runner', /unknown release runner \(did you mean runners\?\)/],
  ])('release %s is an error', (release, message) => {
    expect(() => renderRelease(join(folder, 'releases.yaml'), release)).toThrow(message);
  });
});
