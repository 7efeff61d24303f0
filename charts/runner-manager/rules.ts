// Rules between the values of the runner manager.

import { commonRules } from '../../lib/k8s/common';
import { publishedRule } from '../../lib/k8s/published';
import { volumeRules } from '../../lib/k8s/workload/extras';
import { resourceRules } from '../../lib/k8s/workload/resources';
import type { Rule } from '../../lib/values/validate';
import { credentialRules } from './credential-rules';
import { accessRules } from './manager/access-rules';
import { MANAGER_FOLDERS, managerLine, pairProblem } from './manager/manager-line';
import { isolatedSandboxes, knownRuntime } from './nodes/container-runtime';
import { refusedRequirement } from './nodes/karpenter';
import { HOST_VOLUMES } from './nodes/runner-host';
import { extraEnvRules } from './runner/extra-env-rules';
import { lineOf } from './runner/image-line';
import { schema, type Values } from './values';

/** Variables that are also keys of the runner's Secret. */
const RUNNER_KEYS = {
  apiToken: 'API_TOKEN',
  systemApiToken: 'SYSTEM_API_TOKEN',
  awsAccessKeyId: 'AWS_ACCESS_KEY_ID',
  awsSecretAccessKey: 'AWS_SECRET_ACCESS_KEY',
} as const;

export const rules: readonly Rule<Values>[] = [
  ...commonRules,
  publishedRule,
  ...credentialRules,
  ...extraEnvRules,
  ({ provider: { type } }, report) => {
    if (type === 'aws') {
      report.warning((v) => v.provider.type, 'is not implemented by the manager: all calls to its API would fail');
    }
  },
  ...accessRules<Values>(
    (v) => v,
    () => true,
  ),
  ({ kubeconfigPath, extraVolumeMounts }, report) => {
    const mounted = extraVolumeMounts.some(
      ({ mountPath }) => kubeconfigPath === mountPath || kubeconfigPath.startsWith(`${mountPath.replace(/\/$/, '')}/`),
    );
    if (kubeconfigPath && !mounted) {
      report.warning(
        (v) => v.kubeconfigPath,
        'is not in a mount of extraVolumeMounts: the file must exist in the image',
      );
    }
  },
  ({ service: { type } }, report) => {
    if (type !== 'ClusterIP') {
      report.warning(
        (v) => v.service.type,
        `${type} exposes the API, which can add nodes, without TLS: prefer ClusterIP behind an Ingress with TLS`,
      );
    }
  },
  ({ nodePool: { label, taint } }, report) => {
    const configured = `${label.key}=${label.value} and ${taint.key}=${taint.value}:${taint.effect}`;
    const expected = 'daytona-sandbox-c=true and sandbox=true:NoSchedule';
    if (configured !== expected) {
      report.warning(
        (v) => v.nodePool,
        `${configured}: the placeholder pods that the manager creates request ${expected}, unless your build differs`,
      );
    }
  },
  ({ nodePool: { karpenter } }, report) => {
    for (const [index, requirement] of karpenter.requirements.entries()) {
      const refused = refusedRequirement(requirement);
      if (refused) report.error((v) => v.nodePool.karpenter.requirements[index]?.values, refused);
    }
  },
  ({ nodePool: { karpenter } }, report) => {
    if (karpenter.enabled && !karpenter.nodeClassRef.name) {
      report.error((v) => v.nodePool.karpenter.nodeClassRef.name, 'is required with nodePool.karpenter.enabled');
    }
  },
  ({ runner: { enabled }, daytona: { apiUrl } }, report) => {
    if (enabled && !apiUrl) {
      report.error((v) => v.daytona.apiUrl, 'is required with runner.enabled: the runner reports to the Daytona API');
    }
  },
  ({ runner: { registryProxy } }, report) => {
    if (registryProxy.enabled && !registryProxy.targetHost) {
      report.error((v) => v.runner.registryProxy.targetHost, 'is required with runner.registryProxy.enabled');
    }
  },
  ({ runner: { port, sshGateway } }, report) => {
    if (sshGateway.enabled && sshGateway.port === port) {
      report.error(
        (v) => v.runner.sshGateway.port,
        `must differ from runner.port (${port}): both are ports on the node`,
      );
    }
  },
  ({ runner: { port, sshGateway, registryProxy } }, report) => {
    const taken = [port, ...(sshGateway.enabled ? [sshGateway.port] : [])];
    if (registryProxy.enabled && taken.includes(registryProxy.listenPort)) {
      report.error(
        (v) => v.runner.registryProxy.listenPort,
        `${registryProxy.listenPort} is also a port of the runner: both are ports on the node`,
      );
    }
  },
  ({ image, runner }, report) => {
    if (!runner.metrics.podMonitor.enabled) return;
    const { tag } = runner.image;
    const problem = !runner.enabled
      ? 'requires runner.enabled'
      : managerLine(image.tag) === 'pods'
        ? `has no effect with manager ${image.tag}: it creates the runner pods, with labels that are not known`
        : lineOf(runner.image) === 'kubernetes'
          ? `only public images of the runner are known to serve metrics, and ${tag} is not one of them`
          : undefined;
    if (problem !== undefined) report.error((v) => v.runner.metrics.podMonitor.enabled, problem);
  },
  knownRuntime((v: Values) => v.runner.containerRuntime),
  isolatedSandboxes(
    (v: Values) => v.runner.containerRuntime,
    (v) => v.runner.enabled,
    () => false,
  ),
  ({ image, runner }, report) => {
    const problem = runner.enabled ? pairProblem(image.tag, runner.image.tag) : undefined;
    if (problem) report.warning((v) => v.runner.image.tag, problem);
  },
  ({ image, daytona: { apiUrl } }, report) => {
    if (managerLine(image.tag) === 'pods' && !apiUrl) {
      report.error((v) => v.daytona.apiUrl, `is required with manager ${image.tag}: it registers runners there`);
    }
  },
  ({ image, runner: { registryProxy } }, report) => {
    if (managerLine(image.tag) === 'pods' && registryProxy.enabled) {
      report.error(
        (v) => v.runner.registryProxy.enabled,
        `has no effect with manager ${image.tag}: it creates the runner pods, without sidecars`,
      );
    }
  },
  ({ image, runner: { enabled, existingSecret, secretKeys } }, report) => {
    if (!enabled || !existingSecret || managerLine(image.tag) !== 'pods') return;
    for (const [key, name] of Object.entries(RUNNER_KEYS)) {
      if (secretKeys[key as keyof typeof RUNNER_KEYS] === name) continue;
      report.error(
        (v) => v.runner.secretKeys[key as keyof typeof RUNNER_KEYS],
        `must be ${name} with manager ${image.tag}: runner pods read the whole Secret as variables`,
      );
    }
  },
  ...volumeRules(
    (v: Values) => v,
    MANAGER_FOLDERS.map(({ name }) => name),
  ),
  ...volumeRules((v: Values) => v.runner, HOST_VOLUMES),
  ...resourceRules<Values>(schema),
];
