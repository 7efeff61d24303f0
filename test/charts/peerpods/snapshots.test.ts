// The output for each provider, to be reviewed line by line when it changes.

import { system } from '../../../charts/peerpods';
import { PROVIDER_NAMES } from '../../../charts/peerpods/providers';
import { render, yamlOf } from '../../support/render';
import { alone, layered, referencing, valuesFor } from './values';

test.each(PROVIDER_NAMES)('%s', (provider) => {
  const release = render(system, layered(valuesFor(provider), alone));
  // The cluster-wide permissions are the same for all, and are in the complete release below.
  const objects = release.objects.filter(({ kind }) => !kind.startsWith('ClusterRole'));
  expect(yamlOf({ ...release, objects })).toMatchSnapshot();
});

test('the complete release, with existing Secrets', () => {
  const secrets = { existingSecretName: 'azure-credentials', existingTlsSecretName: 'podvm-certificates' };
  const namespace = { createNamespace: true, helmOwnership: true };
  expect(yamlOf(render(system, { ...referencing('azure', secrets), ...namespace }))).toMatchSnapshot();
});
