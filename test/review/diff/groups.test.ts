// Many objects that change in the same way: one line, and a comment of limited size.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { diff } from '../../../lib/review/diff/diff';
import { reportMarkdown } from '../../../lib/review/diff/report/markdown';
import { reportOf } from '../../../lib/review/diff/report/report';
import { reportText } from '../../../lib/review/diff/report/text';

const deployment = (name: string, image: string, replicas = 1): Manifest =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'labs' },
    spec: {
      replicas,
      template: { spec: { containers: [{ name: 'web', image, env: [{ name: 'LAB', value: name }] }] } },
    },
  }) as unknown as Manifest;

const names = Array.from({ length: 300 }, (_, index) => `lab-${index}`);
const report = (before: readonly Manifest[], after: readonly Manifest[]) => reportOf(diff(before, after), []);

test('an image in 300 labs is one line', () => {
  const found = report(
    names.map((name) => deployment(name, 'a:1')),
    names.map((name) => deployment(name, 'a:2')),
  );
  expect(reportText(found).split('\n')).toEqual([
    '~ Deployment labs/lab-0 and 299 more: changed, restarts pods',
    '    spec.template.spec.containers[name=web].image: "a:1" -> "a:2"  (restarts pods)',
    '300 changed, 0 the same; 300 restarts pods',
    '',
  ]);
  expect(found.objects).toHaveLength(300);
});

test('an outage is printed with its reason, and colored', () => {
  const found = report([deployment('web', 'a:1')], [deployment('web', 'a:1', 0)]);
  expect(
    reportText(found, (line, effect) => `<${effect}>${line}`)
      .split('\n')
      .slice(0, 2),
  ).toEqual(['<outage>~ Deployment labs/web: changed, outage', '<outage>    ! outage: no pod runs any more']);
});

test('thousands of different changes fit into a comment, the most severe first, and the rest is counted', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `a-lab-with-a-long-name-${index}`);
  const before = many.map((name, index) => deployment(name, `a:${index}`));
  const after = many.map((name, index) => deployment(name, `b:${index}`, index === 2999 ? 0 : 1));
  const text = reportMarkdown(report(before, after));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain('more objects |');
  expect(text.split('\n')[4]).toContain('**outage**');
});
