// Name, version and description of the chart. Loaded at every startup, so it imports plain data only.

import { versions } from './versions';

export const about = {
  name: 'daytona-region',
  version: versions[0].version,
  versions,
  description: 'Custom Daytona region: proxy, snapshot manager and registration',
};
