// The snapshot manager: an image registry that keeps sandbox snapshots in a bucket.

import { Construct } from 'constructs';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { publish } from '../../../lib/k8s/gateway/publish';
import type { Labels } from '../../../lib/k8s/labels';
import { servingTls } from '../../../lib/k8s/network/ingress-controllers';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { readScript } from '../../../lib/k8s/script';
import { existingSecret } from '../../../lib/k8s/secret/config';
import { claimSpec } from '../../../lib/k8s/storage/claims';
import { madeCertificate } from '../../../lib/k8s/tls/tls';
import { container, env } from '../../../lib/k8s/workload/container';
import { HTTP, httpWorkload } from '../../../lib/k8s/workload/http-workload';
import { switchedHttpProbe } from '../../../lib/k8s/workload/probes';
import { parseOrigin } from '../origin';
import { COMPONENTS, isPublished, objectName, type Region } from '../region';
import { declareBucketPolicy, usesBucket } from './s3-store';
import { flavorOf, type SnapshotSettings } from './snapshot-flavors';
import { httpSecret, login, s3Keys } from './snapshot-secrets';
import type { SnapshotManagerValues } from './snapshot-values';

const TLS: IVolumeMount = { name: 'tls-certs', mountPath: '/etc/snapshot-manager/tls', readOnly: true };
const TLS_FILES = { certificateFile: `${TLS.mountPath}/tls.crt`, keyFile: `${TLS.mountPath}/tls.key` };
const AUTH: IVolumeMount = { name: 'auth', mountPath: '/etc/snapshot-manager/auth' };
/** Volumes that the chart may mount. */
export const SNAPSHOT_VOLUMES = [TLS.name, AUTH.name, 'data'];
const DATA: IVolumeMount = { name: 'data', mountPath: '/var/lib/registry' };
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
      folder: DATA.mountPath,
      ...(tlsSecret ? { tls: TLS_FILES } : {}),
      httpSecret: httpSecret(this, region, user?.password),
    };
    const health = flavor.healthPath(user !== undefined);
    const scheme = tlsSecret ? 'HTTPS' : undefined;
    const volumes: IVolume[] = [
      ...(tlsSecret ? [{ name: TLS.name, secret: { secretName: tlsSecret } }] : []),
      ...(writesHtpasswd ? [{ name: AUTH.name, emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }] : []),
      ...(usesBucket(values) ? [] : [this.data(region, name, labels)]),
    ];
    const mounts = [
      ...(tlsSecret ? [TLS] : []),
      ...(writesHtpasswd ? [{ ...AUTH, readOnly: true }] : []),
      ...(usesBucket(values) ? [] : [DATA]),
    ];
    const probe = ({ path, ...rest }: SnapshotManagerValues['livenessProbe']) =>
      switchedHttpProbe({ path: path || health, ...rest }, HTTP, scheme);
    httpWorkload(this, release, {
      name,
      labels,
      values: tlsSecret ? servingTls(values, region.values.global.ingressController) : values,
      port: values.http.port,
      // A volume that only one node can mount would keep the new pod from starting. The API server refuses Recreate for a
      // Deployment that had the default strategy before.
      ...(onOneNode(values)
        ? { strategy: { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } }
        : {}),
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
    if (isPublished(region.values, values)) this.publish(region, name, tlsSecret !== undefined);
    declareBucketPolicy(release, values);
  }

  /** The Secret with the server's own certificate; `undefined` for plain HTTP. */
  private serverCertificate({ release, values, snapshotUrl, publishing }: Region, name: string): string | undefined {
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
    madeCertificate(this, 'server-tls', release, selfSigned, request, publishing.certificates);
    return request.secretName;
  }

  /** The volume with the snapshots, for driver filesystem. */
  private data({ release, values }: Region, name: string, labels: Labels): IVolume {
    const { persistence } = values.services.snapshotManager.storage.filesystem;
    const { enabled, existingClaim, annotations } = persistence;
    if (!enabled) return { name: DATA.name, emptyDir: {} };
    const claimName = existingClaim || `${name}-data`;
    if (existingClaim) release.external('PersistentVolumeClaim', existingClaim);
    else {
      new ApiObject(this, 'claim', {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: release.metadata(claimName, labels, annotations),
        spec: claimSpec(release, persistence),
      } satisfies IPersistentVolumeClaim);
    }
    return { name: DATA.name, persistentVolumeClaim: { claimName } };
  }

  private publish({ release, values: all, publishing }: Region, name: string, servesTls: boolean): void {
    const { ingress, httpRoute, service, http } = all.services.snapshotManager;
    const hosts = [ingress.hostname];
    const component = `${COMPONENTS.snapshotManager}-ingress-tls`;
    const { backendTLSPolicy, hostname } = http.tls;
    publish(
      this,
      release,
      {
        name,
        labels: release.labels(COMPONENTS.snapshotManager),
        ingress,
        route: httpRoute,
        hosts,
        service: { name, port: service.port },
        // The defaults of the annotations are those for nginx.
        openTraffic: publishing.routing.ingressController !== 'nginx',
        ...(servesTls
          ? {
              backendTls: {
                values: backendTLSPolicy,
                host: hostname.startsWith('*.') ? ingress.hostname : hostname || ingress.hostname,
              },
            }
          : {}),
        certificate: {
          name: objectName(release, component),
          labels: release.labels(component),
          secretName: snapshotTlsSecret(ingress),
          hosts,
          validDays: INGRESS_CERTIFICATE_DAYS,
        },
      },
      publishing,
    );
  }
}

/** Whether the snapshots are on a volume that only one node can mount. */
export const onOneNode = ({ storage }: SnapshotManagerValues): boolean => {
  const { enabled, accessModes } = storage.filesystem.persistence;
  return storage.driver === 'filesystem' && enabled && !accessModes.includes('ReadWriteMany');
};

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
