// Objects are matched, and no credential is shown.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { diff } from '../../../lib/review/diff/diff';
import { manifestsOfText } from '../../../lib/review/diff/documents';
import { reportMarkdown } from '../../../lib/review/diff/report/markdown';
import { reportOf } from '../../../lib/review/diff/report/report';
import { reportText } from '../../../lib/review/diff/report/text';

const read = (text: string): Manifest[] => manifestsOfText('test.yaml', text);

function shown(before: string, after: string, write = reportText): string {
  const [old, now] = [read(before), read(after)];
  return write(reportOf(diff(old, now), [...old, ...now]));
}

const map = (name: string, data: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, ${more}}\ndata: ${data}\n`;

describe('matching', () => {
  test('an object without a namespace matches the one with its name', () => {
    expect(shown(map('a', '{k: v}'), map('a', '{k: v}', 'namespace: n'))).toBe('no differences: 1 the same\n');
  });

  test('two namespaces can have objects with the same name', () => {
    const text = shown(map('a', '{k: v}', 'namespace: m'), map('a', '{k: v}', 'namespace: n'));
    expect(text).toBe(
      '+ ConfigMap n/a: added, harmless\n- ConfigMap m/a: removed\n1 added, 1 removed, 0 the same; 1 harmless\n',
    );
  });

  test.each([
    ['requests: {cpu: AMOUNT}', '1', '1000m', true],
    ['limits: {memory: AMOUNT}', '1Gi', '1024Mi', true],
    ['sizeLimit: AMOUNT', '2Gi', '2048Mi', true],
    ['limits: {memory: AMOUNT}', '1Gi', '1G', false],
    ['labels: {size: AMOUNT}', '1Gi', '1024Mi', false],
  ])('%s: %s and %s are the same: %s', (field, before, after, isSame) => {
    const pod = (amount: string) =>
      `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {${field.replace('AMOUNT', amount)}}}`;
    expect(shown(pod(before), pod(after)) === 'no differences: 1 the same\n').toBe(isSame);
  });

  test('an object without a counterpart is removed', () => {
    expect(shown(map('a', '{k: v}'), '')).toBe('- ConfigMap a: removed\n1 removed, 0 the same\n');
  });

  test('a Job with another hash in its name is its next run', () => {
    const job = (hash: string, image: string) =>
      `{apiVersion: batch/v1, kind: Job, metadata: {name: migrate-${hash}}, spec: {template: {spec: {containers: [{name: c, image: ${image}}]}}}}`;
    expect(shown(job('0123456789', 'a'), job('abcdef0123', 'b'))).toBe(
      [
        '~ Job migrate-abcdef0123: changed, runs again',
        '    metadata.name: "migrate-0123456789" -> "migrate-abcdef0123"  (runs again)',
        '    spec.template.spec.containers[name=c].image: "a" -> "b"  (runs again)',
        '1 changed, 0 the same; 1 runs again',
        '',
      ].join('\n'),
    );
  });
});

describe('documents', () => {
  test('output of helm: comments, empty documents, lists, and hooks except tests', () => {
    const text = [
      '# Source: chart/templates/a.yaml',
      map('a', '{}'),
      '---\n# nothing\n---',
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n---',
      map('c', '{}', 'annotations: {helm.sh/hook: "pre-install,pre-upgrade"}'),
      '---',
      map('d', '{}', 'annotations: {helm.sh/hook: test}'),
    ].join('\n');
    expect(read(text).map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['a: [', 'test.yaml: invalid YAML (BAD_INDENT)'],
    ['just text', 'test.yaml: not a Kubernetes object (expected a map)'],
    ['a: 1\n---\na: 2', 'test.yaml, document 1: not a Kubernetes object (missing apiVersion, kind or metadata.name)'],
  ])('%j is refused', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

test('of a key that a manifest repeats, the last value counts, as for Helm', () => {
  const repeated = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  k: one\n  k: two\n';
  expect(shown(repeated, map('a', '{k: two}'))).toBe('no differences: 1 the same\n');
});

describe('credentials', () => {
  const secret = (value: string) =>
    `{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: ${value}, same: constant-part}}\n`;

  test('in a Secret: the key that changed, never a value', () => {
    expect(shown(secret('correct-horse'), secret('battery-staple'))).toBe(
      '~ Secret s: changed, harmless\n    data.password: "(hidden)", changed\n1 changed, 0 the same; 1 harmless\n',
    );
  });

  test.each([
    ['the same value elsewhere', '{note: battery-staple in use}', '{note: none}'],
    ['a telling key', '{client-secret: abc}', '{client-secret: abd}'],
    ['an assignment in a file', '{"app.ini": "mode = a\\npassword = abc"}', '{"app.ini": "mode = b\\npassword = abd"}'],
    ['a URL', '{url: "redis://me:abc@host"}', '{url: "redis://me:abd@host"}'],
  ])('outside a Secret: %s', (_what, before, after) => {
    const text = shown(`${secret('battery-staple')}---\n${map('a', before)}`, `${secret('x')}---\n${map('a', after)}`);
    expect(text).toContain('(hidden)');
    expect(text).not.toMatch(/battery|ab[cd]/);
  });

  test('the name of an object is shown, even if it contains part of a Secret', () => {
    const job = (hash: string, image: string) =>
      `{apiVersion: batch/v1, kind: Job, metadata: {name: daytona-${hash}}, spec: {template: {spec: {containers: [{name: c, image: ${image}}]}}}}`;
    const text = shown(
      `${secret('daytona')}---\n${job('0123456789', 'a')}`,
      `${secret('daytona')}---\n${job('abcdef0123', 'b')}`,
    );
    expect(text).toContain('metadata.name: "daytona-0123456789" -> "daytona-abcdef0123"');
  });

  test('in a variable of an object that is new in a list', () => {
    const pod = (env: string) =>
      `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, env: ${env}}]}}`;
    const text = shown(pod('[]'), pod('[{name: DB_PASSWORD, value: abc}, {name: MODE, value: fast}]'));
    expect(text).toContain('{"name":"DB_PASSWORD","value":"(hidden)"}');
    expect(text).toContain('{"name":"MODE","value":"fast"}');
  });
});

test('of a file, only the changed lines are shown', () => {
  const text = shown(map('a', '{f: "1\\n2\\n3\\n"}'), map('a', '{f: "1\\ntwo\\n3\\n"}'));
  expect(text).toContain('    data.f:\n      - 2\n      + two\n1 changed');
});

test('Markdown: a table, and the changes in a collapsible section', () => {
  expect(shown(map('a', '{k: v}'), map('a', '{k: w}'), reportMarkdown)).toBe(
    [
      '### 1 changed, 0 the same; 1 harmless',
      '',
      '| | Object | Effect |',
      '| --- | --- | --- |',
      '| changed | `ConfigMap a` | harmless |',
      '',
      '<details><summary>ConfigMap a</summary>',
      '',
      '```diff',
      'data.k: "v" -> "w"',
      '```',
      '',
      '</details>',
      '',
    ].join('\n'),
  );
});

test('what the cluster and its appliers write into the metadata is not a difference', () => {
  const live = `creationTimestamp: "2026-01-02T03:04:05Z", generation: 3, managedFields: [{manager: kubectl}],
    resourceVersion: "12", selfLink: /api/v1/x, uid: 4f3e, annotations: {deployment.kubernetes.io/revision: "2",
    kubectl.kubernetes.io/last-applied-configuration: "{}"}`;
  expect(shown(map('a', '{k: v}', live), map('a', '{k: v}'))).toBe('no differences: 1 the same\n');
  expect(shown(map('a', '{k: v}', 'annotations: {mine: x}'), map('a', '{k: v}'))).toContain('1 changed');
});

test('what the API server drops or rewrites is not a difference', () => {
  const deployment = (container: object) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'x', namespace: 'n' },
    spec: { template: { spec: { containers: [{ name: 'c', ...container }] } } },
  });
  const before = deployment({ env: [{ name: 'A', value: '' }], tty: false, volumeMounts: [] });
  expect(diff([before], [deployment({ env: [{ name: 'A' }] })])).toEqual({ objects: [], same: 1 });
  expect(diff([before], [deployment({ env: [{ name: 'A', value: 'b' }] })]).objects).toHaveLength(1);
});
