// What lists say about the chart; loaded at every start, so it imports nothing.

export const about = {
  name: 'runner-manager',
  version: '0.158.4',
  description: 'Runner manager: API service, RBAC, runner DaemonSet and placeholder pods',
} as const;
