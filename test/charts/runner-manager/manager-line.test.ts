// The lines of the manager: the environment, permissions and objects of each, and which runners it works with.

import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { system } from '../../../charts/runner-manager';
import { managerLine, pairProblem } from '../../../charts/runner-manager/manager/manager-line';
import { atVersion } from '../../../lib/render/at-version';
import type { VersionSet } from '../../../lib/render/version-sets';
import { merge } from '../../../lib/values/file/merge';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { inventory, only, render } from '../../support/render';
import { withRunner } from './values';

const newest = atVersion(system, system.versions?.find(({ name }) => name === 'v0.207.0') as VersionSet);
const given = (change: object = {}) => merge(withRunner, change as Record<string, unknown>);
const rendered = (change: object = {}) => render(newest, given(change), { namespace: 'pool' });
const variables = (change: object = {}) =>
  variablesOf(containerOf(templateOf(rendered(change), 'Deployment'), 'runner-manager'));

test.each([
  ['v0.158.4-k8s-amd64', 'k8s'],
  ['v0.174.0-k8s', 'k8s'],
  ['v0.173.9', 'k8s'],
  ['latest', 'k8s'],
  ['v0.174.0-amd64', 'pods'],
  ['0.190.0', 'pods'],
])('manager %s belongs to the %s line', (tag, line) => {
  expect(managerLine(tag)).toBe(line);
});

describe('since v0.174, the manager creates the runner pods', () => {
  test('and there is no DaemonSet', () => {
    expect(inventory(rendered()).filter((name) => name.startsWith('DaemonSet'))).toEqual([]);
  });

  test('with the configured image, account, settings and credentials', () => {
    expect(variables()).toMatchObject({
      MIN_RUNNERS: '2',
      DAYTONA_PRODUCTION_API: 'true',
      RUNNER_POD_IMAGE: 'docker.io/daytonaio/daytona-runner:v0.207.0',
      RUNNER_POD_SERVICE_ACCOUNT: 'daytona-runner',
      RUNNER_POD_CONFIG_MAP: 'daytona-runner-config',
      RUNNER_POD_SECRET: 'daytona-runner-secrets',
    });
    const there = inventory(rendered());
    expect(there).toEqual(
      expect.arrayContaining(['Secret pool/daytona-runner-secrets', 'ServiceAccount pool/daytona-runner']),
    );
  });

  test('which are in the namespace of the runners', () => {
    const there = inventory(rendered({ provider: { namespace: 'sandboxes' } }));
    expect(there).toEqual(
      expect.arrayContaining([
        'ConfigMap sandboxes/daytona-runner-config',
        'Secret sandboxes/daytona-runner-secrets',
        'ServiceAccount sandboxes/daytona-runner',
      ]),
    );
  });

  test('the settings are those of a DaemonSet runner, without credentials', () => {
    const { data = {} } = only<IConfigMap>(rendered(), 'ConfigMap', 'daytona-runner-config');
    expect(data).toMatchObject({
      API_PORT: '3000',
      DAYTONA_API_URL: 'http://daytona-api:3000/api',
      SSH_GATEWAY_PORT: '2220',
      CONFIG_FILE_PATH: '/host-token/token.txt',
    });
    expect(Object.keys(data).join()).not.toMatch(/TOKEN|SECRET|KEY_ID/);
  });

  test('which it can also change', () => {
    const { rules = [] } = only<IRole>(rendered(), 'Role');
    expect(rules.flatMap(({ resources = [] }) => resources)).toEqual(['pods', 'configmaps', 'secrets']);
  });

  test('an existing Secret is used instead if its keys are the variables', () => {
    const existing = { runner: { apiToken: '', existingSecret: 'mine' } };
    expect(variables(existing).RUNNER_POD_SECRET).toBe('mine');
    const renamed = given({ runner: { apiToken: '', existingSecret: 'mine', secretKeys: { apiToken: 'token' } } });
    expect(problemsOf(newest, renamed)).toEqual([
      'runner.secretKeys.apiToken: must be API_TOKEN with manager v0.174.0-amd64: runner pods read the whole Secret as variables',
    ]);
  });

  test('it registers them with the Daytona API, so the API is required', () => {
    expect(problemsOf(newest, { apiToken: 'iS0zW1nQmYv7yT3sGkq9eA' })).toEqual([
      'daytona.apiUrl: is required with manager v0.174.0-amd64: it registers runners there',
    ]);
  });

  test('a sidecar for the DaemonSet is refused', () => {
    const registryProxy = { enabled: true, targetHost: 'registry.example.com' };
    expect(problemsOf(newest, given({ runner: { registryProxy } }))).toEqual([
      'runner.registryProxy.enabled: has no effect with manager v0.174.0-amd64: it creates the runner pods, without sidecars',
    ]);
  });
});

test('the k8s line gets no settings for pods that it creates', () => {
  const variables = variablesOf(containerOf(templateOf(render(system, withRunner), 'Deployment'), 'runner-manager'));
  expect(Object.keys(variables).filter((name) => /RUNNER_POD|MIN_RUNNERS|PRODUCTION/.test(name))).toEqual([]);
  expect(
    only<IRole>(render(system, withRunner), 'Role').rules?.flatMap(({ resources = [] }) => resources),
  ).not.toContain('secrets');
});

test.each([
  ['v0.168.4-k8s-amd64', 'v0.168.4-k8s-amd64', undefined],
  ['v0.168.4-k8s-amd64', 'v0.182.0', undefined],
  ['v0.174.0-amd64', 'v0.207.0', undefined],
  ['mine', 'mine', undefined],
  ['v0.168.4-k8s-amd64', 'v0.183.0', /^probably never registers with manager v0.168.4-k8s-amd64/],
  ['v0.158.4-k8s-amd64', 'v0.207.0', /^probably never registers/],
  ['v0.174.0-amd64', 'v0.168.4-k8s-amd64', /^belongs to the k8s line, but manager v0.174.0-amd64 does not/],
])('manager %s with runner %s', (manager, runner, problem) => {
  const found = pairProblem(manager, runner);
  if (problem) expect(found).toMatch(problem);
  else expect(found).toBeUndefined();
});

test('a combination that does not work causes a warning, if there is a runner', () => {
  const pair = { image: { tag: 'v0.168.4-k8s-amd64' }, runner: { image: { tag: 'v0.190.0' } } };
  expect(warningsOf(system, given(pair))).toEqual([
    expect.stringContaining('runner.image.tag: probably never registers'),
  ]);
  expect(warningsOf(system, { apiToken: withRunner.apiToken, ...pair })).toEqual([]);
});
