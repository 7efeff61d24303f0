// What lists say about the chart; loaded at every start, so it imports plain data only.

import { versions } from './versions';

export const about = {
  name: 'dozlab-session',
  version: versions[0].version,
  versions,
  description: 'Interactive lab: a Firecracker microVM, a web terminal and VS Code',
};
