// Name, version and description of the chart. Loaded at every startup, so it imports plain data only.

import { versions } from './versions';

export const about = {
  name: 'peerpods',
  version: versions[0].version,
  versions,
  description: 'Cloud API Adaptor: confidential containers in VMs of ten providers',
};
