// Values of an installed lab that are only in its Pod.

import { adoption } from '../../../charts/dozlab-session/adoption';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { Tree } from '../../../lib/values/layer';

const VARIABLES = {
  ...{ IMAGE_DOWNLOAD_URL: 'https://images.acme.io/lab.ext4', IMAGE_SIZE: '4G' },
  ...{ CPU_COUNT: '2', MEMORY: '2048', GATEWAY_IP: '172.16.0.1', VM_IP: '172.16.0.2', TAP_DEVICE_NAME: 'tap0' },
};
const pod: Manifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'lab', namespace: 'labs', labels: { 'session-id': 's1', 'user-id': 'u1' } },
  spec: { containers: [{ name: 'vm', env: Object.entries(VARIABLES).map(([name, value]) => ({ name, value })) }] },
} as Manifest;
const read = (objects: readonly Manifest[], values: Tree = {}) =>
  adoption.read?.({ name: 'lab', fullname: 'lab', namespace: 'labs', objects, values });

test('labels and variables become values', () => {
  expect(read([pod])).toEqual({
    session: { id: 's1', userId: 'u1' },
    rootfs: { imageUrl: 'https://images.acme.io/lab.ext4', diskSize: '4G' },
    firecracker: { vm: { cpuCount: '2', memory: '2048' } },
    network: { gatewayIp: '172.16.0.1', vmIp: '172.16.0.2', tapDevice: 'tap0' },
  });
});

test('known values are kept, and without a Pod there are none', () => {
  expect(read([pod], { session: { id: 'mine' } })).toMatchObject({ session: { userId: 'u1' } });
  expect(read([pod], { session: { id: 'mine' } })).not.toHaveProperty('session.id');
  expect(read([])).toEqual({});
});
