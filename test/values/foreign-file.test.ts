// A file for another tool is one mistake: what it does not set is not reported as well.

import { system } from '../../charts/daytona-region';
import { loadLayer } from '../../lib/values/file/load';
import { InputError } from '../../lib/values/problem';
import { resolve } from '../../lib/values/resolve';

function problemsOf(...texts: readonly string[]): string[] {
  const layers = texts.map((text, index) => loadLayer({ source: `${index}.yaml`, text }));
  try {
    resolve(system.schema, system.rules, layers);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test.each([
  [
    'the output of helm get values',
    'USER-SUPPLIED VALUES:\nregionName: eu\n',
    'this is the output of `helm get values`',
  ],
  [
    'a HelmRelease',
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: {}\n',
    'this is a Kubernetes object',
  ],
  ['values of a subchart', 'daytona-region:\n  regionName: eu\n', 'the values are below daytona-region'],
])('%s', (_case, text, message) => {
  expect(problemsOf(text)).toEqual([expect.stringContaining(`0.yaml:1:1: ${message}`)]);
});

test('mistakes in other files are reported too', () => {
  expect(problemsOf('kind: HelmRelease\napiVersion: v2\n', 'regionName: [eu]\n')).toEqual([
    expect.stringMatching(/^0\.yaml:\d:1: this is a Kubernetes object/),
    expect.stringMatching(/^1\.yaml:1:1 regionName: /),
  ]);
});

test('without such a file, everything that is missing is reported', () => {
  expect(problemsOf('regionName: eu\n').length).toBeGreaterThan(2);
});
