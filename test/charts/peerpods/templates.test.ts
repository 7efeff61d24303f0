// The templates that users start from: they say what is missing, every line is valid, and the copies are up to date.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { system } from '../../../charts/peerpods';
import { PROVIDER_NAMES, type ProviderName, providerNamed } from '../../../charts/peerpods/providers';
import { providerTemplates } from '../../../charts/peerpods/providers/templates';
import { loadLayer } from '../../../lib/values/file/load';
import { problemsOf } from '../../support/problems';
import { valuesFor } from './values';

const load = (text: string) => loadLayer({ source: 'values.yaml', text }).apply({});

/** Every commented key without its #. */
const uncommented = (text: string) => text.replaceAll(/^( *)#(?=\S| {2})/gm, '$1');

describe.each(PROVIDER_NAMES)('%s', (provider) => {
  const settings = providerTemplates.values(provider);
  const credentials = providerTemplates.secrets(provider);

  test('the active keys are the required ones', () => {
    const { own } = providerNamed(provider);
    const required = Object.keys(own).filter((name) => own[name]?.required);
    const missing = problemsOf(system, [load(settings), { providerSecrets: valuesFor(provider).providerSecrets }]);
    expect(missing.map((line) => /\.([A-Z_]+): is required/.exec(line)?.[1])).toEqual(required);
  });

  test('filled in, both files are valid', () => {
    const { providerConfigs, providerSecrets } = valuesFor(provider);
    expect(problemsOf(system, [load(settings), load(credentials), { providerConfigs, providerSecrets }])).toEqual([]);
  });

  test('every key is valid without its #', () => {
    const all = load(uncommented(settings)) as { providerConfigs: Record<string, object>; secrets?: object };
    const { own, shared } = providerNamed(provider);
    expect(Object.keys(all.providerConfigs[provider] ?? {}).sort()).toEqual(Object.keys({ ...own, ...shared }).sort());
    const { providerConfigs } = valuesFor(provider);
    expect(problemsOf(system, [all, { providerConfigs }])).toEqual([]);
  });

  test('they contain no credential, and those to fill in must not be committed', () => {
    const { providerSecrets = {} } = load(uncommented(credentials)) as { providerSecrets?: Record<string, object> };
    expect(Object.values(providerSecrets[provider] ?? {}).filter((value) => value !== '')).toEqual([]);
    expect(Object.keys(providerSecrets[provider] ?? {}).sort()).toEqual(
      Object.keys(providerNamed(provider).secrets).sort(),
    );
    if (Object.keys(providerNamed(provider).secrets).length > 0)
      expect(credentials.replaceAll('\n# ', ' ')).toContain('Do NOT commit this file');
  });

  test("the files in the chart's folder are the command's output", () => {
    const copy = (name: string) =>
      readFileSync(join(__dirname, '..', '..', '..', 'charts', 'peerpods', 'providers', name), 'utf8');
    expect(copy(`${provider}.values.yaml`)).toBe(settings);
    expect(copy(`${provider}.secrets.example.yaml`)).toBe(credentials);
  });
});

test('the file of one provider, line by line', () => {
  expect(providerTemplates.values('ibmcloudpowervs')).toMatchSnapshot();
  expect(providerTemplates.secrets('gcp')).toMatchSnapshot();
});

test('the table lists every provider with its requirements', () => {
  const rows = providerTemplates.table().split('\n');
  expect(rows).toHaveLength(PROVIDER_NAMES.length + 3);
  expect(rows.find((row) => row.startsWith('| `aws`'))).toBe(
    '| `aws` | Amazon Web Services | release | `PODVM_AMI_ID` | `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE` |',
  );
});

test.each<[ProviderName, string]>([
  ['ibmcloudpowervs', 'ibmcloud-powervs'],
  ['aws', 'aws'],
])('the image reads %s as %s', (provider, name) => {
  expect(providerNamed(provider).cloudProvider).toBe(name);
});
