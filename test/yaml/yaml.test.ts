import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { partsOf, toYaml } from '../../lib/yaml/yaml';

const configMap = (data: Record<string, unknown>): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'config' },
  data,
});

/** As parsed by a reader of each YAML version. */
const versions = ['1.1', '1.2'] as const;
const read = (text: string, version: '1.1' | '1.2') => parse(text, { version, strict: true, uniqueKeys: true });

test('keys are in their customary order, users’ own keys in alphabetical order, and lists unchanged', () => {
  const pod: Manifest = {
    spec: {
      volumes: [{ emptyDir: {}, name: 'tmp' }],
      containers: [
        {
          volumeMounts: [{ mountPath: '/tmp', name: 'tmp' }],
          securityContext: { privileged: false },
          livenessProbe: { periodSeconds: 5, httpGet: { port: 'http', path: '/' } },
          resources: { limits: { memory: '1Gi', cpu: 1 }, requests: { name: 1, cpu: 1 } },
          ports: [{ protocol: 'TCP', containerPort: 80, name: 'http' }],
          env: [
            { value: '2', name: 'B' },
            { valueFrom: { secretKeyRef: { key: 'k', name: 's' } }, name: 'A' },
          ],
          args: [],
          command: ['sh', '-c', 'echo "a: b" # c\nexit\n'],
          image: 'web:1',
          name: 'web',
        },
      ],
    },
    metadata: { annotations: { b: '', a: 'x' }, labels: { name: 'n', app: 'a' }, namespace: 'labs', name: 'web' },
    kind: 'Pod',
    apiVersion: 'v1',
  };
  expect(toYaml([pod])).toBe(`\
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: labs
  labels:
    app: a
    name: "n"
  annotations:
    a: x
    b: ""
spec:
  containers:
    - name: web
      image: web:1
      command:
        - sh
        - -c
        - |
          echo "a: b" # c
          exit
      args: []
      ports:
        - name: http
          containerPort: 80
          protocol: TCP
      env:
        - name: B
          value: "2"
        - name: A
          valueFrom:
            secretKeyRef:
              name: s
              key: k
      resources:
        requests:
          cpu: 1
          name: 1
        limits:
          cpu: 1
          memory: 1Gi
      livenessProbe:
        httpGet:
          port: http
          path: /
        periodSeconds: 5
      securityContext:
        privileged: false
      volumeMounts:
        - name: tmp
          mountPath: /tmp
  volumes:
    - name: tmp
      emptyDir: {}
`);
});

test.each([
  ['a\n---\nb\n', ['a\n', 'b\n']],
  ['a\n', ['a\n']],
  ['---\na\n---\n---\n', ['', 'a\n', '', '']],
  ['a: |\n  ---\n----\n---b\n--- \nc---\n', ['a: |\n  ---\n----\n---b\n--- \nc---\n']],
  ['', ['']],
])('parts of %j', (text, parts) => {
  expect(partsOf(text)).toEqual(parts);
  expect(text.split(/^---\n/m)).toEqual(parts);
});

test('manifests follow each other as documents', () => {
  const text = toYaml([configMap({ a: 'x' }), configMap({ b: 'end\n\n\n' })]);
  expect(text.match(/^---$/gm)).toHaveLength(1);
  expect(parseAllDocuments(text).map((document) => document.toJS().data)).toEqual([{ a: 'x' }, { b: 'end\n\n\n' }]);
  expect(toYaml([])).toBe('');
});

test.each([
  'on',
  'Yes',
  'n',
  'Y',
  'off',
  'true',
  'False',
  'null',
  '~',
  '',
  'NULL',
  '0123',
  '0o17',
  '0x1F',
  '0b11',
  '1e3',
  '1E+5',
  '1_000',
  '12:30:00',
  '190:20:30.15',
  '2024-01-02',
  '2001-12-14t21:59:43.10-05:00',
  '2001-12-14 21:59:43',
  '.5',
  '1.',
  '-.inf',
  '.NaN',
  '+1',
  '-',
  '--- ',
  '---',
  '...',
  '.',
  '<<',
  '-.',
  'e0',
  '._',
  '=',
  '1,000',
  '? a',
  ': a',
  'a: b',
  'a:',
  'a #b',
  '#a',
  ' a',
  'a ',
  '- a',
  '-',
  '!a',
  '&a',
  '*a',
  '%a',
  '@a',
  '`a',
  "'a'",
  '"a"',
  '[a]',
  '{a}',
  '|',
  '>',
  ',',
  '\ta',
  'a\t',
  '\u0085',
  'é',
])('%j is quoted, so that every reader parses it as a string', (text) => {
  const yaml = toYaml([configMap({ key: text, [text]: 'value' })]);
  expect(yaml).toContain(`key: ${text === '\u0085' ? '"\\u0085"' : JSON.stringify(text)}\n`);
  for (const version of versions) expect(read(yaml, version).data).toEqual({ key: text, [text]: 'value' });
});

