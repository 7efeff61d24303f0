// Name, version and description of the chart. Loaded at every startup, so it imports plain data only.

import { versions } from './versions';

export const about = {
  name: 'dozlab-session',
  version: versions[0].version,
  versions,
  description: 'Interactive lab: a Firecracker microVM, a web terminal and VS Code',
};
