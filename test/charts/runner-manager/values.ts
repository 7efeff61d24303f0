// Values of a runner manager that tests start from.

import { join } from 'node:path';
import { readLayer } from '../../../lib/values/file/load';

/** Only the required values. */
export const minimal = { apiToken: 'iS0zW1nQmYv7yT3sGkq9eA' };

/** The manifest in the system's own documentation, with `-n your-namespace`. */
export const documented = {
  image: { registry: 'your-registry', repository: 'runner-manager', tag: 'latest' },
  apiToken: 'your-secure-random-token-here',
};

/** Manager and runner, each with a Secret of the release. */
export const withRunner = {
  ...minimal,
  daytona: { apiUrl: 'http://daytona-api:3000/api', systemApiToken: 'pVb0m6d4hJx2Rk8sZq1wLg' },
  runner: { enabled: true, apiToken: 'uK7cXo5aTn9fEy3vMj4bHw', containerRuntime: 'sysbox-runc' },
};

/** Every part of the chart, sandboxes in their own namespace, and all credentials in existing Secrets. */
const file = join(__dirname, 'everything.values.yaml');
export const everything = readLayer(file, file).apply({});
