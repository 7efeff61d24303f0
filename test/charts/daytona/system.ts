// A built-in service as a system of its own, so that it can be rendered and checked without the platform.

import { versions } from '../../../charts/daytona/versions';
import { commonValues } from '../../../lib/k8s/common';
import type { System } from '../../../lib/render/system';
import { withDefaults } from '../../../lib/values/schema/defaults';
import type { TObject } from '../../../lib/values/schema/schema';

/** The chart's defaults for the platform's pods, over which those of the services must win. */
export const platformValues = commonValues({
  podSecurityContext: { fsGroup: 2000 },
  securityContext: {
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: false,
    runAsNonRoot: false,
    runAsUser: 0,
  },
});

export const systemOf = <S extends TObject>(
  schema: S,
  { rules, build }: Pick<System<S>, 'rules' | 'build'>,
): System<S> => ({
  name: 'daytona',
  version: '0.0.0',
  description: 'One built-in service',
  defaultNamespace: 'daytona',
  longestSuffix: 0,
  schema: withDefaults(schema, tagsOf(schema)),
  rules,
  build,
});

/** The tags of the platform's default version, for the services in the schema. */
const tagsOf = ({ properties }: TObject) =>
  Object.fromEntries(Object.entries(versions[0].tags).filter(([service]) => Object.hasOwn(properties, service)));

export const clients = [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'daytona' } } }];
