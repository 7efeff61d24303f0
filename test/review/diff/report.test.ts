// A report for a terminal and for a pull request: lines, order, limits, and what is hidden.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { changeLines, effectLine, summaryOf } from '../../../lib/review/diff/report/format';
import { reportMarkdown } from '../../../lib/review/diff/report/markdown';
import { maskOf } from '../../../lib/review/diff/report/mask';
import { formatSteps, type Report, type ReportedObject } from '../../../lib/review/diff/report/report';
import { reportText } from '../../../lib/review/diff/report/text';

const NO_CLASSES = {
  ...{ harmless: 0, reruns: 0, restarts: 0, recreated: 0, removes: 0, widens: 0, data: 0, outage: 0 },
};
const report = (objects: readonly ReportedObject[], more: Partial<Report> = {}): Report => ({
  ...{ same: 0, added: 0, changed: objects.length, removed: 0, classes: NO_CLASSES, objects },
  ...more,
});
const changed = (name: string, more: Partial<ReportedObject> = {}): ReportedObject => ({
  ...{ action: 'changed', group: '', kind: 'Service', namespace: 'n', name },
  ...{ classes: ['harmless'], fields: [], widens: [], effects: [], ...more },
});
const field = (before: unknown, after: unknown, name = 'data.a') =>
  changeLines({
    ...{ field: name, class: 'harmless' },
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });

describe('a field', () => {
  test.each([
    ['a', 'b', ['data.a: "a" -> "b"']],
    [1, null, ['data.a: 1 -> null']],
    [undefined, { a: [1] }, ['data.a: added {"a":[1]}']],
    ['a', undefined, ['data.a: removed "a"']],
    ['(hidden)', '(hidden)', ['data.a: "(hidden)", changed']],
    ['x'.repeat(98), 'y', [`data.a: "${'x'.repeat(98)}" -> "y"`]],
    ['x'.repeat(99), 'y', [`data.a: "${'x'.repeat(99)}… -> "y"`]],
    ['a\u001b', 'b', ['data.a: "a\\u001b" -> "b"']],
  ])('from %j to %j', (before, after, lines) => {
    expect(field(before, after)).toEqual(lines);
  });

  test('of several lines shows only those that differ', () => {
    expect(field('a\nb\nc\nd', 'a\nx\ny\nd')).toEqual(['data.a:', '  - b', '  - c', '  + x', '  + y']);
    expect(field('a\nb', 'a\nb\nc')).toEqual(['data.a:', '  + c']);
    expect(field('a', 'b\na')).toEqual(['data.a:', '  + b']);
    expect(field('a\na', 'a')).toEqual(['data.a:', '  - a']);
  });

  test('of many lines shows eight of them', () => {
    const lines = (count: number, text: string) => Array.from({ length: count }, (_, at) => `${text}${at}`).join('\n');
    expect(field(lines(8, 'a'), lines(10, 'b')).slice(-4)).toEqual([
      '  + b5',
      '  + b6',
      '  + b7',
      '  + … 2 more lines',
    ]);
    expect(field(lines(8, 'a'), lines(10, 'b'))).toHaveLength(1 + 8 + 8 + 1);
  });

  test.each([
    [['spec', 'ports', 0, 'port'], 'spec.ports[0].port'],
    [['containers', { key: 'name', value: 'web' }, 'image'], 'containers[name=web].image'],
    [['metadata', 'annotations', 'a.b/c'], 'metadata.annotations["a.b/c"]'],
    [['a.b'], '["a.b"]'],
  ])('%j is written as %s', (path, text) => {
    expect(formatSteps(path)).toBe(text);
  });
});

describe('the summary', () => {
  test('counts objects by action and by effect, and leaves out what is 0', () => {
    const classes = { ...NO_CLASSES, harmless: 1, restarts: 2, removes: 3, outage: 4 };
    expect(summaryOf(report([], { same: 5, added: 1, changed: 2, removed: 3, classes }))).toBe(
      '1 added, 2 changed, 3 removed, 5 the same; 1 harmless, 2 restarts pods, 4 outage',
    );
    expect(summaryOf(report([], { same: 5, removed: 1, changed: 0 }))).toBe('1 removed, 5 the same');
  });

  test('says that nothing differs', () => {
    expect(summaryOf(report([], { same: 5 }))).toBe('no differences: 5 the same');
  });
});

test('the text has a line for the object, each effect, each wider permission and each field', () => {
  const object = changed('web', {
    classes: ['restarts', 'widens', 'outage'],
    effects: [
      { class: 'outage', message: 'port 80 is no longer served' },
      { class: 'restarts', message: 'restarts on every node' },
    ],
    widens: ['now exposed at a.io'],
    fields: [
      { field: 'spec.type', class: 'harmless', before: 'a', after: 'b' },
      { field: 'data.a', class: 'restarts', before: 'a\nb', after: 'a\nc' },
    ],
  });
  const gone = changed('old', { action: 'removed', classes: ['removes', 'outage'] });
  const painted: string[] = [];
  const text = reportText(report([object, gone]), (line, effect) => {
    painted.push(effect);
    return line;
  });
  expect(text.split('\n').slice(0, -2)).toEqual([
    '~ Service n/web: changed, restarts pods, widens permissions or exposure, outage',
    '    ! outage: port 80 is no longer served',
    '    ! restarts on every node',
    '    ! now exposed at a.io',
    '    spec.type: "a" -> "b"',
    '    data.a:  (restarts pods)',
    '      - b',
    '      + c',
    '- Service n/old: removed, outage',
  ]);
  expect(painted).toEqual(['outage', 'outage', 'restarts', 'widens', 'outage']);
  expect(effectLine({ class: 'data', message: 'm' })).toBe('data: m');
});

