// Rules between the values of runner and runner manager.

import type { Rule } from '../../../lib/values/validate';
import { accessRules } from '../../runner-manager/manager/access-rules';
import { isolatedSandboxes, knownRuntime } from '../../runner-manager/nodes/container-runtime';
import { lineOf } from '../../runner-manager/runner/image-line';
import { storeKeys } from '../credentials/credential-table';
import { ownImage } from '../images/own-image';
import { hasVolumes } from '../runner/volumes';
import type { Values } from '../values';
import { registrationRules } from './registration';

/** The gateway dials runners on this port. */
const GATEWAY_DIALS = 2220;

const imageOf = ({ services }: Values) => ownImage(services.runner.image);

export const runnerRules: readonly Rule<Values>[] = [
  knownRuntime((v: Values) => v.services.runner.env.CONTAINER_RUNTIME),
  isolatedSandboxes(
    (v: Values) => v.services.runner.env.CONTAINER_RUNTIME,
    (v) => v.services.runner.enabled,
    (v) => v.services.runner.dockerInstaller.enabled,
  ),
  ...registrationRules,
  (values, report) => {
    const { runner } = values.services;
    const lacks = runner.image.repository.endsWith('daytonaio/daytona-runner') && lineOf(imageOf(values)) === 'public';
    if (runner.enabled && lacks && hasVolumes(values)) {
      report.warning(
        (v) => v.services.runner.volumes.enabled,
        'is true, but the public runner image has no mount-s3: a sandbox with a volume does not start. Name an image with mount-s3 and systemd-run in services.runner.image, or set it to false',
      );
    }
  },
  ({ services: { runner } }, report) => {
    if (runner.enabled && runner.egressGuard.enabled && runner.egressGuard.interfaces.length === 0) {
      report.error((v) => v.services.runner.egressGuard.interfaces, 'is empty: the guard would block nothing');
    }
  },
  ({ services: { runner } }, report) => {
    const { API_PORT, SSH_GATEWAY_PORT, SSH_GATEWAY_ENABLE } = runner.env;
    if (runner.enabled && SSH_GATEWAY_ENABLE !== 'false' && API_PORT === SSH_GATEWAY_PORT) {
      report.error(
        (v) => v.services.runner.env.SSH_GATEWAY_PORT,
        `must differ from services.runner.env.API_PORT (${API_PORT}): both are ports on the node`,
      );
    }
  },
  ({ services: { runner } }, report) => {
    const { enabled, listenPort } = runner.registryProxy;
    const { API_PORT, SSH_GATEWAY_PORT, SSH_GATEWAY_ENABLE } = runner.env;
    const taken = [API_PORT, ...(SSH_GATEWAY_ENABLE === 'false' ? [] : [SSH_GATEWAY_PORT])];
    if (runner.enabled && enabled && taken.includes(listenPort)) {
      report.error(
        (v) => v.services.runner.registryProxy.listenPort,
        `${listenPort} is also a port of the runner: both are ports on the node`,
      );
    }
  },
  ({ services: { runner, sshGateway } }, report) => {
    const { SSH_GATEWAY_PORT } = runner.env;
    if (runner.enabled && sshGateway.enabled && SSH_GATEWAY_PORT !== GATEWAY_DIALS) {
      report.warning(
        (v) => v.services.runner.env.SSH_GATEWAY_PORT,
        `${SSH_GATEWAY_PORT}: the SSH gateway connects to port ${GATEWAY_DIALS}, unless your build differs`,
      );
    }
  },
  ({ services: { runner, runnermanager } }, report) => {
    const { PROVIDER_NAMESPACE } = runnermanager.env;
    if (runner.enabled && runnermanager.enabled && runner.namespace && PROVIDER_NAMESPACE) {
      if (PROVIDER_NAMESPACE !== runner.namespace) {
        report.error(
          (v) => v.services.runnermanager.env.PROVIDER_NAMESPACE,
          `differs from services.runner.namespace (${runner.namespace}): the manager would not find the runners`,
        );
      }
    }
  },
  (values, report) => {
    const { runner } = values.services;
    const readable = storeKeys(values).secretKey !== '' || runner.env.AWS_SECRET_ACCESS_KEY !== '';
    if (runner.enabled && runner.namespace && values.minio.enabled && !readable && !values.credentials.existingSecret) {
      report.error(
        (v) => v.services.runner.env.AWS_SECRET_ACCESS_KEY,
        "is required with services.runner.namespace: MinIO's Secret is in another namespace",
      );
    }
  },
  ...accessRules<Values>(
    (v) => v.services.runnermanager,
    (v) => v.services.runnermanager.enabled,
  ),
  ({ services: { runnermanager } }, report) => {
    if (runnermanager.enabled && runnermanager.env.PROVIDER_TYPE === 'aws') {
      report.warning(
        (v) => v.services.runnermanager.env.PROVIDER_TYPE,
        'is not implemented by the manager: all calls to its API would fail',
      );
    }
  },
];
