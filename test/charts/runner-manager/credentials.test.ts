// Where the tokens are: in Secrets of the release, or in existing Secrets.

import type { ISecret } from 'kubernetes-models/v1/Secret';
import { system } from '../../../charts/runner-manager';
import type { Rendered } from '../../../lib/render/render';
import { merge } from '../../../lib/values/file/merge';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { inventory, only, render } from '../../support/render';
import { everything, minimal, withRunner } from './values';

const decoded = (rendered: Rendered, name: string) =>
  Object.fromEntries(
    Object.entries(only<ISecret>(rendered, 'Secret', name).data ?? {}).map(([key, value]) => [
      key,
      Buffer.from(String(value), 'base64').toString(),
    ]),
  );

test('a token is only in a Secret', () => {
  const rendered = render(system, minimal);
  expect(decoded(rendered, 'runner-manager-secrets')).toEqual({ API_TOKEN: minimal.apiToken });
  const others = rendered.objects.filter(({ kind }) => kind !== 'Secret');
  expect(JSON.stringify(others)).not.toContain(minimal.apiToken);
});

test('the token that manager and runner share is set only once', () => {
  const rendered = render(system, withRunner);
  expect(decoded(rendered, 'runner-manager-secrets')).toEqual({
    API_TOKEN: withRunner.apiToken,
    SYSTEM_API_TOKEN: withRunner.daytona.systemApiToken,
  });
  expect(decoded(rendered, 'daytona-runner-secrets')).toEqual({
    API_TOKEN: withRunner.runner.apiToken,
    SYSTEM_API_TOKEN: withRunner.daytona.systemApiToken,
  });
});

test("the runner's Secret is in the runner's namespace", () => {
  const rendered = render(system, merge(withRunner, { provider: { namespace: 'sandboxes' } }));
  expect(inventory(rendered).filter((name) => name.startsWith('Secret'))).toEqual([
    'Secret default/runner-manager-secrets',
    'Secret sandboxes/daytona-runner-secrets',
  ]);
});

test('a changed token restarts only the pods that read it', () => {
  const checksums = (values: object) => {
    const rendered = render(system, values);
    return ['Deployment', 'DaemonSet'].map((kind) => templateOf(rendered, kind).metadata?.annotations);
  };
  const [manager, runner] = checksums(withRunner);
  const [managerAfter, runnerAfter] = checksums(merge(withRunner, { runner: { apiToken: 'another' } }));
  expect(managerAfter).toEqual(manager);
  expect(runnerAfter).not.toEqual(runner);
  expect(Object.keys(runner ?? {})).toEqual(['checksum/secret-daytona-runner-secrets']);
});

test('existing Secrets are read by key, listed by name, and never rendered', () => {
  const rendered = render(system, everything);
  expect(inventory(rendered).filter((name) => name.startsWith('Secret'))).toEqual([]);
  expect(
    variablesOf(containerOf(templateOf(rendered, 'Deployment', 'runner-manager'), 'runner-manager')),
  ).toMatchObject({
    API_TOKEN: 'manager-tokens/API_TOKEN',
    SYSTEM_API_TOKEN: 'manager-tokens/SYSTEM_API_TOKEN',
    API_KEY: 'manager-tokens/API_KEY',
  });
  expect(rendered.externals).toMatchObject([
    { kind: 'Secret', name: 'manager-tokens', namespace: 'default', keys: ['API_TOKEN', 'SYSTEM_API_TOKEN'] },
    { kind: 'Secret', name: 'runner-tokens', namespace: 'sandboxes', keys: ['API_TOKEN', 'SYSTEM_API_TOKEN'] },
  ]);
});

test('keys that are added later, or that a cloud role replaces, can be missing from such a Secret', () => {
  const rendered = render(system, everything);
  const containers = [
    containerOf(templateOf(rendered, 'Deployment', 'runner-manager'), 'runner-manager'),
    containerOf(templateOf(rendered, 'DaemonSet'), 'runner'),
  ];
  const optional = containers
    .flatMap(({ env = [] }) => env)
    .filter(({ valueFrom }) => valueFrom?.secretKeyRef?.optional);
  expect(optional.map(({ name }) => name)).toEqual(['API_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
});

test('keys have the configured names', () => {
  const rendered = render(system, { existingSecret: 'mine', secretKeys: { apiToken: 'token' } });
  const container = containerOf(templateOf(rendered, 'Deployment'), 'runner-manager');
  expect(variablesOf(container).API_TOKEN).toBe('mine/token');
});

test('without the Daytona API only the API token is read from the Secret', () => {
  const { externals } = render(system, { existingSecret: 'mine' });
  expect(externals).toMatchObject([{ kind: 'Secret', name: 'mine', namespace: 'default', keys: ['API_TOKEN'] }]);
});

test('Secrets, ConfigMaps and claims that extra variables and volumes of the runner read are required', () => {
  const runner = {
    extraEnv: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'own-key', key: 'k' } } }],
    extraVolumes: [
      { name: 'settings', configMap: { name: 'own-settings' } },
      { name: 'cache', persistentVolumeClaim: { claimName: 'own-cache' } },
    ],
  };
  const { externals } = render(system, { ...withRunner, runner: { ...withRunner.runner, ...runner } });
  expect(externals.map(({ kind, name, keys }) => [kind, name, keys])).toEqual([
    ['Secret', 'own-key', ['k']],
    ['ConfigMap', 'own-settings', []],
    ['PersistentVolumeClaim', 'own-cache', []],
  ]);
});
