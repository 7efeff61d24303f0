// Values of the volumes of sandboxes.

import { podSecurityContext, securityContext } from '../../../lib/k8s/common';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { SCRIPT_SECURITY } from '../../../lib/k8s/workload/script-job';
import { boolean, choice, list, object, text } from '../../../lib/values/schema/schema';

export const volumeValues = object(
  () => ({
    backend: choice(['', 's3', 'gcs', 'rclone'], {
      description: 'What mounts them: mount-s3, gcsfuse or rclone, in the image of the runner. Empty means no volumes.',
      default: '',
    }),
    hostMountPath: text({
      description: 'Where the runner mounts them, on the node and in its container.',
      default: '/mnt',
      pattern: '^/[^:\\s]+$',
      expected: 'an absolute path',
    }),
    preflight: object(
      {
        enabled: boolean({ description: 'Whether to run it.', default: true }),
        resources: resourceValues({ limits: { memory: '256Mi' }, requests: { cpu: '50m', memory: '64Mi' } }),
        podSecurityContext: podSecurityContext(),
        securityContext: securityContext(SCRIPT_SECURITY),
      },
      { description: 'A Job on a sandbox node that fails if the image of the runner cannot mount volumes.' },
    ),
    gcs: object(
      {
        credentialsFile: text({
          description: 'Key of a service account in the container of the runner, from extraVolumeMounts.',
          default: '',
          pattern: '^/\\S+$',
          expected: 'an absolute path',
        }),
      },
      { description: 'Settings of gcsfuse.' },
    ),
    rclone: object(
      {
        extraArgs: list(text({ description: 'Argument.' }), {
          description: 'Additional arguments of `rclone mount`.',
          default: [],
        }),
      },
      { description: 'Settings of rclone, which uses the object store of env.AWS_*.' },
    ),
  }),
  { description: 'Volumes of sandboxes: buckets, with mainContainer.enabled.' },
);
