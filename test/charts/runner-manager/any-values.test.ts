// What holds for any values that the schema and the rules accept.

import fc from 'fast-check';
import { system } from '../../../charts/runner-manager';
import { merge } from '../../../lib/values/merge';
import { valuesOf } from '../../support/arbitrary';
import { problemsOf } from '../../support/problems';
import { render, yamlOf } from '../../support/render';
import { everything, minimal, withRunner } from './values';

const scenario = fc.constantFrom<Record<string, unknown>>(minimal, withRunner, everything);

/** What must fit something else comes from the scenario, or stays as it is by default. */
const left = [
  'apiToken',
  'existingSecret',
  'daytona.apiKey',
  'daytona.apiUrl',
  'daytona.systemApiToken',
  'serviceAccount.create',
  'rbac.nodeVerbs',
  'resources.requests',
  'nodePool.karpenter.enabled',
  'placeholders.resources.requests',
  'runner.enabled',
  'runner.apiToken',
  'runner.existingSecret',
  'runner.aws.accessKeyId',
  'runner.aws.secretAccessKey',
  'runner.resources.requests',
  'runner.registryProxy.enabled',
];

const valid = fc
  .tuple(valuesOf(system.schema, left), scenario)
  .map(([made, given]) => merge(made as Record<string, unknown>, given))
  .filter((values) => problemsOf(system, values).length === 0);

test('any valid values render, and twice the same', () => {
  fc.assert(
    fc.property(valid, (values) => {
      const identity = { name: 'any', namespace: 'somewhere' };
      expect(yamlOf(render(system, values, identity))).toBe(yamlOf(render(system, values, identity)));
    }),
    { numRuns: 60, seed: 20261121 },
  );
});
