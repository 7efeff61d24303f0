import { Chart, Cron, Duration } from 'cdk8s';
import {
  ApiResource,
  ConcurrencyPolicy,
  CronJob,
  EnvValue,
  NetworkPolicy,
  NetworkPolicyPort,
  Role,
} from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { RunnerManager } from 'sandbox-charts';
import { toPods, toSecret, toServiceAccount } from 'sandbox-charts/plus';

/** A runner manager with what its operators add: a check of its API every hour, and permission to read events. */
export class OperatedRunnerManager extends Chart {
  constructor(scope: Construct, id: string, tokens: { readonly api: string; readonly system: string }) {
    super(scope, id, { namespace: 'runners', disableResourceNameHashes: true });
    const manager = new RunnerManager(this, 'manager', {
      values: {
        apiToken: tokens.api,
        daytona: { apiUrl: 'https://daytona.example.com/api', systemApiToken: tokens.system },
        runner: { enabled: false },
        placeholders: { count: 0 },
      },
    });
    const { workloads, secrets, serviceAccounts, services, urls } = manager.outputs;

    const role = new Role(this, 'events', { metadata: { name: 'runner-manager-events' } });
    role.allowRead(ApiResource.EVENTS);
    if (serviceAccounts.manager) role.bind(toServiceAccount(this, 'account', serviceAccounts.manager));

    const check = new CronJob(this, 'check', {
      metadata: { name: 'runner-manager-check' },
      schedule: Cron.hourly(),
      concurrencyPolicy: ConcurrencyPolicy.FORBID,
      startingDeadline: Duration.minutes(5),
    });
    const container = check.addContainer({
      name: 'curl',
      image: 'docker.io/curlimages/curl:8.11.1',
      command: ['sh', '-euc', 'curl -fsS -H "Authorization: Bearer $API_TOKEN" "$URL/health"'],
      envVariables: { URL: EnvValue.fromValue(urls.api) },
      securityContext: { user: 65534, group: 65534 },
      resources: {},
    });
    if (secrets.manager) {
      const secret = toSecret(this, 'tokens', secrets.manager);
      container.env.addVariable('API_TOKEN', EnvValue.fromSecretValue({ secret, key: 'API_TOKEN' }));
    }

    const policy = new NetworkPolicy(this, 'from-check', {
      metadata: { name: 'runner-manager-from-check' },
      selector: toPods(this, 'manager-pods', workloads.manager),
    });
    policy.addIngressRule(check, [NetworkPolicyPort.tcp(services.api.ports.http)]);
  }
}
