// A product with one small chart, and one that fails to load.

import type { Product } from '../../../cli/main';
import { chartEntry } from '../../../lib/render/registry';
import { buoy } from './buoy';

export const product: Product = {
  version: '1.2.3',
  registry: [
    chartEntry({ name: 'tide-gauge', version: '4.5.6', description: 'Measures the tide' }, () => {
      throw new Error('this chart must not be loaded');
    }),
    chartEntry({ name: 'buoy', version: '10.0.0', description: 'Floats' }, () => buoy),
  ],
};
