// Short names of kinds for the map: those of kubectl where they are common.

const SHORT: Readonly<Record<string, string>> = {
  'API server': 'api',
  CertificateSigningRequest: 'csr',
  Certificate: 'cert',
  Cloud: 'cloud',
  ClusterIssuer: 'cissuer',
  ClusterRole: 'crole',
  ClusterRoleBinding: 'crb',
  ClusterSecretStore: 'cstore',
  ConfigMap: 'cm',
  CronJob: 'cron',
  CustomResourceDefinition: 'crd',
  DaemonSet: 'ds',
  Deployment: 'deploy',
  ExternalSecret: 'extsec',
  HTTPRoute: 'route',
  HorizontalPodAutoscaler: 'hpa',
  Host: 'host',
  Ingress: 'ing',
  Issuer: 'issuer',
  Job: 'job',
  'Load balancer': 'lb',
  MutatingWebhookConfiguration: 'hook',
  Namespace: 'ns',
  NetworkPolicy: 'netpol',
  PersistentVolumeClaim: 'pvc',
  Pod: 'pod',
  PodDisruptionBudget: 'pdb',
  'Port of the node': 'port',
  PriorityClass: 'prio',
  ReplicaSet: 'rs',
  Role: 'role',
  RoleBinding: 'rb',
  Route: 'route',
  RuntimeClass: 'rtclass',
  SealedSecret: 'sealed',
  Secret: 'secret',
  SecretStore: 'store',
  Service: 'svc',
  ServiceAccount: 'sa',
  ServiceMonitor: 'mon',
  StatefulSet: 'sts',
  TCPRoute: 'route',
  ValidatingWebhookConfiguration: 'hook',
};

export const shortKind = (kind: string): string =>
  Object.hasOwn(SHORT, kind) ? (SHORT[kind] as string) : kind.toLowerCase().slice(0, 7);

const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  workload: ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet'],
  network: [
    'Gateway',
    'HTTPRoute',
    'Host',
    'Ingress',
    'Load balancer',
    'NetworkPolicy',
    'Port of the node',
    'Route',
    'Service',
    'TCPRoute',
  ],
  data: ['ConfigMap', 'PersistentVolumeClaim'],
  secret: ['Certificate', 'ExternalSecret', 'SealedSecret', 'Secret'],
  access: ['API server', 'Cloud', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'ServiceAccount'],
};

/** What a kind is about, for its color. */
export const familyOf = (kind: string): string =>
  Object.keys(FAMILIES).find((family) => FAMILIES[family]?.includes(kind)) ?? 'other';
