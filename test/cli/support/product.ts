// A product with two charts that refuse to be loaded: enough for everything that renders nothing.

import type { Product } from '../../../lib/cli/main';

function unloadable(): never {
  throw new Error('this chart must not be loaded');
}

export const product: Product = {
  version: '1.2.3',
  registry: [
    { name: 'tide-gauge', version: '4.5.6', description: 'Measures the tide', load: unloadable },
    { name: 'buoy', version: '10.0.0', description: 'Floats', load: unloadable },
  ],
};
