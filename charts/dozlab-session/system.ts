// A lab session: one pod with a Firecracker VM, a web terminal and VS Code.

import type { Construct } from 'constructs';
import type { IPod } from 'kubernetes-models/v1/Pod';
import type { Labels } from '../../lib/k8s/labels';
import { ApiObject } from '../../lib/k8s/object/api-object';
import type { Release } from '../../lib/k8s/release';
import { existingSecret, type SecretHandle, secret } from '../../lib/k8s/secret/config';
import { podTemplate } from '../../lib/k8s/workload/pod';
import type { System } from '../../lib/render/system';
import { about } from './about';
import { access } from './access';
import { codeServer, firecracker, initRootfs, networkSetup, terminal } from './containers';
import { namespaceLimits } from './namespace-limits';
import { rules } from './rules';
import { type Names, type Session, sessionNames } from './session';
import { schema, type Values } from './values';
import { volumes } from './volumes';

/** The chart for the command line. To render it in your own construct tree, use the construct. */
export const system: System<typeof schema> = {
  ...about,
  defaultNamespace: 'default',
  longestSuffix: '-vscode-data'.length,
  stages: ['main'],
  schema,
  rules,
  adoption: () => (require('./adoption') as typeof import('./adoption')).adoption,
  removal: () => (require('./removal') as typeof import('./removal')).removal,
  rotations: () => (require('./rotation') as typeof import('./rotation')).rotations,
  build(scope, release, values) {
    const names = sessionNames(release, values);
    const { id, userId } = values.session;
    const labels = release.labels(
      'session',
      { app: 'lab-environment', 'session-id': id },
      { ...values.labels, 'user-id': userId },
    );
    const session: Session = {
      release,
      values,
      labels,
      names,
      password: password(scope, release, values, names, labels),
    };
    pod(scope, session);
    access(scope, session);
    namespaceLimits(scope, session);
  },
};

function password(
  scope: Construct,
  release: Release,
  { codeServer }: Values,
  names: Names,
  labels: Labels,
): SecretHandle {
  const { existingSecret: existing, secretKey, password: text } = codeServer;
  if (existing) return existingSecret(release, existing, [secretKey]);
  return secret(scope, 'secret', release, { name: names.secret, labels, data: { [secretKey]: text } });
}

function pod(scope: Construct, session: Session): void {
  const { release, values, labels, names } = session;
  const { activeDeadlineSeconds, restartPolicy, rootfs } = values;
  const by = `Pod ${release.namespace}/${names.pod}, container init-rootfs, variable IMAGE_DOWNLOAD_URL`;
  release.machineImages.push({ name: rootfs.imageUrl, source: 'download', by });
  const { ssh } = values.terminal;
  if (ssh.existingSecret) release.external('Secret', ssh.existingSecret, [ssh.key]);
  const { metadata, spec } = podTemplate(release, {
    labels,
    settings: {},
    spec: {
      ...(activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds }),
      restartPolicy,
      initContainers: [initRootfs(session), networkSetup(session)],
      containers: [firecracker(session), terminal(session), codeServer(session)],
      volumes: volumes(scope, session),
    },
  });
  const own = release.metadata(names.pod, labels);
  new ApiObject(scope, 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...own, ...metadata, labels: { ...own.labels, ...metadata.labels } },
    spec,
  } satisfies IPod);
}
