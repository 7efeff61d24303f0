// The dashboard of an API that does not run as root: a copy that it can write its URLs to.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Release } from '../../../lib/k8s/release';
import { type ContainerSettings, container } from '../../../lib/k8s/workload/container';

/** Path in the image, whose files belong to root. */
const FOLDER = '/daytona/dist/apps/dashboard';
const COPY = '/copy';

export const DASHBOARD_VOLUME = 'dashboard';

export interface WritableDashboard {
  readonly initContainer: IContainer;
  readonly volume: IVolume;
  readonly mount: IVolumeMount;
}

export function writableDashboard(release: Release, settings: ContainerSettings): WritableDashboard {
  return {
    initContainer: {
      ...container(release, 'copy-dashboard', settings),
      command: ['/bin/sh', '-c', `cp -R ${FOLDER}/. ${COPY}/`],
      volumeMounts: [{ name: DASHBOARD_VOLUME, mountPath: COPY }],
    },
    volume: { name: DASHBOARD_VOLUME, emptyDir: {} },
    mount: { name: DASHBOARD_VOLUME, mountPath: FOLDER },
  };
}
