// The volumes of a lab session: emptyDirs, or claims that outlive the pod.

import type { Construct } from 'constructs';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { ApiObject } from '../../lib/k8s/object/api-object';
import { storageClass } from '../../lib/k8s/storage/storage';
import type { Session } from './session';

/** `rootfs.diskSize` uses powers of 1024: 4G is Kubernetes's 4Gi. */
export const diskSizeQuantity = (diskSize: string): string => `${diskSize}i`;

const twice = (diskSize: string): string => `${Number.parseInt(diskSize, 10) * 2}${diskSize.slice(-1)}i`;

/** The pod's volumes. Creates the claims if persistence is enabled. */
export function volumes(scope: Construct, { release, values, labels, names }: Session): IVolume[] {
  const { kernels, vmData, vscodeData, sharedConfig } = values.volumes;
  const { persistence } = values;
  const lasting: Readonly<Record<string, string>> = {
    'vm-kernels': kernels.sizeLimit || twice(values.rootfs.diskSize),
    'vm-data': vmData.sizeLimit,
    'vscode-data': vscodeData.sizeLimit,
  };
  const config: IVolume = { name: 'shared-config', emptyDir: { sizeLimit: sharedConfig.sizeLimit } };
  if (!persistence.enabled) {
    return [...Object.entries(lasting).map(([name, sizeLimit]) => ({ name, emptyDir: { sizeLimit } })), config];
  }
  const claims = Object.entries(lasting).map(([name, storage]) => {
    const claimName = `${names.pod}-${name}`;
    new ApiObject(scope, `claim-${name}`, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: release.metadata(claimName, labels),
      spec: {
        accessModes: [...persistence.accessModes],
        ...storageClass(release, persistence.storageClass),
        resources: { requests: { storage } },
      },
    } satisfies IPersistentVolumeClaim);
    return { name, persistentVolumeClaim: { claimName } };
  });
  return [...claims, config];
}
