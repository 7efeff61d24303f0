// Any text for a variable or a credential reaches the ConfigMap or Secret byte for byte: from a values file to the
// rendered YAML, read as YAML 1.1 and 1.2.

import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { system } from '../../../charts/peerpods';
import { isSingleLine, PROVIDER_NAMES, type ProviderName, providerNamed } from '../../../charts/peerpods/providers';
import { loadLayer } from '../../../lib/values/file/load';
import type { Tree } from '../../../lib/values/layer';
import { rendered, yamlOf } from '../../support/render';
import { alone, layered, valuesFor } from './values';

type Data = Readonly<Record<string, string>>;

/** The rendered YAML for values from a values file. */
const render = (values: object): string =>
  yamlOf(rendered(system, [loadLayer({ source: 'values.yaml', text: stringify(values) }).apply({})]));

/** The contents of ConfigMap and Secrets as YAML readers parse them. */
function arrivals(yaml: string, version: '1.1' | '1.2') {
  const objects = parseAllDocuments(yaml, { version }).map(
    (document) => document.toJS() as { kind: string; data?: Data },
  );
  const dataOf = (kind: string): Data =>
    Object.assign({}, ...objects.filter((object) => object.kind === kind).map(({ data }) => data));
  const secrets = Object.entries(dataOf('Secret')).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString(),
  ]);
  return { settings: dataOf('ConfigMap'), secrets: Object.fromEntries(secrets) as Data };
}

/** Any characters; an empty string would mean "not set". */
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });

const trickyText = fc.constantFrom(
  'on',
  '0123',
  '1e3',
  '~',
  '"',
  "'",
  '\\',
  '\n',
  'a\n\nb\n',
  ' x ',
  '{}',
  '# x',
  '---',
  'é',
);

const anyText = fc.oneof(text, trickyText);

/** No credential consists of blanks, most are a single line, and one is a file in JSON. */
const credential = anyText.filter((value) => value.trim() !== '');
const line = credential.filter((value) => !/[\r\n]/.test(value));
/** SSH keys with Windows line breaks are refused. */
const unixLines = credential.filter((value) => !value.includes('\r'));
const jsonFile = anyText.map((value) => `${JSON.stringify({ value }, null, 2)}\n`);

function credentialFor(provider: ProviderName, name: string) {
  if (name === 'GCP_CREDENTIALS') return jsonFile;
  if (name === 'id_rsa') return unixLines;
  return isSingleLine(provider, name) ? line : credential;
}

function anyInput(provider: ProviderName) {
  const { own, secrets } = providerNamed(provider);
  const variables = ['INITDATA', 'PAUSE_IMAGE', ...Object.keys(own).filter((name) => !own[name]?.form)];
  const record = (names: readonly string[], textFor: (name: string) => fc.Arbitrary<string>) =>
    fc.record({ MY_OWN: textFor('MY_OWN'), ...Object.fromEntries(names.map((name) => [name, textFor(name)])) });
  return fc.record({
    settings: record(variables, () => anyText),
    secrets: record(Object.keys(secrets), (name) => credentialFor(provider, name)),
  });
}

test.each(PROVIDER_NAMES)('%s: any text arrives unchanged', (provider) => {
  fc.assert(
    fc.property(anyInput(provider), (input) => {
      // A variable must not be in both.
      const { MY_OWN: setting, ...settings } = input.settings;
      const yaml = render(
        layered(valuesFor(provider), alone, {
          providerConfigs: { [provider]: { ...settings, MY_SETTING: setting } },
          providerSecrets: { [provider]: input.secrets },
        }),
      );
      const { id_rsa_pub: publicKey, ...secrets } = input.secrets as Record<string, string>;
      for (const version of ['1.1', '1.2'] as const) {
        const arrived = arrivals(yaml, version);
        expect(arrived.settings).toMatchObject({ ...settings, MY_SETTING: setting });
        expect(arrived.secrets).toEqual({ ...secrets, ...(publicKey ? { 'id_rsa.pub': publicKey } : {}) });
      }
    }),
    { numRuns: 25 },
  );
});

test.each([
  ['large numbers', 'ROOT_VOLUME_SIZE', '1000000'],
  ['leading zeros', 'ROOT_VOLUME_SIZE', '0030'],
  ['words that YAML reads as booleans', 'AWS_REGION', 'no'],
  ['numbers with an exponent', 'AWS_SUBNET_ID', '1e3'],
  ['versions', 'PAUSE_IMAGE', '1.10'],
])('%s keep their spelling without quotes', (_name, variable, spelling) => {
  const base = stringify(layered(valuesFor('aws'), alone));
  const source = `providerConfigs: {aws: {${variable}: ${spelling}}}\nproviderSecrets: {aws: {AWS_SESSION_TOKEN: ${spelling}}}`;
  const layers = [base, source].map((file): Tree => loadLayer({ source: 'values.yaml', text: file }).apply({}));
  const { objects } = rendered(system, layers);
  const [settings, secret] = ['ConfigMap', 'Secret'].map(
    (kind) => objects.find((object) => object.kind === kind)?.data as Data,
  );
  expect(settings?.[variable]).toBe(spelling);
  expect(Buffer.from(secret?.AWS_SESSION_TOKEN ?? '', 'base64').toString()).toBe(spelling);
});

test('a value cannot add another key', () => {
  const injected = 'ami-1"\n  INJECTED: "yes';
  const values = layered(valuesFor('aws'), alone, { providerConfigs: { aws: { PODVM_AMI_ID: injected } } });
  const { settings } = arrivals(render(values), '1.1');
  expect(Object.keys(settings).sort()).toEqual([
    'CLOUD_PROVIDER',
    'PEERPODS_LIMIT_PER_NODE',
    'PODVM_AMI_ID',
    'RUNTIMECLASS_NAME',
  ]);
  expect(settings.PODVM_AMI_ID).toBe(injected);
});
