// The Jobs that migrate the database: all migrations for a new one; otherwise one set before and one after the new API.

import type { Construct } from 'constructs';
import type { IContainer } from 'kubernetes-models/v1/Container';
import { readScript } from '../../../lib/k8s/script';
import type { Stage } from '../../../lib/k8s/stage';
import { container, type EnvValue, env } from '../../../lib/k8s/workload/container';
import { withExtras } from '../../../lib/k8s/workload/extras';
import { job } from '../../../lib/k8s/workload/job';
import { podTemplate } from '../../../lib/k8s/workload/pod';
import { COMPONENTS, objectName } from '../connections/addresses';
import type { Database } from '../connections/connections';
import { PATIENCE_SECONDS, TMP, tokenVolume, waiting } from '../connections/waiting';
import type { Platform } from '../platform';
import { type ApiPod, VERSION_ANNOTATION } from './pod';

/** The folder of the chart, where the scripts are. */
const CHART = `${__dirname}/..`;

/** Only for the API: Jobs with these variables would run again whenever they change. */
const API_ONLY: ReadonlySet<string> = new Set([
  'PROXY_TEMPLATE_URL',
  'OPENFEATURE_FORCE_ENABLED_FLAGS',
  'DEFAULT_RUNNER_NAME',
  'DEFAULT_RUNNER_API_KEY',
  'DEFAULT_RUNNER_API_VERSION',
  'DEFAULT_RUNNER_DOMAIN',
  'DEFAULT_RUNNER_API_URL',
  'DEFAULT_RUNNER_PROXY_URL',
]);

/** Written by one container of the first Job, read by the other. */
const MARK = `${TMP.mountPath}/api-at-work`;

const RETRIES = 3;

/** The first set needs the database; the others need each other and the API. */
const STAGE = { init: 'before-2', 'pre-deploy': 'before-3', 'post-deploy': 'after' } as const satisfies Record<
  string,
  Stage
>;

interface Migration {
  readonly set: keyof typeof STAGE;
  readonly initContainers: readonly IContainer[];
  readonly container: Pick<IContainer, 'command' | 'args'> & { readonly env?: Readonly<Record<string, EnvValue>> };
}

/** The Jobs before the API. Returns their names in the order in which they run. */
export function migrateBefore(scope: Construct, platform: Platform, pod: ApiPod): readonly string[] {
  const name = objectName(platform.release, COMPONENTS.api);
  const { wait } = platform.values.services.api.migrations;
  const script = 'migration:run:init';
  const first = migration(scope, platform, pod, {
    set: 'init',
    initContainers: wait
      ? [waiting(platform, { name: 'is-installed', script: 'is-installed.sh', env: { DEPLOYMENT: name, MARK } })]
      : [],
    container: wait
      ? { command: ['/bin/sh', '-c', readScript(CHART, 'migrate-new.sh')], args: [script], env: { MARK } }
      : { command: ['yarn'], args: [script] },
  });
  const second = migration(scope, platform, pod, {
    set: 'pre-deploy',
    initContainers: wait ? [waitForJob(platform, first)] : [],
    container: { command: ['yarn'], args: ['migration:run:pre-deploy'] },
  });
  return [first, second];
}

/** The Job after the API: it removes what only the previous version needed. `version` is the Deployment's. */
export function migrateAfter(scope: Construct, platform: Platform, pod: ApiPod, version: string): void {
  const { wait } = platform.values.services.api.migrations;
  const rollout = waiting(platform, {
    name: 'wait-for-api',
    script: 'wait-for-rollout.sh',
    env: {
      DEPLOYMENT: objectName(platform.release, COMPONENTS.api),
      ANNOTATION: VERSION_ANNOTATION,
      VERSION: version,
      PATIENCE_SECONDS,
    },
  });
  migration(scope, platform, pod, {
    set: 'post-deploy',
    initContainers: wait ? [rollout] : [],
    container: { command: ['yarn'], args: ['migration:run:post-deploy'] },
  });
}

export const waitForJob = (platform: Platform, name: string): IContainer =>
  waiting(platform, { name: 'wait-for-migrations', script: 'wait-for-job.sh', env: { JOB: name, PATIENCE_SECONDS } });

function migration(
  scope: Construct,
  platform: Platform,
  pod: ApiPod,
  { set, initContainers, container: own }: Migration,
): string {
  const { release, values, database } = platform;
  const { api } = values.services;
  const labels = release.labels(COMPONENTS.migration);
  const variables = Object.fromEntries(Object.entries(pod.env).filter(([variable]) => !API_ONLY.has(variable)));
  const settings = { ...pod.container, resources: api.migrations.resources };
  const template = podTemplate(release, {
    labels,
    settings: api,
    spec: {
      serviceAccountName: pod.account,
      restartPolicy: 'Never',
      initContainers: [
        {
          ...container(release, 'wait-for-database', settings),
          command: ['node', '-e', readScript(CHART, 'wait-for-database.js')],
          env: env({ DB_HOST: database.host, DB_PORT: database.port, PATIENCE_SECONDS: 600 }),
        },
        ...initContainers,
      ],
      containers: [
        withExtras(
          {
            ...container(release, 'migration', settings),
            ...own,
            env: env({ ...variables, PGSSLMODE: sslMode(database), ...own.env }),
            volumeMounts: [...pod.volumeMounts],
          },
          { ...api, extraEnv: [...pod.extraEnv] },
        ),
      ],
      volumes: [...pod.volumes, ...(api.migrations.wait ? [tokenVolume(release)] : []), ...api.extraVolumes],
    },
  });
  return job(scope, `migration-${set}`, release, {
    name: objectName(release, `${COMPONENTS.migration}-${set}`),
    labels,
    spec: { backoffLimit: RETRIES, template },
    stage: STAGE[set],
  });
}

/** The connection of the migrations uses only this variable for TLS. */
function sslMode({ tls }: Database): string | undefined {
  if (!tls?.enabled) return undefined;
  return tls.verified ? 'verify-full' : 'no-verify';
}
