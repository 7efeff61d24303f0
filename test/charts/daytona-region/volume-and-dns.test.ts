// Snapshots on a volume, DNS settings of all pods, and certificates without the wildcard.

import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { system } from '../../../charts/daytona-region';
import type { GatewaySpec } from '../../../imports/gateway.networking.k8s.io';
import { podOwners } from '../../../lib/k8s/object/pod-owner';
import { requirementsOf } from '../../../lib/requirements/requirements';
import { only, rendered } from '../../support/render';

const base = {
  regionName: 'eu',
  proxyUrl: 'https://proxy.example.com',
  daytonaApiUrl: 'https://api.example.com/api',
  daytonaApiKey: 'key',
};
const region = (...layers: object[]) => rendered(system, [base, ...layers]);
const snapshots = (values: object) => region({ services: { snapshotManager: { enabled: true, ...values } } });
const onVolume = (persistence: object = {}, more: object = {}) =>
  snapshots({ storage: { driver: 'filesystem', filesystem: { persistence } }, ...more });

const MANAGER = 'daytona-region-snapshot-manager';
const deployment = (release: ReturnType<typeof region>) => only<IDeployment>(release, 'Deployment', MANAGER).spec;
const variables = (release: ReturnType<typeof region>) =>
  Object.fromEntries(
    (deployment(release)?.template.spec?.containers[0]?.env ?? []).map(({ name, value }) => [name, value]),
  );

describe('driver filesystem', () => {
  test('keeps snapshots in a claim of the release', () => {
    const release = onVolume({ size: '80Gi', storageClass: 'fast' });
    const claim = only<IPersistentVolumeClaim>(release, 'PersistentVolumeClaim', `${MANAGER}-data`);
    expect(claim.spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'fast',
      resources: { requests: { storage: '80Gi' } },
    });
    const pod = deployment(release)?.template.spec;
    expect(pod?.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: `${MANAGER}-data` } });
    expect(pod?.containers[0]?.volumeMounts).toContainEqual({ name: 'data', mountPath: '/var/lib/registry' });
  });

  test('has no settings for a bucket, and needs no permissions for one', () => {
    const release = onVolume();
    expect(variables(release)).toMatchObject({
      REGISTRY_STORAGE: 'filesystem',
      REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/var/lib/registry',
    });
    expect(Object.keys(variables(release)).filter((name) => name.includes('S3'))).toEqual([]);
    expect(requirementsOf(release).policies).toEqual([]);
  });

  test("is known to Daytona's image, too", () => {
    const release = onVolume({}, { flavour: 'daytona', image: { repository: 'daytonaio/daytona-snapshot-manager' } });
    expect(variables(release)).toMatchObject({
      SNAPSHOT_MANAGER_STORAGE_DRIVER: 'filesystem',
      SNAPSHOT_MANAGER_STORAGE_DIR: '/var/lib/registry',
    });
  });

  test('a volume of one node is released before the next pod starts', () => {
    expect(deployment(onVolume())?.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
    });
    expect(deployment(onVolume({ accessModes: ['ReadWriteMany'] }))?.strategy).toBeUndefined();
  });

  test('an existing claim is required, and not rendered', () => {
    const release = onVolume({ existingClaim: 'mine' });
    expect(release.objects.filter(({ kind }) => kind === 'PersistentVolumeClaim')).toEqual([]);
    expect(requirementsOf(release).objects).toContainEqual(
      expect.objectContaining({ kind: 'PersistentVolumeClaim', name: 'mine' }),
    );
  });

  test('several pods need a volume that all of them can mount', () => {
    const http = { secret: '0123456789abcdef0123456789abcdef' };
    expect(() => onVolume({}, { replicaCount: 2, http })).toThrow(
      'services.snapshotManager.replicaCount: must be 1 with storage.driver filesystem',
    );
    expect(() => onVolume({ accessModes: ['ReadWriteMany'] }, { replicaCount: 2, http })).not.toThrow();
  });

  test('without a claim, a warning says that snapshots are lost', () => {
    expect(deployment(onVolume({ enabled: false }))?.template.spec?.volumes).toContainEqual({
      name: 'data',
      emptyDir: {},
    });
  });

  test('a bucket still needs its region and name', () => {
    expect(() => snapshots({})).toThrow('services.snapshotManager.storage.s3.bucket: is required');
  });
});

describe('DNS settings', () => {
  const dns = { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.0.2'] } };

  test('every pod has them', () => {
    const release = region(dns, { services: { proxy: { ingress: { selfSigned: true } } } });
    const pods = podOwners(release.objects).map(({ spec }) => spec);
    expect(pods.length).toBeGreaterThan(2);
    for (const pod of pods) expect(pod).toMatchObject(dns);
  });

  test('no pod has any by default', () => {
    for (const { spec } of podOwners(region().objects)) expect(spec.dnsConfig ?? spec.dnsPolicy).toBeUndefined();
  });

  test('policy None needs nameservers', () => {
    expect(() => region({ dnsPolicy: 'None' })).toThrow('dnsConfig: needs nameservers: dnsPolicy is None');
  });

  test('a typo is found', () => {
    expect(() => region({ dnsConfig: { nameserver: ['10.0.0.2'] } })).toThrow('dnsConfig.nameserver: unknown key');
  });
});

describe('wildcardTls', () => {
  const hostsOf = (wildcardTls: boolean) => {
    const { spec } = only<IIngress>(region({ services: { proxy: { ingress: { wildcardTls } } } }), 'Ingress');
    return { rules: spec?.rules?.map(({ host }) => host), tls: spec?.tls?.[0]?.hosts };
  };
  const both = ['proxy.example.com', '*.proxy.example.com'];

  test('the certificate covers the wildcard host only on request, the rule is always there', () => {
    expect(hostsOf(true)).toEqual({ rules: both, tls: both });
    expect(hostsOf(false)).toEqual({ rules: both, tls: ['proxy.example.com'] });
  });

  test('without it, a Gateway serves the wildcard host by HTTP', () => {
    const { spec } = only(
      region({
        global: { httpRoute: { enabled: true }, gateway: { create: true, className: 'eg' } },
        services: { proxy: { ingress: { wildcardTls: false } } },
      }),
      'Gateway',
    );
    expect((spec as GatewaySpec).listeners.map(({ hostname }) => hostname)).toEqual([undefined, 'proxy.example.com']);
  });
});
