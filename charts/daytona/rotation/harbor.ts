// How to replace the credentials of Harbor.

import { APPLY, issued } from '../../../lib/render/lifecycle/common-rotations';
import type { Rotation, Rotations } from '../../../lib/render/lifecycle/rotation';

const internal = (readers: string, impact = 'pushes and pulls fail until all of them have restarted'): Rotation => ({
  readers,
  order: [APPLY],
  impact,
});

const storage = issued('the storage provider', 'registry');

const login = internal(
  'core, job service (password), registry (htpasswd line)',
  'pushes and pulls fail until all of them have restarted; password and htpasswd line change together',
);

export const harborRotations: Rotations = {
  'harbor.harborAdminPassword': {
    readers: 'core, at its first start only; API, at its first start only',
    order: [
      "change it in Harbor, with the next value: `PUT /api/v2.0/users/1/password`, or the administrator's profile",
      'change both registries in Daytona (as the administrator)',
      `${APPLY}, for the next installation`,
    ],
    impact: 'snapshots cannot be pushed or pulled between the first two steps',
  },
  'harbor.secretKey': {
    refused:
      'Harbor cannot decrypt the passwords that it stored with the old one, of remote registries and robot accounts',
    readers: 'core',
    order: ['only before the first start: afterward, keep it with every backup'],
    impact: 'stored passwords are lost',
  },
  'harbor.core.secret': internal('core, job service, registry controller'),
  'harbor.core.xsrfKey': internal('core', 'users of the web interface log in again'),
  'harbor.core.tokenKey': internal('core', 'tokens that clients have are refused: they request new ones'),
  'harbor.jobservice.secret': internal('core, job service, registry controller', 'jobs that are running fail'),
  'harbor.registry.secret': internal('registry', 'uploads that are running start again'),
  'harbor.registry.credentials.password': login,
  'harbor.registry.credentials.htpasswdString': login,
  'harbor.persistence.imageChartStorage.s3.accesskey': storage,
  'harbor.persistence.imageChartStorage.s3.secretkey': storage,
  'harbor.persistence.imageChartStorage.azure.accountkey': storage,
  'harbor.persistence.imageChartStorage.gcs.encodedkey': storage,
  'harbor.imageChartStorage.s3.accesskey': storage,
  'harbor.imageChartStorage.s3.secretkey': storage,
  'harbor.imageChartStorage.azure.accountkey': storage,
  'harbor.imageChartStorage.gcs.encodedkey': storage,
  'harbor.trivy.gitHubToken': issued('GitHub', 'Trivy'),
  'harbor.database.internal.password': {
    readers: 'core; the database, on an empty volume',
    order: [
      "change it in the database, where it asks for the value: `kubectl exec -it R-harbor-database-0 -n NS -- psql -U postgres -c '\\password postgres'`",
      APPLY,
    ],
    impact: 'Harbor fails between the two steps',
  },
  'harbor.database.external.password': {
    issuer: 'the database service',
    readers: 'core',
    order: ['change it in the database', `${APPLY} at once`],
    impact: 'Harbor fails between the two steps',
  },
  'harbor.redis.external.password': {
    issuer: 'the Redis service',
    readers: 'core, job service, registry, Trivy',
    order: ['change it in Redis', `${APPLY} at once`],
    impact: 'Harbor fails between the two steps',
  },
};
