// `status` with the state of a real API server: nothing applied, starting, broken, healthy.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubectl } from './harness/kubectl';
import { prepare } from './harness/prepare';
import { settled } from './harness/settle';
import { removeFolders, requirementsOf, runCli, synth } from './support';

const cluster = kubectl();
afterAll(removeFolders);

const NAMESPACE = 'status';
const it = {
  chart: 'daytona',
  name: NAMESPACE,
  flags: ['-f', join(__dirname, '..', '..', 'charts', 'daytona', 'example.values.yaml')],
};

test('what is pending and why, until everything is healthy', async () => {
  const output = await synth(it, NAMESPACE);
  const prepared = await prepare(cluster, output.objects, await requirementsOf(it, NAMESPACE), NAMESPACE);
  const objects = output.objects.filter(({ kind }) => kind !== 'Namespace');
  const file = join(output.folder, 'state.json');
  /** The documented commands, and the status of what they print. */
  const status = async (...more: string[]) => {
    const own = await cluster.ok(['get', '-f', output.file, '-R', '--ignore-not-found', '-o', 'json']);
    const others = await cluster.ok(['get', 'pods,pvc,events', '-A', '-o', 'json']);
    writeFileSync(file, `${own}${others}`);
    return runCli(['status', it.chart, '-n', NAMESPACE, ...it.flags, '--against', file, ...more], output.folder);
  };
  const patch = (kind: string, name: string, status: object) =>
    cluster.ok([
      ...['patch', kind, name, '-n', NAMESPACE, '--subresource=status', '--type=merge'],
      ...['-p', JSON.stringify({ status })],
    ]);
  try {
    await cluster.ok(['create', 'namespace', NAMESPACE], {}).catch(() => undefined);
    expect(await status()).toMatchObject({ code: 1, stdout: expect.stringContaining('missing: Deployment') });

    await cluster.ok(['apply', '-f', output.file]);
    await settled(cluster, NAMESPACE);
    const started = await status();
    expect(started.stdout).toContain(`pending: Ingress ${NAMESPACE}/daytona-api: no address yet`);
    expect(started.stdout).toContain(`pending: Certificate ${NAMESPACE}/daytona-api-tls: not Ready yet`);
    expect(started.stdout).not.toContain('Deployment');
    expect(started.stdout).not.toContain('Job');

    for (const { kind, metadata } of objects) {
      if (kind === 'Ingress') await patch(kind, metadata.name, { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } });
      if (kind === 'Service')
        await patch(kind, metadata.name, { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } }).catch(() => '');
      if (kind === 'Certificate') await patch(kind, metadata.name, { conditions: [ready('Ready')] });
    }
    expect(await status()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^daytona: \d+ healthy\n$/) });

    await cluster.ok(['set', 'image', 'deployment/daytona-api', '*=registry.example.com/none:1', '-n', NAMESPACE]);
    await cluster.ok(['patch', 'deployment', 'daytona-api', '-n', NAMESPACE, '--type=merge', '-p', UNSCHEDULABLE]);
    await settled(cluster, NAMESPACE, 20);
    const broken = await status('--format', 'json');
    const [release] = JSON.parse(broken.stdout) as [{ unhealthy: object[] }];
    expect(broken.code).toBe(1);
    expect(release.unhealthy).toEqual([
      {
        object: `Deployment ${NAMESPACE}/daytona-api`,
        health: 'pending',
        why: expect.stringMatching(/^\d of \d pods updated$|old pod/),
        details: [expect.stringMatching(/^Pod daytona-api-\S+: cannot be scheduled: .*node/)],
      },
    ]);
  } finally {
    await cluster.ok(['delete', '--ignore-not-found', '--timeout=120s', '-f', output.file]);
    await prepared.remove();
  }
});

const UNSCHEDULABLE = JSON.stringify({
  spec: { template: { spec: { nodeSelector: { 'example.com/no': 'such-node' } } } },
});

const ready = (type: string) => ({
  type,
  status: 'True',
  reason: 'Done',
  message: '',
  lastTransitionTime: '2026-01-01T00:00:00Z',
});
