// Charts whose releases cannot be taken over from Helm in place: a lab, and the runner manager's README manifest.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { system as lab } from '../../../charts/dozlab-session';
import { system as manager } from '../../../charts/runner-manager';
import type { System } from '../../../lib/render/system';
import { changesOf } from '../../../lib/review/adopt/changes';
import { plan } from '../../../lib/review/adopt/plan';
import { manifestsOfText } from '../../../lib/review/diff/documents';

const read = (...path: string[]): string => readFileSync(join(__dirname, ...path), 'utf8');

function planOf(system: unknown, name: string, namespace: string, text: string) {
  const manifest = manifestsOfText('now.yaml', text);
  return plan(system as System, { name, namespace, target: 'kubectl', manifest, values: {}, create: () => ({}) });
}

test('a lab is recreated with the values from its Pod', () => {
  const made = planOf(lab, 'alice-1', 'labs', read('installed', 'dozlab-session.yaml'));
  expect(made.values).toMatchObject({
    session: { id: 'alice-1', userId: 'alice' },
    rootfs: { imageUrl: 'https://images.acme.io/ubuntu.ext4', diskSize: '1G' },
    firecracker: { vm: { cpuCount: '2' } },
  });
  expect(made.secrets).toEqual({ codeServer: { password: 'Zx81-code-Zx81' } });
  const { deleted, left } = changesOf(made);
  expect(deleted.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(['Pod/lab-session-alice-1']);
  expect(left).toEqual([]);
  expect(made.preparations).toEqual([expect.stringContaining('everything in its volumes is lost')]);
});

test("the runner manager's manifest is taken over in place", () => {
  const text = read('..', '..', 'cluster', 'adopt', 'charts', 'runner-manager.yaml').replaceAll('NAMESPACE', 'runners');
  const made = planOf(manager, 'runner-manager', 'runners', text);
  expect(made.values).toEqual({
    image: { registry: 'ghcr.io', repository: 'acme/runner-manager', tag: '1.2' },
    logLevel: 'debug',
    podWaitTimeout: 900,
    resources: { limits: { cpu: '1', memory: '1Gi' } },
  });
  expect(made.secrets).toEqual({ apiToken: 'Zx81-token-Zx81-token' });
  expect(changesOf(made)).toMatchObject({ deleted: [], left: [] });
});
