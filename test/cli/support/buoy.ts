// A small but complete chart: a Secret and a ConfigMap.

import { ApiObject } from 'cdk8s';
import { commonValues } from '../../../lib/k8s/common';
import { configMap, secret } from '../../../lib/k8s/secret/config';
import type { System } from '../../../lib/render/system';
import { boolean, integer, object, text } from '../../../lib/values/schema/schema';

const schema = object({
  ...commonValues(),
  color: text({ description: 'Color of the hull.' }),
  bells: integer({ description: 'How many bells it carries.', default: 1, minimum: 0, maximum: 8 }),
  code: text({ description: 'Code of the transmitter.', default: 'none', secret: true, maxLength: 12 }),
  moored: boolean({
    description: 'Renders a second object of the same name, which no check lets pass.',
    default: false,
  }),
  lit: boolean({ description: 'Renders an object with a field that Kubernetes does not have.', default: false }),
});

export const buoy: System<typeof schema> = {
  name: 'buoy',
  version: '10.0.0',
  description: 'Floats',
  defaultNamespace: 'sea',
  longestSuffix: '-code'.length,
  schema,
  providers: {
    names: ['coastguard'],
    values: (name) => `# Values for the ${name}\nbells: 2\n`,
    secrets: (name) => `# Credentials of the ${name}\ncode: ""\n`,
    table: () => '| Provider |\n|---|\n| coastguard |\n',
  },
  rules: [
    ({ bells }, { warning }) => {
      if (bells === 0) warning((values) => values.bells, 'a silent buoy is hard to find in fog');
    },
  ],
  build(scope, release, values) {
    const labels = release.labels('hull');
    const name = release.fullname;
    secret(scope, 'code', release, { name: `${name}-code`, labels, data: { code: values.code } });
    configMap(scope, 'config', release, { name, labels, data: { color: values.color, bells: String(values.bells) } });
    if (values.lit) {
      const lamp = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: release.metadata(`${name}-lamp`, labels),
        lamp: {},
      };
      new ApiObject(scope, 'lamp', lamp);
    }
    if (values.moored) configMap(scope, 'mooring', release, { name, labels, data: { line: 'long' } });
  },
};
