// The Helm chart of the region, whose installed releases can be taken over.

import type { Adoption, InstalledRelease } from '../../lib/render/lifecycle/adoption';
import { containersOf } from '../../lib/review/adopt/running/installed';
import { valueAt } from '../../lib/values/path';

export const adoption: Adoption = {
  anchor: { kind: 'Deployment', suffix: '-proxy' },
  changedDefaults: {
    podSecurityContext: { fsGroup: 2000 },
    securityContext: { capabilities: { drop: ['ALL'] }, runAsNonRoot: false, runAsUser: 0 },
    snapshotManagerUrl: 'http://snapshots.daytona.local:5000',
  },
  remarks: {
    proxyUrl: 'The proxy listens on the port of its container, whatever port this URL has.',
    securityContext: 'Without this, containers run as user 65532 instead of root.',
  },
  read(installed) {
    const variables = proxyVariables(installed);
    const host = variables.get('PROXY_DOMAIN');
    const given = (...path: string[]) => valueAt(installed.values, path) || undefined;
    return {
      ...(given('proxyUrl') || !host ? {} : { proxyUrl: `${variables.get('PROXY_PROTOCOL') ?? 'https'}://${host}` }),
      ...(given('daytonaApiUrl') || !variables.has('DAYTONA_API_URL')
        ? {}
        : { daytonaApiUrl: variables.get('DAYTONA_API_URL') }),
      // Helm deletes the Secret of the API key once the region is registered.
      ...(registers(installed) && !given('daytonaApiKey') && !given('registration', 'existingSecret')
        ? { registration: { existingSecret: apiKeySecret(installed) } }
        : {}),
    };
  },
  decisions(installed) {
    const { values, namespace } = installed;
    const existing = valueAt(values, ['registration', 'existingSecret']);
    return [
      ...(existing === apiKeySecret(installed)
        ? [
            `Helm deletes the Secret of the API key after the registration, so its value is in no manifest. Create \`${existing}\` in namespace \`${namespace}\` before you apply, with the key \`daytona-api-key\`; or set \`daytonaApiKey\`.`,
          ]
        : []),
      ...(registers(installed)
        ? [
            `The region stays registered: its keys are in the Secret \`${installed.fullname}-region-config\`, which a hook of Helm has made. Check that it is there: \`kubectl -n ${namespace} get secret ${installed.fullname}-region-config\`. It is neither changed nor deleted.`,
          ]
        : []),
    ];
  },
};

/** Whether the release registered the region; otherwise, it was registered manually. */
const registers = ({ values }: InstalledRelease): boolean => valueAt(values, ['registration', 'enabled']) !== false;

const apiKeySecret = ({ fullname }: InstalledRelease): string => `${fullname}-daytona-api-key`;

function proxyVariables({ fullname, objects }: InstalledRelease): ReadonlyMap<string, string> {
  const proxy = containersOf(objects).find(({ key }) => key === `Deployment/${fullname}-proxy/proxy`);
  return new Map(proxy?.env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])));
}
