// The objects of the adaptor, as tests read them.

import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import { system } from '../../../charts/peerpods';
import { only, render } from '../../support/render';
import { alone, layered } from './values';

export type Data = Readonly<Record<string, string>>;

export const adaptor = (...layers: readonly object[]) => render(system, layered(...layers, alone));

export const templateOf = (...layers: readonly object[]) => {
  const template = only<IDaemonSet>(adaptor(...layers), 'DaemonSet').spec?.template;
  if (!template?.spec) throw new Error('no pod');
  return { ...template, spec: template.spec };
};

export const podOf = (...layers: readonly object[]) => templateOf(...layers).spec;

export const containerOf = (...layers: readonly object[]) => {
  const [container] = podOf(...layers).containers;
  if (!container) throw new Error('no container');
  return container;
};

export const settingsOf = (...layers: readonly object[]) =>
  only<{ data: Data }>(adaptor(...layers), 'ConfigMap', 'peer-pods-cm').data;
