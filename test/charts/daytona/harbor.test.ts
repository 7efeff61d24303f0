import { harbor, harborRules, harborValues } from '../../../charts/daytona/harbor';
import { object } from '../../../lib/values/schema';
import { inventory, render, yamlOf } from '../../support/render';
import { minimal } from './harbor-values';
import { platformValues, systemOf } from './system';
const system = systemOf(object({ harbor: harborValues(), ...platformValues }), {
  rules: harborRules((v) => v.harbor, { database: () => false, redis: () => false }),
  build(scope, release, values) {
    harbor(scope, release, values.harbor, { host: 'harbor.acme.io', tlsSecretName: 'acme-tls', certificate: () => release.external('Secret', 'acme-tls') });
  },
});
test('x', () => { const r = render(system, minimal); console.log(inventory(r).join('\n')); require('fs').writeFileSync('/tmp/h.yaml', yamlOf(r)); expect(1).toBe(1); });
