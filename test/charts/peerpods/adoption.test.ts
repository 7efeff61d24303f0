// Peer pods: settings and credentials come from the running ConfigMap and Secrets, not from the values file.

import { system } from '../../../charts/peerpods';
import { adoption } from '../../../charts/peerpods/adoption';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { System } from '../../../lib/render/system';
import { plan } from '../../../lib/review/adopt/plan';
import type { Tree } from '../../../lib/values/layer';

const object = (kind: string, name: string, rest: object): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  ...rest,
});
const encoded = (data: Readonly<Record<string, string>>) => ({
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')])),
});

const daemonSet = object('DaemonSet', 'cloud-api-adaptor-daemonset', {
  apiVersion: 'apps/v1',
  spec: {
    selector: { matchLabels: { app: 'cloud-api-adaptor' } },
    template: {
      metadata: { labels: { app: 'cloud-api-adaptor' } },
      spec: {
        containers: [
          {
            name: 'cloud-api-adaptor-con',
            image: 'quay.io/confidential-containers/cloud-api-adaptor:v0.19.0',
            envFrom: [{ secretRef: { name: 'peer-pods-secret' } }, { configMapRef: { name: 'peer-pods-cm' } }],
          },
        ],
      },
    },
  },
});
const aws: readonly Manifest[] = [
  daemonSet,
  object('ConfigMap', 'peer-pods-cm', {
    data: { CLOUD_PROVIDER: 'aws', AWS_REGION: 'us-east-1', PODVM_AMI_ID: 'ami-0123', PEERPODS_LIMIT_PER_NODE: '5' },
  }),
  object('Secret', 'peer-pods-secret', encoded({ AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: '1.2345e+07' })),
];
const small: Tree = {
  webhook: { enabled: false },
  resourceCtrl: { enabled: false },
  'kata-deploy': { enabled: false },
};

const planOf = (manifest: readonly Manifest[], values: Tree, name = 'peerpods') =>
  plan(system as unknown as System, {
    name,
    namespace: 'confidential-containers-system',
    target: 'kubectl',
    manifest,
    values,
    create: () => ({}),
  });

test('without any values file', () => {
  const { values, secrets } = planOf(aws, small);
  expect(values).toMatchObject({
    provider: 'aws',
    providerConfigs: { aws: { AWS_REGION: 'us-east-1', PODVM_AMI_ID: 'ami-0123' } },
    image: { tag: 'v0.19.0' },
  });
  expect(secrets).toEqual({
    providerSecrets: { aws: { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: '1.2345e+07' } },
  });
});

test('SSH keys and certificates are read from their Secrets', () => {
  const objects = [
    object('ConfigMap', 'peer-pods-cm', { data: { CLOUD_PROVIDER: 'libvirt' } }),
    object('Secret', 'ssh-key-secret', encoded({ 'id_rsa.pub': 'ssh-rsa AAAA' })),
    object('Secret', 'certs-for-tls', encoded({ 'ca.crt': 'CA', 'client.crt': 'CERT', 'client.key': 'KEY' })),
  ];
  expect(adoption.read?.({ name: 'a', fullname: 'peerpods', namespace: 'a', objects, values: {} })).toEqual({
    provider: 'libvirt',
    providerSecrets: { libvirt: { id_rsa_pub: 'ssh-rsa AAAA' } },
    secrets: { tlsCerts: { caCert: 'CA', clientCert: 'CERT', clientKey: 'KEY' } },
  });
});

test('running settings win over a values file', () => {
  const given = { ...small, provider: 'aws', providerSecrets: { aws: { AWS_SECRET_ACCESS_KEY: 12345000 } } };
  expect(planOf(aws, given).secrets).toMatchObject({
    providerSecrets: { aws: { AWS_SECRET_ACCESS_KEY: '1.2345e+07' } },
  });
});

test('another release name keeps the names of cluster-wide objects', () => {
  expect(planOf(aws, small, 'coco').values).toMatchObject({ fullnameOverride: 'peerpods' });
});

test('a provider that has a different name here', () => {
  const power = [
    daemonSet,
    object('ConfigMap', 'peer-pods-cm', { data: { CLOUD_PROVIDER: 'ibmcloud-powervs', POWERVS_ZONE: 'lon06' } }),
    object('Secret', 'peer-pods-secret', encoded({ IBMCLOUD_API_KEY: 'key-1' })),
  ];
  const given = {
    ...small,
    providerConfigs: {
      'ibmcloud-powervs': {
        POWERVS_SERVICE_INSTANCE_ID: 'id-1',
        POWERVS_IMAGE_ID: 'image-1',
        POWERVS_NETWORK_ID: 'net-1',
      },
    },
  };
  const { values, left } = planOf(power, given);
  expect(values).toMatchObject({
    provider: 'ibmcloudpowervs',
    providerConfigs: { ibmcloudpowervs: { POWERVS_ZONE: 'lon06' } },
  });
  expect(left).toEqual([]);
});
