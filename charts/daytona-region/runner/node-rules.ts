// Rules between the values of the containers that prepare sandbox nodes and limit sandboxes.

import type { Rule } from '../../../lib/values/validate';
import { lineOf } from '../../runner-manager/runner/image-line';
import type { Values } from '../values';
import { runnerTag } from './image';

const isOn = ({ services }: Values): boolean => services.runner.enabled;

const INSTALLER = 'services.runner.dockerInstaller.enabled';
const MAIN = 'services.runner.mainContainer.enabled';

const installer: readonly Rule<Values>[] = [
  (values, report) => {
    const { sandboxIsolation, dockerInstaller } = values.services.runner;
    if (isOn(values) && sandboxIsolation.enabled && !dockerInstaller.enabled) {
      report.error(
        (v) => v.services.runner.sandboxIsolation.enabled,
        `requires ${INSTALLER}, which sets it up: set it to false, and isolate sandboxes with the image of your nodes`,
      );
    }
  },
  (values, report) => {
    const { dockerInstaller, buildkit } = values.services.runner;
    if (!isOn(values) || dockerInstaller.enabled) return;
    const message = `has no effect without ${INSTALLER}`;
    if (buildkit.dns.nameservers.length > 0) report.warning((v) => v.services.runner.buildkit.dns.nameservers, message);
    if (dockerInstaller.dynamicHostAliases.length > 0) {
      report.warning((v) => v.services.runner.dockerInstaller.dynamicHostAliases, message);
    }
    if (dockerInstaller.insecureRegistries.length > 0) {
      report.warning((v) => v.services.runner.dockerInstaller.insecureRegistries, message);
    }
  },
  (values, report) => {
    const { nameservers, searchDomains, options } = values.services.runner.buildkit.dns;
    if (isOn(values) && nameservers.length === 0 && searchDomains.length + options.length > 0) {
      report.error(
        (v) => v.services.runner.buildkit.dns.nameservers,
        'is required with searchDomains or options: without it, nothing is written',
      );
    }
  },
  (values, report) => {
    if (isOn(values) && values.services.runner.docker.daemonConfig.enabled) {
      report.warning(
        (v) => v.services.runner.docker.daemonConfig.enabled,
        'has no effect: runners use the Docker of their node, whose settings are those of services.runner.dockerInstaller',
      );
    }
  },
  (values, report) => {
    const { daemonInstaller, mainContainer } = values.services.runner;
    if (isOn(values) && daemonInstaller.enabled && lineOf({ tag: runnerTag(values) }) === 'kubernetes') {
      report.warning(
        (v) => v.services.runner.daemonInstaller.enabled,
        'is for runners of the public line: those of the k8s line use env.DAEMON_BINARIES_DIR',
      );
    }
    if (isOn(values) && !daemonInstaller.enabled && !mainContainer.enabled) {
      report.warning(
        (v) => v.services.runner.daemonInstaller.enabled,
        `is false: sandboxes do not start unless your nodes have their programs in ${daemonInstaller.hostSrcDir}`,
      );
    }
  },
];

const network: readonly Rule<Values>[] = [
  (values, report) => {
    const { networkPolicy: own, dockerInstaller } = values.services.runner;
    if (!isOn(values) || !own.enabled || dockerInstaller.dns.length > 0) return;
    const blocked = own.policyMode === 'allowlist' || own.blockCIDRs.length > 0;
    if (blocked) {
      report.warning(
        (v) => v.services.runner.dockerInstaller.dns,
        `is empty: sandboxes use the DNS servers of their node, which a ${own.policyMode} may block. Set servers that sandboxes can reach`,
      );
    }
  },
  (values, report) => {
    const { networkPolicy: own } = values.services.runner;
    if (!isOn(values) || !own.enabled) return;
    if (own.interfaces.length === 0) {
      report.error((v) => v.services.runner.networkPolicy.interfaces, 'is empty: the rules would apply to nothing');
    }
    if (own.policyMode === 'blocklist' && own.blockCIDRs.length === 0 && own.blockHostPorts.length === 0) {
      report.error(
        (v) => v.services.runner.networkPolicy.blockCIDRs,
        'is empty, as is blockHostPorts: nothing is blocked',
      );
    }
  },
  (values, report) => {
    const { networkPolicy: own, dockerInstaller } = values.services.runner;
    if (isOn(values) && own.enabled && own.image === dockerInstaller.image) {
      report.error(
        (v) => v.services.runner.networkPolicy.image,
        `${own.image} is the image of the installer, which uses the programs of the node: this one must contain iptables. Remove the key`,
      );
    }
  },
];

const volumes: readonly Rule<Values>[] = [
  (values, report) => {
    const { volumes: own, mainContainer } = values.services.runner;
    if (isOn(values) && own.backend !== '' && !mainContainer.enabled) {
      report.error(
        (v) => v.services.runner.volumes.backend,
        `requires ${MAIN}: pods that the manager creates have no mount for volumes`,
      );
    }
  },
  (values, report) => {
    const { volumes: own } = values.services.runner;
    if (!isOn(values)) return;
    if (own.gcs.credentialsFile !== '' && own.backend !== 'gcs') {
      report.warning((v) => v.services.runner.volumes.gcs.credentialsFile, 'has no effect: backend is not gcs');
    }
    if (own.rclone.extraArgs.length > 0 && own.backend !== 'rclone') {
      report.warning((v) => v.services.runner.volumes.rclone.extraArgs, 'has no effect: backend is not rclone');
    }
    if (own.backend === 'gcs' && own.gcs.credentialsFile === '') {
      report.warning(
        (v) => v.services.runner.volumes.gcs.credentialsFile,
        'is empty: gcsfuse then needs the role of the node, and gets no variables of the runner',
      );
    }
  },
];

export const nodeRules: readonly Rule<Values>[] = [...installer, ...network, ...volumes];
