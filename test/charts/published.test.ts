// Publicly known credentials are refused, unless the values keep one for now.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { system as daytona } from '../../charts/daytona';
import { system as runnerManager } from '../../charts/runner-manager';
import { problemsOf, warningsOf } from '../support/problems';

const OFF = parse(
  readFileSync(join(__dirname, '..', 'parity', 'daytona', 'builtin-off.values.yaml'), 'utf8'),
) as object;
const published = { services: { api: { env: { ENCRYPTION_KEY: 'CHANGE_ME_32_CHARACTER_SECRET_K!' } } } };
const path = 'services.api.env.ENCRYPTION_KEY';

test('kept by its path, with a warning', () => {
  const values = [OFF, published];
  expect(problemsOf(daytona, values)).toEqual([expect.stringContaining(`${path}: is the publicly known default`)]);
  expect(problemsOf(daytona, [...values, { keepPublishedCredentials: [path] }])).toEqual([]);
});

test('others are not kept with it', () => {
  const token = { apiToken: 'dev-test-token-change-in-production' };
  expect(problemsOf(runnerManager, { ...token, keepPublishedCredentials: ['daytona.apiKey'] })).toEqual([
    'apiToken: is the publicly known default',
  ]);
  expect(warningsOf(runnerManager, { ...token, keepPublishedCredentials: ['apiToken'] })).toContain(
    'apiToken: is the publicly known default, kept by keepPublishedCredentials: replace it soon',
  );
});

test.each(['apitoken', 'apiToken.x', 'constructor', 'global'])('%s is not a credential', (wrong) => {
  expect(problemsOf(runnerManager, { apiToken: 'x'.repeat(32), keepPublishedCredentials: [wrong] })).toEqual([
    'keepPublishedCredentials[0]: is not the path of a credential of this chart',
  ]);
});
