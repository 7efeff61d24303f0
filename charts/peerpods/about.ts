// What lists say about the chart; loaded at every start, so it imports plain data only.

import { versions } from './versions';

export const about = {
  name: 'peerpods',
  version: versions[0].version,
  versions,
  description: 'Cloud API Adaptor: confidential containers in VMs of ten providers',
};
