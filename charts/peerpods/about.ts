// What lists say about the chart; loaded at every start, so it imports nothing.

export const about = {
  name: 'peerpods',
  version: '0.22.0',
  description: 'Cloud API Adaptor: confidential containers in VMs of ten providers',
} as const;
