// Harbor's background jobs.

import type { Construct } from 'constructs';
import { stringify } from 'yaml';
import { configMap } from '../../../../lib/k8s/secret/config';
import { container, env } from '../../../../lib/k8s/workload/container';
import { httpProbe } from '../../../../lib/k8s/workload/probes';
import { sourceOf } from '../../connections/built-in';
import type { Harbor } from '../harbor';
import { addresses, labelsOf, names, PORTS } from './components';
import { metricsContainerPorts, metricsMonitor, metricsNames } from './metrics';
import { claimedVolume, deployment, harborPod, httpService, subPathOf } from './workload';

const LOGS = '/var/log/jobs';
const LOG_DAYS = 14;

export function jobservice(scope: Construct, harbor: Harbor): void {
  const { release, values, prefix, secrets, redis } = harbor;
  const name = names(prefix).jobservice;
  const labels = labelsOf(release, values, 'jobservice');
  const { jobservice: own } = values;
  const variables = `${name}-env`;
  configMap(scope, 'jobservice-config', release, { name, labels, data: { 'config.yml': configFile(harbor) } });
  configMap(scope, 'jobservice-env', release, { name: variables, labels, data: settings(harbor) });
  httpService(scope, 'jobservice', harbor, { name, labels, port: 'http-jobservice', component: 'jobservice' });
  metricsMonitor(scope, harbor, 'jobservice', { name, labels });
  const claim = values.persistence.persistentVolumeClaim.jobservice.jobLog;
  const logs = claimedVolume(scope, 'jobservice', harbor, claim, { volume: 'job-logs', name, labels });
  const template = harborPod(scope, harbor, {
    name,
    labels,
    component: own,
    trusts: true,
    containers: [
      {
        ...container(release, 'jobservice', own),
        envFrom: [{ configMapRef: { name: variables } }],
        env: env({
          ...redis.jobservice,
          CORE_SECRET: sourceOf(secrets.core),
          JOBSERVICE_SECRET: sourceOf(secrets.jobservice),
          REGISTRY_CREDENTIAL_PASSWORD: sourceOf(secrets.registryPassword),
        }),
        ports: [
          { name: 'http', containerPort: PORTS.server, protocol: 'TCP' },
          ...metricsContainerPorts(harbor, 'jobservice'),
        ],
        livenessProbe: httpProbe(own.livenessProbe, PORTS.server),
        readinessProbe: httpProbe(own.readinessProbe, PORTS.server),
        volumeMounts: [
          { name: 'jobservice-config', mountPath: '/etc/jobservice/config.yml', subPath: 'config.yml' },
          { name: 'job-logs', mountPath: LOGS, ...subPathOf(claim) },
        ],
      },
    ],
    volumes: [{ name: 'jobservice-config', configMap: { name } }, logs],
  });
  deployment(scope, 'jobservice', harbor, {
    name,
    labels,
    replicas: own.replicas,
    budget: own.podDisruptionBudget,
    ownsVolume: values.persistence.enabled && claim.accessMode !== 'ReadWriteMany',
    template,
  });
}

/** Without the address of Redis, which comes from an environment variable, including the password. */
function configFile({ values }: Harbor): string {
  const level = values.logLevel.toUpperCase();
  const { enabled, jobservice } = values.metrics;
  const document = {
    protocol: 'http',
    port: PORTS.server,
    worker_pool: {
      workers: values.jobservice.maxJobWorkers,
      backend: 'redis',
      redis_pool: { namespace: 'harbor_job_service_namespace', idle_timeout_second: 3600 },
    },
    job_loggers: [
      {
        name: 'FILE',
        level,
        settings: { base_dir: LOGS },
        sweeper: { duration: LOG_DAYS, settings: { work_dir: LOGS } },
      },
    ],
    loggers: [{ name: 'STD_OUTPUT', level }],
    metric: { enabled, path: jobservice.path, port: jobservice.port },
    reaper: { max_update_hours: 24, max_dangling_hours: 168 },
  };
  return stringify(document, { version: '1.1', lineWidth: 0 });
}

function settings(harbor: Harbor): Record<string, string> {
  const { values, prefix } = harbor;
  const to = addresses(prefix);
  return {
    CORE_URL: to.core,
    TOKEN_SERVICE_URL: to.token,
    REGISTRY_URL: to.registry,
    REGISTRY_CONTROLLER_URL: to.controller,
    REGISTRY_CREDENTIAL_USERNAME: values.registry.credentials.username,
    JOBSERVICE_WEBHOOK_JOB_MAX_RETRY: '3',
    JOBSERVICE_WEBHOOK_JOB_HTTP_CLIENT_TIMEOUT: '3',
    NO_PROXY: [...Object.values(names(prefix)), '127.0.0.1', 'localhost', '.local', '.internal'].join(','),
    ...metricsNames(harbor, 'jobservice'),
  };
}
