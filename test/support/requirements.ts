import type { Requirements } from '../../lib/requirements/requirements';

/** Requirements that every cluster meets. */
export const NO_REQUIREMENTS: Requirements = {
  release: 'lab',
  namespaces: [],
  objects: [],
  apis: [],
  classes: [],
  nodes: [],
  devices: [],
  hostPaths: [],
  hosts: [],
  loadBalancers: [],
  policies: [],
  images: [],
  gateways: [],
};
