// The snapshot manager: an image registry that keeps sandbox snapshots in a bucket.

import { Construct } from 'constructs';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { ingress, withBackendTls } from '../../lib/k8s/network/ingress';
import { readScript } from '../../lib/k8s/script';
import { existingSecret } from '../../lib/k8s/secret/config';
import { ingressCertificates, madeCertificate } from '../../lib/k8s/tls/tls';
import { container, env } from '../../lib/k8s/workload/container';
import { HTTP, httpWorkload } from '../../lib/k8s/workload/http-workload';
import { switchedHttpProbe } from '../../lib/k8s/workload/probes';
import { parseOrigin } from './origin';
import { COMPONENTS, objectName, type Region } from './region';
import { declareBucketPolicy } from './s3-store';
import { flavorOf, type SnapshotSettings } from './snapshot-flavors';
import { httpSecret, login, s3Keys } from './snapshot-secrets';
import type { SnapshotManagerValues } from './snapshot-values';

const TLS: IVolumeMount = { name: 'tls-certs', mountPath: '/etc/snapshot-manager/tls', readOnly: true };
const TLS_FILES = { certificateFile: `${TLS.mountPath}/tls.crt`, keyFile: `${TLS.mountPath}/tls.key` };
const AUTH: IVolumeMount = { name: 'auth', mountPath: '/etc/snapshot-manager/auth' };
/** Volumes that the chart may mount. */
export const SNAPSHOT_VOLUMES = [TLS.name, AUTH.name];
const INGRESS_CERTIFICATE_DAYS = 365;
/** The server reads its certificate only at startup. */
const SERVER_CERTIFICATE_DAYS = 3650;

export class SnapshotManager extends Construct {
  constructor(scope: Construct, region: Region) {
    super(scope, COMPONENTS.snapshotManager);
    const { release } = region;
    const values = region.values.services.snapshotManager;
    const flavor = flavorOf(values);
    const name = objectName(release, COMPONENTS.snapshotManager);
    const labels = release.labels(COMPONENTS.snapshotManager);
    const tlsSecret = this.serverCertificate(region, name);
    const user = login(region);
    const writesHtpasswd = flavor.wantsHtpasswd && user !== undefined;
    const settings: SnapshotSettings = {
      values,
      s3Keys: s3Keys(this, region),
      login: user,
      htpasswdFile: `${AUTH.mountPath}/htpasswd`,
      ...(tlsSecret ? { tls: TLS_FILES } : {}),
      httpSecret: httpSecret(this, region, user?.password),
    };
    const health = flavor.healthPath(user !== undefined);
    const scheme = tlsSecret ? 'HTTPS' : undefined;
    const volumes: IVolume[] = [
      ...(tlsSecret ? [{ name: TLS.name, secret: { secretName: tlsSecret } }] : []),
      ...(writesHtpasswd ? [{ name: AUTH.name, emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }] : []),
    ];
    const mounts = [...(tlsSecret ? [TLS] : []), ...(writesHtpasswd ? [{ ...AUTH, readOnly: true }] : [])];
    const probe = ({ path, ...rest }: SnapshotManagerValues['livenessProbe']) =>
      switchedHttpProbe({ path: path || health, ...rest }, HTTP, scheme);
    httpWorkload(this, release, {
      name,
      labels,
      values,
      port: values.http.port,
      container: {
        ...container(release, 'snapshot-manager', {
          ...values,
          image: { ...values.image, tag: values.image.tag || flavor.tag || release.chart.version },
        }),
        env: env(flavor.env(settings, values.storage.deleteEnabled ?? flavor.canDelete)),
        livenessProbe: probe(values.livenessProbe),
        readinessProbe: probe(values.readinessProbe),
        ...(mounts.length > 0 ? { volumeMounts: mounts } : {}),
      },
      pod: {
        ...(writesHtpasswd ? { initContainers: [htpasswd(region, settings)] } : {}),
        ...(volumes.length > 0 ? { volumes } : {}),
      },
    });
    if (values.ingress.enabled) this.ingress(region, name, tlsSecret !== undefined);
    declareBucketPolicy(release, values);
  }

  /** The Secret with the server's own certificate; `undefined` for plain HTTP. */
  private serverCertificate({ release, values, snapshotUrl, certificates }: Region, name: string): string | undefined {
    const { secretName, selfSigned, hostname } = values.services.snapshotManager.http.tls;
    if (secretName) {
      existingSecret(release, secretName, ['tls.crt', 'tls.key']);
      return secretName;
    }
    if (!selfSigned) return undefined;
    const component = `${COMPONENTS.snapshotManager}-tls`;
    const host = hostname || (snapshotUrl ? parseOrigin(snapshotUrl).host : `${name}.${release.namespace}.svc`);
    const request = {
      name: objectName(release, component),
      labels: release.labels(component),
      secretName: objectName(release, component),
      hosts: [host],
      validDays: SERVER_CERTIFICATE_DAYS,
    };
    madeCertificate(this, 'server-tls', release, selfSigned, request, certificates);
    return request.secretName;
  }

  private ingress({ release, values: all, certificates }: Region, name: string, servesTls: boolean): void {
    const { ingress: values, service } = all.services.snapshotManager;
    const labels = release.labels(COMPONENTS.snapshotManager);
    const hosts = [values.hostname];
    const secretName = snapshotTlsSecret(values);
    ingress(this, 'ingress', release, {
      name,
      labels,
      values: withBackendTls(values, servesTls),
      hosts,
      service: { name, port: service.port },
      tls: { hosts, secretName },
    });
    const component = `${COMPONENTS.snapshotManager}-ingress-tls`;
    ingressCertificates(
      this,
      'tls',
      release,
      values,
      {
        name: objectName(release, component),
        labels: release.labels(component),
        secretName,
        hosts,
        validDays: INGRESS_CERTIFICATE_DAYS,
      },
      certificates,
      labels,
    );
  }
}

/** The Secret with the certificate of the Ingress. */
export const snapshotTlsSecret = ({ tlsSecretName, hostname }: SnapshotManagerValues['ingress']): string =>
  tlsSecretName || `${hostname}-tls`;

/** Writes the login to the file that the registry reads. */
function htpasswd({ release, values }: Region, { login: user, htpasswdFile }: SnapshotSettings): IContainer {
  const { auth, securityContext } = values.services.snapshotManager;
  return {
    ...container(release, 'htpasswd', { ...auth, securityContext }),
    command: ['/bin/sh', '-c', readScript(__dirname, 'htpasswd.sh')],
    env: env({ USERNAME: user?.username, PASSWORD: user?.password, HTPASSWD_FILE: htpasswdFile }),
    volumeMounts: [AUTH],
  };
}
