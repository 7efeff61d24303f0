// Rules between the values of the built-in Harbor.

import { classRule } from '../../../lib/k8s/network/ingress';
import type { Rule } from '../../../lib/values/validate';
import type { Shared } from './backing/shared';
import { imageStorage, onVolume } from './backing/storage';
import { storageRules } from './backing/storage-rules';
import { harborCredentialRules } from './credential-rules';
import { harborMetricsRules } from './metrics-rules';
import { behindNginx, hostOf, isName } from './public-address';
import type { HarborValues } from './values/values';

export function harborRules<V>(select: (values: V) => HarborValues, shared: Shared<V>): Rule<V>[] {
  return [
    ...harborCredentialRules(select, shared),
    ...externalServices(select, shared),
    ...volumes(select),
    ...storageRules(select),
    (values, report) => {
      const { enabled, registry } = select(values);
      const { username, htpasswdString, existingSecret } = registry.credentials;
      if (enabled && htpasswdString && !existingSecret && !htpasswdString.startsWith(`${username}:`)) {
        report.error((v) => select(v).registry.credentials.htpasswdString, `must be an entry for the user ${username}`);
      }
    },
    classRule(
      (v) => select(v).expose.ingress,
      (v) => select(v).enabled && select(v).expose.type === 'ingress',
    ),
    (values, report) => {
      const { enabled, expose, externalURL } = select(values);
      const host = expose.ingress.hosts.core;
      if (enabled && expose.type === 'ingress' && externalURL && host && hostOf(externalURL) !== host) {
        report.error(
          (v) => select(v).externalURL,
          `must have the same host as expose.ingress.hosts.core (${host}): clients get tokens there`,
        );
      }
    },
    (values, report) => {
      const { enabled, expose, externalURL } = select(values);
      const named = expose.ingress.hosts.core !== '' || externalURL === '' || isName(hostOf(externalURL));
      if (enabled && expose.type === 'ingress' && !named) {
        report.error((v) => select(v).externalURL, 'must have a host name: an Ingress does not support IP addresses');
      }
    },
    (values, report) => {
      const { enabled, expose, externalURL } = select(values);
      const secure = externalURL.startsWith('https:');
      if (enabled && expose.type !== 'none' && externalURL && secure !== expose.tls.enabled) {
        report.warning((v) => select(v).externalURL, `does not match expose.tls.enabled (${expose.tls.enabled})`);
      }
    },
    ...exposed(select),
    ...harborMetricsRules(select),
  ];
}

function exposed<V>(select: (values: V) => HarborValues): Rule<V>[] {
  return [
    (values, report) => {
      const { enabled, expose } = select(values);
      if (enabled && behindNginx({ expose }) && expose.tls.enabled && expose.tls.certSource === 'none') {
        report.error(
          (v) => select(v).expose.tls.certSource,
          `is for an Ingress: with type ${expose.type} it must be secret or auto`,
        );
      }
    },
    (values, report) => {
      const { enabled, expose, externalURL } = select(values);
      const { enabled: secure, certSource } = expose.tls;
      const host = hostOf(externalURL);
      if (enabled && expose.type !== 'none' && secure && certSource === 'auto' && host && !isName(host)) {
        report.error(
          (v) => select(v).externalURL,
          'must have a host name: certSource auto does not create certificates for IP addresses',
        );
      }
    },
    (values, report) => {
      const { enabled, expose } = select(values);
      if (!enabled || !behindNginx({ expose }) || !expose.tls.enabled) return;
      const { type, clusterIP, nodePort, loadBalancer } = expose;
      const twice = 'must differ from the HTTP port';
      if (type === 'nodePort') {
        const { http, https } = nodePort.ports;
        if (http.port === https.port) report.error((v) => select(v).expose.nodePort.ports.https.port, twice);
        if (http.nodePort === https.nodePort) {
          report.error((v) => select(v).expose.nodePort.ports.https.nodePort, twice);
        }
      }
      const same = ({ ports }: typeof clusterIP | typeof loadBalancer) => ports.httpPort === ports.httpsPort;
      if (type === 'clusterIP' && same(clusterIP)) {
        report.error((v) => select(v).expose.clusterIP.ports.httpsPort, twice);
      }
      if (type === 'loadBalancer' && same(loadBalancer)) {
        report.error((v) => select(v).expose.loadBalancer.ports.httpsPort, twice);
      }
    },
  ];
}

/** An external service must be set, unless the platform's can be shared. */
function externalServices<V>(select: (values: V) => HarborValues, shared: Shared<V>): Rule<V>[] {
  return [
    (values, report) => {
      const { enabled, database } = select(values);
      if (enabled && database.type === 'external' && !database.external.host && !shared.database(values)) {
        report.error(
          (v) => select(v).database.external.host,
          'is required with type external, unless postgresql.enabled is false and externalDatabase is used',
        );
      }
    },
    (values, report) => {
      const { enabled, redis } = select(values);
      if (enabled && redis.type === 'external' && !redis.external.addr && !shared.redis(values)) {
        report.error(
          (v) => select(v).redis.external.addr,
          'is required with type external, unless redis.enabled is false and externalRedis is used',
        );
      }
    },
    (values, report) => {
      const { enabled, redis } = select(values);
      const { addr, coreDatabaseIndex } = redis.external;
      if (enabled && redis.type === 'external' && !addr && shared.redis(values) && coreDatabaseIndex === '0') {
        report.error(
          (v) => select(v).redis.external.coreDatabaseIndex,
          'must not be 0 with externalRedis: Daytona stores its own data there',
        );
      }
    },
    (values, report) => {
      const { enabled, redis } = select(values);
      if (enabled && redis.type === 'external' && redis.external.username) {
        report.warning(
          (v) => select(v).redis.external.username,
          'is not used by the registry, which logs in with the password only: the user default must accept that password',
        );
      }
    },
  ];
}

/** A volume that only one pod can write to allows only one pod. */
function volumes<V>(select: (values: V) => HarborValues): Rule<V>[] {
  return [
    (values, report) => {
      const all = select(values);
      const { accessMode } = all.persistence.persistentVolumeClaim.registry;
      const alone = onVolume(imageStorage(all)) && (!all.persistence.enabled || accessMode !== 'ReadWriteMany');
      if (all.enabled && all.registry.replicas > 1 && alone) {
        report.error(
          (v) => select(v).registry.replicas,
          'must be 1: more pods require a bucket, or a volume with accessMode ReadWriteMany',
        );
      }
    },
    (values, report) => {
      const { enabled, jobservice, persistence } = select(values);
      const { accessMode } = persistence.persistentVolumeClaim.jobservice.jobLog;
      if (enabled && jobservice.replicas > 1 && persistence.enabled && accessMode !== 'ReadWriteMany') {
        report.error(
          (v) => select(v).jobservice.replicas,
          'must be 1: more pods require a volume with accessMode ReadWriteMany',
        );
      }
    },
  ];
}
