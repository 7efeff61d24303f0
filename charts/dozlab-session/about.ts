// What lists say about the chart; loaded at every start, so it imports nothing.

export const about = {
  name: 'dozlab-session',
  version: '0.1.0',
  description: 'Interactive lab: a Firecracker microVM, a web terminal and VS Code',
} as const;
