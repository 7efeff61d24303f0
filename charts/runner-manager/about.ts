// What lists say about the chart; loaded at every start, so it imports plain data only.

import { versions } from './versions';

export const about = {
  name: 'runner-manager',
  version: versions[0].version,
  versions,
  description: 'Runner manager: API service, RBAC, runner DaemonSet and placeholder pods',
};
