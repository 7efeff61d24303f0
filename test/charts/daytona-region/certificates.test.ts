// Where TLS certificates come from: the user, cert-manager, or a Job in the cluster, but never from rendering.

import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import { system } from '../../../charts/daytona-region';
import type { Rendered } from '../../../lib/render/render';
import { merge } from '../../../lib/values/file/merge';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { inventory, only, render, yamlOf } from '../../support/render';
import { minimal, selfSigned, snapshots, withCertManager } from './values';

const HOST = 'proxy.mycompany.daytona.io';
const given = (change: object, base: object = minimal) =>
  render(system, merge(base as Record<string, unknown>, change as Record<string, unknown>), {
    name: 'eu',
    namespace: 'daytona',
  });
const ingress = (change: object) => ({ services: { proxy: { ingress: change } } });
const jobOf = (rendered: Rendered, name: string) => {
  const found = rendered.objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith(`${name}-`));
  if (!found) throw new Error(`no Job ${name}`);
  return found.metadata.name;
};
const settings = (rendered: Rendered, name: string) =>
  variablesOf(containerOf(templateOf(rendered, 'Job', jobOf(rendered, name)), 'certificate'));

describe('self-signed', () => {
  const NAME = 'eu-daytona-region-proxy-tls';
  const rendered = given({}, selfSigned);

  test('rendering generates nothing: the same output twice, without a key', () => {
    expect(yamlOf(given({}, selfSigned))).toBe(yamlOf(rendered));
    expect(rendered.objects.filter(({ kind, type }) => kind === 'Secret' && type === 'kubernetes.io/tls')).toEqual([]);
    expect(yamlOf(rendered)).not.toContain('PRIVATE KEY-----');
  });

  test('the Job creates the Secret that the Ingress uses, for the host and its wildcard', () => {
    expect(settings(rendered, NAME)).toMatchObject({
      NAMESPACE: 'metadata.namespace',
      SECRET_NAME: `${HOST}-tls`,
      CA_SECRET_NAME: `${NAME}-ca`,
      HOSTS: `${HOST} *.${HOST}`,
      VALID_DAYS: '365',
      RENEW_DAYS: '30',
    });
    expect(only<IIngress>(rendered, 'Ingress', 'eu-daytona-region-proxy').spec?.tls).toEqual([
      { hosts: [HOST, `*.${HOST}`], secretName: `${HOST}-tls` },
    ]);
  });

  test('it can create Secrets, and read and change only its own two', () => {
    expect(only<IRole>(rendered, 'Role', NAME).rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      {
        apiGroups: [''],
        resources: ['secrets'],
        resourceNames: [`${HOST}-tls`, `${NAME}-ca`],
        verbs: ['get', 'patch'],
      },
    ]);
  });

  test('no Service selects its pods', () => {
    expect(templateOf(rendered, 'Job', jobOf(rendered, NAME)).metadata?.labels).toMatchObject({
      'app.kubernetes.io/component': 'proxy-tls',
    });
  });

  test('another host gets another Job', () => {
    const other = given({ proxyUrl: 'https://proxy.example.com' }, selfSigned);
    expect(jobOf(other, NAME)).not.toBe(jobOf(rendered, NAME));
  });

  test('a CronJob runs the same before the certificate expires', () => {
    const { spec } = only<ICronJob>(rendered, 'CronJob', NAME);
    expect(spec?.concurrencyPolicy).toBe('Forbid');
    expect(spec?.jobTemplate.spec).toEqual(only(rendered, 'Job', jobOf(rendered, NAME)).spec);
  });

  test('a long release name shortens the names of Job and CronJob, which stay different', () => {
    const { objects } = render(system, selfSigned, { name: 'r'.repeat(53) });
    const names = objects.filter(({ kind }) => kind.endsWith('Job')).map(({ metadata }) => metadata.name);
    expect(names).toHaveLength(5);
    expect(new Set(names).size).toBe(5);
  });

  test("the snapshot manager's server gets its own certificate, for the host that Daytona connects to", () => {
    expect(settings(rendered, 'eu-daytona-region-snapshot-manager-tls')).toMatchObject({
      SECRET_NAME: 'eu-daytona-region-snapshot-manager-tls',
      HOSTS: 'snapshots.mycompany.daytona.io',
    });
  });

  test.each([
    ['a given host', { http: { tls: { hostname: 'snap.internal' } } }, 'snap.internal'],
    ['all hosts of a domain', { http: { tls: { hostname: '*.snap.internal' } } }, '*.snap.internal'],
    [
      'its Service, without an Ingress',
      { ingress: { enabled: false } },
      'eu-daytona-region-snapshot-manager.daytona.svc',
    ],
  ])('or for %s', (_case, change, host) => {
    const other = given({ services: { snapshotManager: change } }, selfSigned);
    expect(settings(other, 'eu-daytona-region-snapshot-manager-tls').HOSTS).toBe(host);
  });

  test('both the Ingress and the server of the snapshot manager can have one', () => {
    const both = given({ services: { snapshotManager: { ingress: { selfSigned: true } } } }, selfSigned);
    expect(settings(both, 'eu-daytona-region-snapshot-manager-ingress-tls').SECRET_NAME).toBe(
      'snapshots.mycompany.daytona.io-tls',
    );
  });

  test('the Job has the same placement and settings as the registration', () => {
    const change = {
      registration: {
        nodeSelector: { pool: 'jobs' },
        image: { repository: 'mine/kubectl' },
        securityContext: { runAsUser: 1234 },
      },
    };
    const other = given(change, selfSigned);
    const { spec } = templateOf(other, 'Job', jobOf(other, NAME));
    expect(spec).toMatchObject({
      nodeSelector: { pool: 'jobs' },
      containers: [{ image: 'mine/kubectl:1.34.2-r2', securityContext: { runAsUser: 1234, runAsNonRoot: true } }],
    });
  });

  test('without TLS, there is no Job', () => {
    expect(inventory(given(ingress({ selfSigned: true, tls: false }))).join()).not.toContain('-tls');
  });
});

