// What lists say about the chart; loaded at every start, so it imports nothing.

export const about = {
  name: 'daytona',
  version: '0.132.0',
  description: 'The Daytona platform, with PostgreSQL, Redis, MinIO and Harbor built in, or those of AWS',
} as const;
