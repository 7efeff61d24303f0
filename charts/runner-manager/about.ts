// Name, version and description of the chart. Loaded at every startup, so it imports plain data only.

import { versions } from './versions';

export const about = {
  name: 'runner-manager',
  version: versions[0].version,
  versions,
  description: 'Runner manager: API service, RBAC, runner DaemonSet and placeholder pods',
};
