// What the platform says about its pods and their Ingresses.

import { system } from '../../../../charts/daytona';
import { templateOf } from '../../../support/pods';
import { rendered } from '../../../support/render';
import { given, problems, warnings } from './given';

/** The value at this path. */
const at = (path: string, value: unknown): object =>
  path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

test.each(['services.api.autoscaling', 'services.proxy.autoscaling'])('%s needs a range and a request', (path) => {
  const range = at(path, { enabled: true, minReplicas: 3, maxReplicas: 2 });
  expect(problems(range)).toEqual([expect.stringContaining(`${path}.minReplicas: `)]);
  const none = { ...at(path, { enabled: true }) };
  const service = path.split('.')[1] as string;
  const requests = {
    services: { [service]: { autoscaling: { enabled: true }, resources: { requests: { cpu: null } } } },
  };
  expect(warnings(none)).toEqual([]);
  expect(warnings(requests)).toEqual([
    `${path}.targetCPUUtilizationPercentage: has no effect: the container requests no cpu`,
  ]);
});

test.each([
  ['api', ['PORT']],
  ['proxy', ['PROXY_PORT']],
  ['sshGateway', ['SSH_GATEWAY_PORT']],
  ['runnermanager', ['API_PORT', 'PROVIDER_NAMESPACE']],
  ['runner', ['API_PORT', 'SSH_GATEWAY_PORT', 'SSH_GATEWAY_ENABLE', 'CONTAINER_RUNTIME']],
])('%s: variables that other objects depend on are set in one place', (service, names) => {
  const extraEnv = ['OTHER', ...names].map((name) => ({ name, value: '1' }));
  expect(problems({ services: { [service]: { extraEnv } } })).toEqual(
    names.map(
      (name, index) =>
        `services.${service}.extraEnv[${index + 1}].name: ${name} is set by services.${service}.env.${name}: set that value instead`,
    ),
  );
});

const release = rendered(system, [given({})]);

test.each([
  ['api', 'Deployment', 'daytona-api'],
  ['runnermanager', 'Deployment', 'daytona-runnermanager'],
  ['runner', 'DaemonSet', 'daytona-runner'],
] as const)('%s: no volume is added under a name that the pods have', (service, kind, name) => {
  const used = (templateOf(release, kind, name).spec.volumes ?? []).map((volume) => volume.name);
  expect(used).not.toEqual([]);
  const extraVolumes = ['other', ...used].map((volume) => ({ name: volume, emptyDir: {} }));
  expect(problems({ services: { [service]: { extraVolumes } } })).toEqual(
    used.map((volume, index) => `services.${service}.extraVolumes[${index + 1}].name: is already used: ${volume}`),
  );
});

test('no two Ingresses have a certificate made under one name', () => {
  const own = { selfSigned: true, tlsSecretName: 'shared-tls' };
  const ingresses = (proxy: object, dex: object = {}) => ({
    services: { api: { ingress: own }, proxy: { ingress: proxy } },
    dex: { ingress: dex },
  });
  const shared = 'shared-tls is also created for services.api.ingress, with different hosts: use a different Secret';
  expect(problems(ingresses(own))).toEqual([`services.proxy.ingress.tlsSecretName: ${shared}`]);
  expect(problems(ingresses({}, own))).toEqual([`dex.ingress.tlsSecretName: ${shared}`]);
  expect(problems(ingresses({ tlsSecretName: 'shared-tls' }))).toEqual([]);
  expect(problems(ingresses({ selfSigned: true, tlsSecretName: 'own-tls' }))).toEqual([]);
});
