// Credentials of clouds in a form that the adaptor cannot read.

import { system } from '../../../charts/peerpods';
import { problemsOf } from '../../support/problems';
import { layered, valuesFor } from './values';

const gcp = (text: string) =>
  problemsOf(system, layered(valuesFor('gcp'), { providerSecrets: { gcp: { GCP_CREDENTIALS: text } } }));
const NO_JSON = 'providerSecrets.gcp.GCP_CREDENTIALS: is not JSON (expected a service account key file)';

test.each([
  ['{"type": "service_account"}', []],
  ['key-1', [NO_JSON]],
  ['["key-1"]', [NO_JSON]],
  ['{"type": "service_account"', [NO_JSON]],
])('a key of Google Cloud: %s', (text, expected) => {
  expect(gcp(text)).toEqual(expected);
});

test.each([
  ['AKIA1', true],
  ['AKIA1\n', true],
  ['AKIA1\nAKIA2', false],
])('a key of one line: %j', (text, isAccepted) => {
  const values = layered(valuesFor('aws'), { providerSecrets: { aws: { AWS_ACCESS_KEY_ID: text } } });
  const about = problemsOf(system, values).filter((line) => line.startsWith('providerSecrets.aws.AWS_ACCESS_KEY_ID'));
  expect(about).toHaveLength(isAccepted ? 0 : 1);
});
