// What lists say about the chart; loaded at every start, so it imports nothing.

export const about = {
  name: 'daytona-region',
  version: 'v0.167.0',
  description: 'Custom Daytona region: proxy, snapshot manager and registration',
} as const;
