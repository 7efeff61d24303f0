// Releases with the same objects: a template, and the values that differ.

import type { Rendered } from '../../../lib/render/render';
import { graphOf } from '../../../lib/review/report/graph/graph';
import { maskedObjects } from '../../../lib/review/report/masked';
import { releaseText, Section } from '../../../lib/review/report/section';
import { mapOf } from '../../../lib/yaml/yaml';
import { releaseOf } from './support';

const lab = (id: string, size = '4G', more: object = {}): Rendered => ({
  ...releaseOf({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `lab-${id}`, namespace: 'labs', labels: { id } },
    spec: {
      containers: [{ name: 'a', image: 'a:1', env: [{ name: 'SIZE', value: size }], args: [`--id=${id}-x`] }],
      ...more,
    },
  }),
  name: `lab-${id}`,
});

function sectionOf(...releases: readonly Rendered[]): Section {
  const [first, ...others] = releases as [Rendered, ...Rendered[]];
  const section = new Section(0, releaseText('lab', first), graphOf(first), undefined);
  for (const release of others) section.add(releaseText('lab', release));
  return section;
}

/** The text of one release, from the template and the differences. */
function textOf(section: Section, row: number): string {
  const { columns, slots } = section.differences();
  const lines = section.objects().map((object) => object.lines.map(({ text }) => text));
  for (const { object, line, before, column, after } of slots) {
    (lines[object] as string[])[line] = before + columns[column]?.values[row] + after;
  }
  return lines.map((own) => `${own.join('\n')}\n`).join('---\n');
}

test('values that differ together are one column', () => {
  const { columns } = sectionOf(lab('a7'), lab('b17', '8G'), lab('c27')).differences();
  expect(columns).toEqual([
    { field: 'Pod metadata.name', values: ['a7', 'b17', 'c27'] },
    { field: 'Pod spec.containers[0].env[0].value', values: ['4G', '8G', '4G'] },
  ]);
});

test('the text of every release follows from the template and its differences', () => {
  const releases = [lab('7'), lab('17', '8G'), lab('true', ''), lab('a-b'), lab('a'), lab('"x"')];
  const section = sectionOf(...releases);
  expect(releases.map((_release, row) => textOf(section, row))).toEqual(
    releases.map(({ objects }) => objects.map((object) => mapOf(object)).join('---\n')),
  );
});

test('releases with other fields are not the same', () => {
  const signature = (release: Rendered) => releaseText('lab', release).signature;
  expect(signature(lab('7'))).toBe(signature(lab('8', '8G')));
  expect(signature(lab('7'))).not.toBe(signature(lab('8', '8G', { hostNetwork: true })));
});

test('credentials are hidden in Secrets and wherever they appear; names are not', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'daytona', namespace: 'daytona' },
    stringData: { username: 'daytona', password: 'hunter2hunter2' },
    data: { token: Buffer.from('another-secret-value').toString('base64') },
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'daytona-hunter2hunter2', namespace: 'daytona', annotations: { a: 'x hunter2hunter2 y' } },
    spec: {
      containers: [
        {
          name: 'daytona',
          env: [
            { name: 'A', value: 'another-secret-value' },
            { name: 'URL', value: 'http://u:pass1@h' },
          ],
        },
      ],
    },
  };
  const text = JSON.stringify(maskedObjects(releaseOf(secret, pod).objects.map((object) => object)));
  expect(text).not.toMatch(/another-secret-value|pass1|x hunter2|"username":"daytona"/);
  expect(text).toContain('"namespace":"daytona"');
  expect(text).toContain('"password":"(hidden)"');
});
