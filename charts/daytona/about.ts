// Name, version and description of the chart. Loaded at every startup, so it imports plain data only.

import { versions } from './versions';

export const about = {
  name: 'daytona',
  version: versions[0].version,
  versions,
  description: 'Daytona platform, with built-in PostgreSQL, Redis, MinIO and Harbor or their AWS equivalents',
};
