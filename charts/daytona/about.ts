// What lists say about the chart; loaded at every start, so it imports nothing.

export const about = {
  name: 'daytona',
  version: '0.132.0',
  description: 'Daytona platform, with built-in PostgreSQL, Redis, MinIO and Harbor or their AWS equivalents',
} as const;
