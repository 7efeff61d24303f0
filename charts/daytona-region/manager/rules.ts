// Rules between the values of the runner manager.

import { isCredentialName } from '../../../lib/k8s/secret/credential-name';
import { noLiteralCredential, noneDerived, volumeRules } from '../../../lib/k8s/workload/extras';
import type { Rule } from '../../../lib/values/validate';
import { accessRules } from '../../runner-manager/manager/access-rules';
import { MANAGER_FOLDERS, managerLine, pairProblem } from '../../runner-manager/manager/manager-line';
import { runnerTag } from '../runner/image';
import type { Values } from '../values';
import { managerValues } from './values';

const isOn = ({ services }: Values): boolean => services.runnermanager.enabled;

/** What runner pods need, and what to set without `services.runner`. */
const OF_RUNNERS = ['RUNNER_POD_SERVICE_ACCOUNT', 'RUNNER_POD_CONFIG_MAP', 'RUNNER_POD_SECRET'] as const;

export const managerRules: readonly Rule<Values>[] = [
  ...accessRules<Values>((v) => v.services.runnermanager, isOn),
  (values, report) => {
    const { registration, services } = values;
    const { apiTokenSecret } = services.runnermanager;
    if (isOn(values) && !registration.enabled && !registration.existingSecret && !apiTokenSecret.name) {
      report.error(
        (v) => v.services.runnermanager.apiTokenSecret.name,
        'is required: without the registration, there is no Secret with the API key of the organization',
      );
    }
  },
  (values, report) => {
    const { runner, runnermanager } = values.services;
    if (!isOn(values) || runner.enabled) return;
    for (const name of OF_RUNNERS) {
      if (runnermanager.env[name]) continue;
      report.error(
        (v) => v.services.runnermanager.env[name],
        'is required with services.runner.enabled=false: the manager creates runner pods with it',
      );
    }
  },
  (values, report) => {
    const { image, env } = values.services.runnermanager;
    if (!isOn(values) || env.RUNNER_POD_IMAGE) return;
    const problem = pairProblem(image.tag, runnerTag(values));
    if (problem) report.warning((v) => v.services.runner.image.tag, problem);
  },
  (values, report) => {
    const { tag } = values.services.runnermanager.image;
    if (isOn(values) && managerLine(tag) !== 'pods') {
      report.warning(
        (v) => v.services.runnermanager.image.tag,
        `${tag} belongs to the k8s line, which does not create runner pods: use v0.174.0-amd64`,
      );
    }
  },
  (values, report) => {
    if (isOn(values) && values.services.runnermanager.env.PROVIDER_TYPE === 'aws') {
      report.warning(
        (v) => v.services.runnermanager.env.PROVIDER_TYPE,
        'is not implemented by the manager: all calls to its API would fail',
      );
    }
  },
  (values, report) => {
    for (const name of Object.keys(values.services.runnermanager.env).filter(isCredentialName)) {
      if (Object.hasOwn(managerValues.properties.env.properties, name)) continue;
      report.error(
        (v) => (v.services.runnermanager.env as unknown as Record<string, string>)[name],
        'is a credential: set it in services.runnermanager.extraEnv with valueFrom',
      );
    }
  },
  noneDerived((v: Values) => v.services.runnermanager.extraEnv, {
    API_PORT: 'services.runnermanager.env.API_PORT',
    PROVIDER_NAMESPACE: 'services.runnermanager.env.PROVIDER_NAMESPACE',
  }),
  noLiteralCredential((v: Values) => v.services.runnermanager.extraEnv, {
    API_TOKEN: 'services.runnermanager.apiTokenSecret',
    SYSTEM_API_TOKEN: 'services.runnermanager.apiTokenSecret',
    API_KEY: 'services.runnermanager.apiKeySecret',
  }),
  ...volumeRules(
    (v: Values) => v.services.runnermanager,
    MANAGER_FOLDERS.map(({ name }) => name),
  ),
];
