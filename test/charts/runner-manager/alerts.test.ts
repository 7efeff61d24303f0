// Which alerts a runner manager has: those about runners and the warm pool need runners and a warm pool.

import { system } from '../../../charts/runner-manager';
import { render } from '../../support/render';
import { minimal, withRunner } from './values';

const metrics = { prometheusRule: { enabled: true } };

function alertsOf(values: object): string[] {
  const { objects } = render(system, { ...values, metrics });
  const rule = objects.find(({ kind }) => kind === 'PrometheusRule');
  const spec = rule?.spec as
    | { readonly groups: readonly { readonly rules: readonly { readonly alert: string }[] }[] }
    | undefined;
  return spec?.groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)) ?? [];
}

test('about runners, if the release has them as a DaemonSet', () => {
  expect(alertsOf(withRunner)).toContain('SandboxNoReadyRunner');
  expect(alertsOf(minimal)).not.toContain('SandboxNoReadyRunner');
  const creatingPods = { ...withRunner, image: { tag: 'v0.174.0' } };
  expect(alertsOf(creatingPods)).not.toContain('SandboxNoReadyRunner');
});

test('about the warm pool, if it has placeholders', () => {
  expect(alertsOf({ ...minimal, placeholders: { count: 1 } })).toContain('SandboxWarmPoolExhausted');
  expect(alertsOf({ ...minimal, placeholders: { count: 0 } })).not.toContain('SandboxWarmPoolExhausted');
  expect(alertsOf(minimal)).not.toContain('SandboxWarmPoolExhausted');
});
