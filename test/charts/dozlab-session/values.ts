// Values of a lab session that tests start from.

/** Only the required values. */
export const minimal = {
  session: { id: 'demo', userId: 'user-123' },
  rootfs: { imageUrl: 'https://images.example.com/dozlab-k8s.ext4' },
  codeServer: { password: 'correct-horse-battery' },
};

/** The session in the system's own documentation. */
export const documented = {
  session: { id: 'session-1732156000', userId: 'user-123' },
  labels: { team: 'platform' },
  rootfs: { imageUrl: 'https://storage.googleapis.com/your-bucket/dozlab-k8s.ext4', diskSize: '4G' },
  firecracker: {
    vm: { cpuCount: '2', memory: '2048' },
    resources: { limits: { memory: '3Gi', cpu: '2000m' }, requests: { memory: '2Gi', cpu: '1000m' } },
  },
  codeServer: { password: '0a1b2c3d4e5f6071', workspaceReadOnly: false },
  volumes: { kernels: { sizeLimit: '6Gi' }, vmData: { sizeLimit: '5Gi' }, vscodeData: { sizeLimit: '1Gi' } },
};