test.each([
  'web',
  'http://a.b/c?d=e&f#g',
  'ghcr.io/a/b:1.2.3',
  '100m',
  '1Gi',
  '$(POD_IP)',
  './run',
  '--flag=a,b',
  '-c',
  'a b',
  'on time',
  "it's",
  'a:b',
  'yes-man',
  '10.0.0.0/8',
  'kubernetes.io/os',
  '/dev/kvm',
  'v1.2.3',
  'a*b',
  'cert-manager.io/v1',
  '9lives',
])('%j needs no quotes', (text) => {
  const yaml = toYaml([configMap({ key: text })]);
  expect(yaml).toContain(`key: ${text}\n`);
  for (const version of versions) expect(read(yaml, version).data.key).toBe(text);
});

test.each([
  ['a script', '#!/bin/sh\nset -eu\n', '|\n    #!/bin/sh\n    set -eu\n'],
  ['text without a last line break', 'a\nb', '|-\n    a\n    b\n'],
  ['text with several', 'a\n\n\n', '|+\n    a\n\n\n'],
  ['text that starts with spaces', '  a\nb\n', '|2\n      a\n    b\n'],
  ['text that starts with an empty line', '\na\n', '|\n\n    a\n'],
  ['lines with spaces and tabs at their end', 'a \n\tb\t\n  \nc\n', '|\n    a \n    \tb\t\n      \n    c\n'],
])('%s is a literal block', (_what, text, block) => {
  const yaml = toYaml([configMap({ key: text })]);
  expect(yaml).toContain(`  key: ${block}`);
  for (const version of versions) expect(read(yaml, version).data.key).toBe(text);
});

test.each(['a\r\nb\r\n', '\n', ' \n', '\ta\nb', '\n\ta\n', 'a\n ', 'a\n ', 'a\u2028b\nc', 'bell\u0007\n'])(
  '%j cannot be a block',
  (text) => {
    const yaml = toYaml([configMap({ key: text })]);
    expect(yaml).toContain('key: "');
    for (const version of versions) expect(read(yaml, version).data.key).toBe(text);
  },
);

test('numbers, booleans and null are read back unchanged', () => {
  const data = { a: 0, b: -1.5, c: 1e21, d: 1e-7, e: true, f: [null, undefined], g: undefined, h: 9007199254740991 };
  const yaml = toYaml([configMap(data)]);
  const { g: _absent, ...present } = data;
  for (const version of versions) expect(read(yaml, version).data).toEqual({ ...present, f: [null, null] });
});

test('values that JSON cannot represent are refused with their field', () => {
  expect(() => toYaml([configMap({ key: () => 1 })])).toThrow('key is a function, which a manifest cannot contain');
  expect(() => toYaml([configMap({ key: Number.NaN })])).toThrow('cannot write the number NaN');
});

const awkward = fc.stringMatching(
  /^[-\n\r\t :#'"|>&*!%@`{}[\],?~=.0-9a-fxonyesultrT_+\\$<\u0085\u2028\ufeffé😀]{0,12}$/u,
);
const text = fc.oneof(awkward, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test.each(versions)('any JSON is read back unchanged with YAML %s', (version) => {
  return fc.assert(
    fc.property(fc.dictionary(text, value, { noNullPrototype: true }), (data) => {
      expect(read(toYaml([configMap(data)]), version).data).toEqual(data);
    }),
    { numRuns: 1000 },
  );
});

test('the same data gives the same bytes, whatever the order of its keys', () => {
  return fc.assert(
    fc.property(fc.dictionary(text, value, { noNullPrototype: true }), (data) => {
      const turned = Object.fromEntries(Object.entries(data).reverse());
      expect(toYaml([configMap(turned)])).toBe(toYaml([configMap(data)]));
    }),
  );
});
