// What lists say about the chart; loaded at every start, so it imports plain data only.

import { versions } from './versions';

export const about = {
  name: 'daytona-region',
  version: versions[0].version,
  versions,
  description: 'Custom Daytona region: proxy, snapshot manager and registration',
};
