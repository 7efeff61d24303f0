// The report of a plan: what has to be done to which object.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { changesOf } from '../../../lib/review/adopt/changes';
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
  return adoptionReport(plan, {
    what: 'the Helm release web',
    namespace: 'shop',
    chart: 'daytona',
    changes: changesOf(plan),
    manifest: installed,
    isGiven: () => true,
    steps: [],
  });
}

/** The lines below a heading, up to the next one. */
const section = (text: string, title: string) =>
  text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? `no ${title}`;

test('what must be recreated is deleted first; a Job that only runs again is not', () => {
  const installed = [set('db', 'a'), set('cache', 'a'), job('init', 'a'), job('seed-0123456789', 'a')];
  const rendered = [set('db', 'b'), set('cache', 'a'), job('init', 'b'), job('seed-abcdef0123', 'b')];
  const text = report(installed, rendered);
  expect(section(text, 'Must be recreated').match(/^kubectl .*$/gm)).toEqual([
    'kubectl delete StatefulSet.v1.apps db -n shop',
    'kubectl delete Job.v1.batch init -n shop',
  ]);
  expect(section(text, 'Changed')).toContain('seed-abcdef0123');
});

test('images that change are listed, other fields are not', () => {
  const text = report([web('a:1', [{ name: 'A', value: '1' }])], [web('a:2', [{ name: 'A', value: '2' }])]);
  expect(section(text, 'Programs that change').match(/^- .*$/gm)).toEqual([
    '- `Deployment shop/web`: `a:1` becomes `a:2`',
  ]);
});
