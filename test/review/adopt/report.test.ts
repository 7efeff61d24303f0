// The report of a plan: what has to be done to which object.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { changesOf } from '../../../lib/review/adopt/changes';
import type { Plan } from '../../../lib/review/adopt/plan';
import { adoptionReport } from '../../../lib/review/adopt/report';
import type { Path } from '../../../lib/values/path';

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

interface More {
  readonly plan?: Partial<Plan>;
  readonly isGiven?: (path: Path) => boolean;
  readonly steps?: readonly string[];
}

function report(
  installed: readonly Manifest[],
  objects: readonly Manifest[],
  { plan: own = {}, isGiven = () => true, steps = [] }: More = {},
): string {
  const none = { credentials: [], created: [], published: [], left: [], others: [], warnings: [], decisions: [] };
  const plan = { ...none, installed, rendered: { objects }, values: {}, secrets: {}, ...own } as unknown as Plan;
  return adoptionReport(plan, {
    what: 'the Helm release web',
    namespace: 'shop',
    chart: 'daytona',
    changes: changesOf(plan),
    manifest: installed,
    isGiven,
    steps,
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

test('the report begins with what is taken over, and has only sections with contents', () => {
  const text = report([web('a:1')], [web('a:1')], { steps: ['sh takeover.sh'] });
  expect(text).toBe(`# Taking over the Helm release web

Chart daytona, namespace shop: 1 objects today, 1 in the new manifests.

## Steps

\`\`\`sh
sh takeover.sh
\`\`\`

## Kept as they are

- \`Deployment shop/web\`
`);
});

test('decisions and warnings are listed', () => {
  const text = report([], [], {
    plan: { decisions: ['Choose a bucket.'], warnings: [{ path: ['web', 'tag'], message: 'is old' }] },
  });
  expect(section(text, 'For you to decide')).toContain('- Choose a bucket.\n');
  expect(section(text, 'Warnings')).toContain('- `web.tag` is old\n');
});

test('credentials are listed as kept, new or publicly known, and where they differ', () => {
  const credential = (name: string, text: string | undefined, differs: string[] = []) => ({
    ...{ path: [name], place: `Secret/s ${name}`, hidden: false, differs },
    ...(text === undefined ? {} : { text }),
  });
  const credentials = [
    credential('a', 'x'),
    credential('b', 'y', ['Deployment/web/web B']),
    credential('c', undefined),
  ];
  const text = section(report([], [], { plan: { credentials, created: ['d', 'e'], published: ['a'] } }), 'Credentials');
  expect(text.match(/^- .*$/gm)).toEqual([
    '- kept byte for byte as they run: `a`, `b`',
    '- `b` is taken from `Secret/s b`; `Deployment/web/web B` now has another one, and will get this one',
    '- new, because there is none today: `d`, `e`',
    '- **publicly known, and kept for now:** `a`. Replace them: see "Replace published defaults" in the documentation on adopting',
  ]);
  expect(report([], [])).not.toContain('Credentials');
});

test('keys of a Secret that nothing will read anymore are listed', () => {
  const secret = (...keys: string[]): Manifest => ({
    ...object('v1', 'Secret', 's', {}),
    data: Object.fromEntries(keys.map((key) => [key, 'eA=='])),
  });
  const text = report([secret('a', 'b')], [secret('b')]);
  expect(section(text, 'Credentials')).toContain('- `a` of `Secret s` goes: nothing will read it there\n');
  expect(report([secret('a')], [])).not.toContain('goes:');
});

test('what is left over is deleted later, except data and what others may use', () => {
  const left = [
    object('v1', 'Service', 'web', {}),
    object('v1', 'PersistentVolumeClaim', 'data', {}),
    object('node.k8s.io/v1', 'RuntimeClass', 'kata', {}),
  ];
  const text = section(report(left, []), 'Left over');
  expect(text.match(/^kubectl .*$/gm)).toEqual(['kubectl delete Service web -n shop']);
  expect(text).toMatch(/They hold data.*\n\n- `PersistentVolumeClaim shop\/data`\n/);
  expect(text).toMatch(/Other workloads may use them.*\n\n- `RuntimeClass shop\/kata`\n/);
  expect(report([object('v1', 'Secret', 's', {})], [])).not.toContain('kubectl delete');
});

test('new objects and hooks are listed', () => {
  const hook = {
    ...job('migrate', 'a'),
    metadata: { name: 'migrate', annotations: { 'helm.sh/hook': 'pre-install' } },
  };
  const text = report([hook], [web('a:1')]);
  expect(section(text, 'New')).toContain('- `Deployment shop/web`\n');
  expect(section(text, 'Hooks of Helm')).toContain("- `Job migrate` is Helm's own and is not taken over\n");
});

test('values that are not carried over: those of the user one by one, the others by map', () => {
  const left = [
    { path: ['web', 'color'], message: 'unknown key' },
    { path: ['web', 'a'], message: 'unknown key' },
    { path: ['web', 'b'], message: 'unknown key' },
    { path: ['top'], message: 'unknown key' },
  ];
  const isGiven = (path: Path) => path.at(-1) === 'color';
  const text = section(report([], [], { plan: { left }, isGiven }), 'Values that are not carried over');
  expect(text).toContain('- `web.color`: unknown key\n');
  expect(text).toContain('<summary>3 settings that no file of yours sets</summary>');
  expect(text).toContain('- `web`, unknown key: `a`, `b`\n- `(top level)`, unknown key: `top`\n');
});

test('an image in another notation does not change, and neither does that of a program that is known to change', () => {
  expect(report([web('a:1')], [web('docker.io/library/a:1')])).not.toContain('Programs that change');
  const others = [{ container: 'Deployment/web/web', runs: 'b:1', will: 'a:2', because: 'other paths' }];
  const text = report([web('a:1')], [web('a:2')], { plan: { others } });
  expect(section(text, 'Programs that change').match(/^- .*$/gm)).toEqual([
    '- `Deployment/web/web` runs `b:1` and will run `a:2`: other paths',
  ]);
});