describe('cert-manager', () => {
  const rendered = given({}, withCertManager);

  test('issues a Certificate for each, and an Issuer on request', () => {
    expect(inventory(rendered).filter((line) => /^(Certificate|Issuer|Job|CronJob)/.test(line))).toEqual([
      'Issuer daytona/daytona',
      'Certificate daytona/eu-daytona-region-proxy-tls',
      'Certificate daytona/eu-daytona-region-snapshot-manager-tls',
      'Certificate daytona/eu-daytona-region-snapshot-manager-ingress-tls',
      expect.stringContaining('-region-registration-'),
    ]);
    expect(only(rendered, 'Issuer').spec).toEqual({ selfSigned: {} });
    expect(only(rendered, 'Certificate', 'eu-daytona-region-proxy-tls').spec).toEqual({
      secretName: `${HOST}-tls`,
      dnsNames: [HOST, `*.${HOST}`],
      issuerRef: { name: 'daytona', kind: 'Issuer', group: 'cert-manager.io' },
    });
  });

  test('a ClusterIssuer is created without a namespace', () => {
    const other = given({ certManager: { issuer: 'own', selfSigned: true } });
    expect(only(other, 'ClusterIssuer').metadata).toMatchObject({ name: 'own' });
    expect(only(other, 'ClusterIssuer').metadata.namespace).toBeUndefined();
  });

  test('an existing ClusterIssuer is only referenced', () => {
    const other = given({ certManager: { issuer: 'letsencrypt' } });
    expect(inventory(other).join()).not.toContain('Issuer');
    expect(only(other, 'Certificate').spec).toMatchObject({
      issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
    });
  });

  test('an Ingress that requests its certificate by annotation gets no second one', () => {
    const annotations = { 'cert-manager.io/cluster-issuer': 'letsencrypt' };
    const other = given({ certManager: { issuer: 'other' }, ...ingress({ annotations }) });
    expect(inventory(other).join()).not.toContain('Certificate');
    expect(other.externals).toContainEqual(expect.objectContaining({ name: `${HOST}-tls`, generated: true }));
  });
});

describe('certificates from the user', () => {
  const pem = { certificate: '-----BEGIN CERTIFICATE-----\nx\n', key: '-----BEGIN PRIVATE KEY-----\ny\n' };

  test('each is in a Secret with its name', () => {
    const rendered = given(
      ingress({
        secrets: [
          { name: `${HOST}-tls`, ...pem },
          { name: 'alt-tls', ...pem },
        ],
      }),
    );
    for (const name of [`${HOST}-tls`, 'alt-tls']) {
      const { type, data, metadata } = only<ISecret>(rendered, 'Secret', name);
      expect(type).toBe('kubernetes.io/tls');
      expect(metadata?.labels).toMatchObject({ 'app.kubernetes.io/component': 'proxy' });
      expect(Buffer.from(String(data?.['tls.key']), 'base64').toString()).toBe(pem.key);
      expect(Buffer.from(String(data?.['tls.crt']), 'base64').toString()).toBe(pem.certificate);
    }
    expect(rendered.externals.map(({ name }) => name)).not.toContain(`${HOST}-tls`);
  });

  test('a Secret in extraTls is required from the user only if it is not one of them', () => {
    const extraTls = ['alt-tls', 'other-tls'].map((secretName) => ({
      hosts: [`${secretName}.example.com`],
      secretName,
    }));
    const rendered = given(ingress({ secrets: [{ name: 'alt-tls', ...pem }], extraTls }));
    const names = rendered.externals.map(({ name }) => name);
    expect(names).toContain('other-tls');
    expect(names).not.toContain('alt-tls');
  });

  test('cert-manager ignores a host that already has one', () => {
    const values = { certManager: { issuer: 'x' }, ...ingress({ secrets: [{ name: `${HOST}-tls`, ...pem }] }) };
    expect(inventory(given(values)).join()).not.toContain('Certificate');
  });

  test('another Secret that the user provides is declared', () => {
    const rendered = given(ingress({ tlsSecretName: 'wildcard' }));
    expect(only<IIngress>(rendered, 'Ingress').spec?.tls?.[0]?.secretName).toBe('wildcard');
    expect(rendered.externals).toContainEqual({
      kind: 'Secret',
      name: 'wildcard',
      namespace: 'daytona',
      keys: ['tls.crt', 'tls.key'],
      generated: false,
    });
  });

  test('the snapshot manager uses them, too', () => {
    const secrets = [{ name: 'snapshots.mycompany.daytona.io-tls', ...pem }];
    const rendered = given({ services: { snapshotManager: merge(snapshots, { ingress: { secrets } }) } });
    expect(only<ISecret>(rendered, 'Secret', secrets[0]?.name).metadata?.labels).toMatchObject({
      'app.kubernetes.io/component': 'snapshot-manager',
    });
  });
});
