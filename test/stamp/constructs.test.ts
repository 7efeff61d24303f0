// Constructs in a user's own tree, which only cdk8s writes.

import { join } from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import { Daytona, DozlabSession, RunnerManager } from '../../index';
import { ApiObject } from '../../lib/k8s/object/api-object';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { specHash } from '../../lib/names/naming';
import { readLayer } from '../../lib/values/file/load';
import { unkeyedHashes } from '../support/unkeyed-hashes';

const TOKEN = 'correct-horse-battery';
const fingerprintKey = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';

function synthesized(add: (chart: Chart) => void): Manifest[] {
  const chart = new Chart(new App(), 'own', { disableResourceNameHashes: true });
  add(chart);
  return chart.toJson() as Manifest[];
}

const managerWith = (values: object) =>
  synthesized((chart) => new RunnerManager(chart, 'manager', { values: { apiToken: TOKEN, ...values } }));
const deploymentOf = (objects: readonly Manifest[]) =>
  JSON.stringify(objects.find(({ kind }) => kind === 'Deployment'));

test('with a key, their pods restart when a Secret changes', () => {
  const of = (apiToken: string) => deploymentOf(managerWith({ fingerprintKey, apiToken }));
  expect(of(TOKEN)).toMatch(/"checksum\/secret-runner-manager-secrets":"[0-9a-f]{64}"/);
  expect(of('another-horse')).not.toBe(of(TOKEN));
});

test('without a key, nothing is derived from a Secret, because its file may be readable by anyone', () => {
  const objects = managerWith({});
  expect(deploymentOf(objects)).not.toContain('checksum/secret');
  const others = objects.filter(({ kind }) => kind !== 'Secret').map((object) => JSON.stringify(object));
  expect(unkeyedHashes({ API_TOKEN: TOKEN }, others)).toEqual([]);
});

test('a bare Pod has its checksum in addition to its own annotations', () => {
  const [pod] = synthesized(
    (chart) =>
      new DozlabSession(chart, 'lab', {
        values: {
          session: { id: 'a', userId: 'b' },
          rootfs: { imageUrl: 'https://images.example.com/lab.ext4' },
          codeServer: { password: TOKEN },
          podAnnotations: { team: 'labs' },
          fingerprintKey,
        },
      }),
  ).filter(({ kind }) => kind === 'Pod');
  expect(pod?.metadata.annotations).toEqual({
    team: 'labs',
    'checksum/secret-lab-session-a-secrets': expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('later patches win', () => {
  const objects = synthesized((chart) => {
    const manager = new RunnerManager(chart, 'manager', { values: { apiToken: TOKEN, fingerprintKey } });
    const [deployment] = manager.node
      .findAll()
      .filter((construct): construct is ApiObject => construct instanceof ApiObject && construct.kind === 'Deployment');
    deployment?.addJsonPatch(JsonPatch.replace('/spec/replicas', 7));
    deployment?.metadata.addLabel('team', 'labs');
  });
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  expect(deployment).toMatchObject({ metadata: { labels: { team: 'labs' } }, spec: { replicas: 7 } });
});

test('Jobs are named by their final spec, and whatever waits for them uses the same names', () => {
  const file = join(__dirname, '..', '..', 'charts', 'daytona', 'example.values.yaml');
  const values = readLayer(file, file).apply({});
  const objects = synthesized((chart) => new Daytona(chart, 'platform', { values: { ...values, fingerprintKey } }));
  const jobs = objects.filter(({ kind }) => kind === 'Job');
  const names = jobs.map(({ metadata }) => metadata.name);
  expect(names).toEqual(jobs.map(({ spec }) => expect.stringMatching(new RegExp(`-${specHash(spec)}$`))));
  const mentioned = JSON.stringify(objects).match(/daytona-api-migration-[a-z-]+-[0-9a-f]{10}/g) ?? [];
  expect(mentioned.length).toBeGreaterThan(names.length);
  expect([...new Set(mentioned)].filter((name) => !names.includes(name))).toEqual([]);
});
