// Values to start from, one file for the settings of a provider and one for its credentials.

import type { ProviderTemplates } from '../../../lib/render/system';
import { PROVIDER_NAMES } from '.';

export const providerTemplates: ProviderTemplates = {
  names: PROVIDER_NAMES,
  values: (name) => `provider: ${name}\n`,
  secrets: (name) => `provider: ${name}\n`,
  table: () => '',
};
