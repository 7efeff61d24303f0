// Keys of other Helm charts: the message says what to write instead.

import { system } from '../../charts/dozlab-session';
import { problemsOf } from '../support/problems';

const PATCHES = 'not a value here: set the field of the rendered object with patches';

test.each([
  ...['args', 'command', 'dnsConfig', 'dnsPolicy', 'enableServiceLinks', 'extraContainers', 'extraEnvVars'],
  ...['hostAliases', 'hostNetwork', 'initContainers', 'lifecycle', 'runtimeClassName', 'schedulerName'],
  ...['shareProcessNamespace', 'sidecars', 'terminationGracePeriodSeconds', 'topologySpreadConstraints'],
  ...['updateStrategy', 'customLivenessProbe', 'customReadinessProbe', 'customStartupProbe'],
])('%s of a pod is set with patches', (key) => {
  expect(problemsOf(system, { codeServer: { [key]: 'x' } })).toContain(`codeServer.${key}: unknown key (${PATCHES})`);
});

test.each([
  ['imageRegistry', 'write it as the top-level global.imageRegistry'],
  ['pullSecrets', 'write it as the top-level global.imagePullSecrets'],
  ['resourcesPreset', 'write the amounts as resources'],
  ['containerSecurityContext', 'write it as securityContext'],
  ['podAntiAffinityPreset', 'write it as affinity'],
  ['serviceMonitor', 'not rendered: add the objects as the top-level extraObjects'],
  ['diagnosticMode', 'has no effect here: remove this key'],
])('%s has another place', (key, hint) => {
  expect(problemsOf(system, { codeServer: { [key]: 'x' } })).toContain(`codeServer.${key}: unknown key (${hint})`);
});
