// The report of a plan: what has to be done to which object.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { Plan } from '../../../lib/review/adopt/plan';
import { adoptionReport } from '../../../lib/review/adopt/report';

const object = (apiVersion: string, kind: string, name: string, spec: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});
const job = (name: string, image: string) =>
  object('batch/v1', 'Job', name, { template: { spec: { containers: [{ name: 'c', image }] } } });
const set = (name: string, serviceName: string) => object('apps/v1', 'StatefulSet', name, { serviceName });
const web = (image: string, env: object[] = []) =>
  object('apps/v1', 'Deployment', 'web', { template: { spec: { containers: [{ name: 'web', image, env }] } } });

function report(installed: readonly Manifest[], objects: readonly Manifest[]): string {
  const none = { credentials: [], created: [], published: [], left: [], others: [], warnings: [], decisions: [] };
  const plan = { ...none, installed, rendered: { objects }, values: {}, secrets: {} } as unknown as Plan;
  return adoptionReport(plan, { release: 'web', namespace: 'shop', chart: 'daytona', manifest: installed, steps: [] });
}

/** The lines below a heading, up to the next one. */
const section = (text: string, title: string) =>
  text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? `no ${title}`;

test('what must be recreated is deleted by the name that it has in the cluster', () => {
  const installed = [set('db', 'a'), set('cache', 'a'), job('init-0123456789', 'a'), job('seed-0123456789', 'a')];
  const rendered = [set('db', 'b'), set('cache', 'a'), job('init-abcdef0123', 'b'), job('seed-0123456789', 'a')];
  const commands = section(report(installed, rendered), 'Must be recreated').match(/^kubectl .*$/gm) ?? [];
  expect(commands).toHaveLength(2);
  expect(commands[0]).toMatch(/ delete .*\bdb\b/);
  expect(commands[1]).toMatch(/ delete .*\binit-0123456789\b/);
});

test('images that change are listed, other fields are not', () => {
  const text = report([web('a:1', [{ name: 'A', value: '1' }])], [web('a:2', [{ name: 'A', value: '2' }])]);
  expect(section(text, 'Programs that change').match(/^- .*$/gm)).toEqual([
    '- `Deployment shop/web`: `a:1` becomes `a:2`',
  ]);
});