describe('Markdown', () => {
  test('begins with the summary, and lists the most severe change first', () => {
    const markdown = reportMarkdown(
      report([
        changed('a'),
        changed('b', { classes: ['outage'], effects: [{ class: 'outage', message: 'm' }] }),
        changed('c', { action: 'added', classes: ['restarts'] }),
      ]),
    );
    expect(markdown).toBe(`### 3 changed, 0 the same

| | Object | Effect |
| --- | --- | --- |
| changed | \`Service n/b\` | **outage** |
| added | \`Service n/c\` | **restarts pods** |
| changed | \`Service n/a\` | harmless |

<details><summary>Service n/b</summary>

\`\`\`diff
! outage: m
\`\`\`

</details>
`);
    expect(reportMarkdown(report([], { same: 2 }))).toBe('### No differences: 2 the same\n');
  });

  test('nothing in a name or a value ends the table, the summary or the code block', () => {
    const fields = [{ field: 'a', class: 'harmless' as const, before: '````', after: 'x' }];
    const markdown = reportMarkdown(report([changed('a|b`c<i>&', { fields, widens: ['w'] })]));
    expect(markdown).toContain("| changed | `Service n/a\\|b'c<i>&` | harmless |");
    expect(markdown).toContain('<summary>Service n/a|b`c&lt;i>&amp;</summary>\n\n`````diff\n! w\n');
  });

  test('equal changes are one row, and one part of the details', () => {
    const fields = [{ field: 'a', class: 'harmless' as const, before: 1, after: 2 }];
    const markdown = reportMarkdown(report([changed('x-1', { fields }), changed('x-2', { fields })]));
    expect(markdown).toContain('| changed | `Service n/x-1` and 1 more | harmless |');
    expect(markdown).toContain('<summary>Service n/x-1 and 1 more</summary>');
  });

  test('fits into a comment: what is left out is counted', () => {
    const many = Array.from({ length: 2000 }, (_, at) =>
      changed(`s${at}`, { widens: [`${at} ${'x'.repeat(200)}`], kind: at % 2 ? 'A' : 'B' }),
    );
    const markdown = reportMarkdown(report(many));
    expect(markdown.length).toBeLessThan(60_200);
    const rows = markdown.match(/^\| changed \|/gm)?.length ?? 0;
    const details = markdown.match(/^<details>/gm)?.length ?? 0;
    expect(markdown).toContain(`| | ${2000 - rows} more objects | |`);
    expect(markdown).toContain(`${2000 - details} more objects are omitted here.\n`);
    expect(rows * 40).toBeGreaterThan(25_000);
    expect(details).toBeGreaterThan(50);
  });
});

describe('credentials are hidden', () => {
  const secret: Manifest = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    data: {
      key: Buffer.from('correct-horse\nbattery').toString('base64'),
      port: Buffer.from('5432').toString('base64'),
    },
  };
  const map: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' } };
  const mask = maskOf([secret]);
  const inMap = (path: Parameters<typeof mask>[1], value: unknown) => mask(map, path, value);
  const encoded = String((secret.data as Record<string, string>).key);

  test.each([
    ['correct-horse\nbattery'],
    ['url of battery'],
    [encoded],
    ['a password=x'],
    ['API_KEY: "x'],
    ['https://user:pass@a.io'],
  ])('%j, wherever it is', (value) => {
    const text = inMap(['data', 'note'], value);
    expect(String(text)).toContain('(hidden)');
    expect(text).not.toBe(value);
  });

  test.each([['5432'], ['horses'], [`password=\${PASSWORD}`], ['https://a.io/path@x'], ['secret: {']])(
    '%j is not',
    (value) => {
      expect(inMap(['data', 'note'], value)).toBe(value);
    },
  );

  test('in the contents of a Secret, whose keys are shown', () => {
    expect(mask(secret, ['data'], { a: 'x', b: 'y' })).toEqual({ a: '(hidden)', b: '(hidden)' });
    expect(mask(secret, ['data', 'a'], 'x')).toBe('(hidden)');
    expect(mask(secret, ['type'], 'Opaque')).toBe('Opaque');
  });

  test('by the name of the field or variable, unless it only names a Secret', () => {
    const variable = ['env', { key: 'name', value: 'DB_PASSWORD' }, 'value'] as const;
    expect(inMap(variable, 'x')).toBe('(hidden)');
    expect(
      inMap(
        ['env'],
        [
          { name: 'DB_PASSWORD', value: 'x' },
          { name: 'PORT', value: '1' },
        ],
      ),
    ).toEqual([
      { name: 'DB_PASSWORD', value: '(hidden)' },
      { name: 'PORT', value: '1' },
    ]);
    expect(inMap(['spec', 'password'], 'x')).toBe('(hidden)');
    expect(inMap(['spec', 'secretName'], 'x')).toBe('x');
    expect(inMap(['metadata', 'annotations', 'checksum/secret-a'], 'x')).toBe('(hidden)');
    expect(inMap(['metadata', 'annotations', 'checksum/configmap-secret'], 'x')).toBe('x');
  });

  test('but not in the name of an object, and only in their own line', () => {
    expect(inMap(['metadata', 'name'], 'battery')).toBe('battery');
    expect(inMap(['data', 'file'], 'a=1\ntoken=x\nb=2')).toBe('a=1\n(hidden)\nb=2');
    expect(inMap(['data', 'a'], undefined)).toBeUndefined();
    expect(inMap(['data', 'a'], 7)).toBe(7);
  });
});
