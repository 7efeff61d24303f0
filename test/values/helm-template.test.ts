// Templates that only Helm renders are refused in every source of values; those of other programs are plain text.

import { loadLayer } from '../../lib/values/file/load';
import { setLayer } from '../../lib/values/file/set';
import { fillReferences, isHelmTemplate } from '../../lib/values/foreign/helm-template';
import type { Layer } from '../../lib/values/layer';
import { programLayer, resolve } from '../../lib/values/resolve';
import { list, object, text } from '../../lib/values/schema/schema';

test.each([
  ['{{ .Values.baseDomain }}', true],
  ['{{ include "web.fullname" . }}', true],
  ['{{- tpl .text . }}', true],
  ['{{ .Release.Name | quote }}', true],
  ['{{ printf "%s-x" .Release.Name }}', true],
  ['{{ randAlphaNum 32 }}', true],
  ['{{ lookup "v1" "Secret" "a" "b" }}', true],
  ['{{ required "set it" .x }}', true],
  ['https://{{PORT}}-{{sandboxId}}.example.com', false],
  ['ssh -p 2222 {{TOKEN}}@host', false],
  ['{{ $labels.instance }} is down', false],
  ['{{ .password | b64enc }}', false],
])('%s', (value, isTemplate) => {
  expect(isHelmTemplate(value)).toBe(isTemplate);
});

const schema = object({
  host: text({ description: 'Host.', default: '', pattern: '^[a-z.]*$' }),
  names: list(text({ description: 'Name.' }), { description: 'Names.', default: [] }),
});
const MESSAGE = 'contains a Helm template, which is not rendered here: write the resulting value instead';

test.each<[string, Layer, string]>([
  ['a file', loadLayer({ source: 'v.yaml', text: 'host: "{{ .Values.x }}"' }), `v.yaml:1:1 host: ${MESSAGE}`],
  [
    'a list in a file',
    loadLayer({ source: 'v.yaml', text: 'names: [a, "{{ .Values.x }}"]' }),
    `v.yaml:1:12 names[1]: ${MESSAGE}`,
  ],
  ['--set', setLayer('--set', 'host=x-{{ .Release.Name }}', () => ''), `--set host: ${MESSAGE}`],
  ['a program', programLayer({ host: '{{ .Release.Name }}' }), `host: ${MESSAGE}`],
])('one problem, with its location: %s', (_name, layer, message) => {
  expect(() => resolve(schema, [], [layer])).toThrow(new Error(message));
});

test('references are replaced, everything else is kept', () => {
  const context = { release: 'web', namespace: 'shop', values: { baseDomain: 'acme.io', self: '{{ .Values.self }}' } };
  const fill = (value: string) => fillReferences({ value: [value] }, context);
  expect(fill('{{ .Release.Name }}-x.{{- .Values.baseDomain -}}')).toEqual({ value: ['web-x.acme.io'] });
  for (const value of [
    '{{ .Values.none }}',
    '{{ .Values.self }}',
    '{{ .Release.Name | upper }}',
    '{{TOKEN}} {{ x }}',
  ]) {
    expect(fill(value)).toEqual({ value: [value] });
  }
});
