// Keys of MinIO's chart that the built-in MinIO does not have, and what to write instead.

import { because } from '../../../lib/values/foreign/helm-keys';

const FIXED = 'fixed here: remove this key';

export const droppedOfMinio = {
  ...because(FIXED, [
    ...['minioAPIPort', 'minioConsolePort', 'certsPath', 'configPathmc', 'mountPath', 'bucketRoot', 'deploymentUpdate'],
    ...['statefulSetUpdate'],
  ]),
  ...because('one Job creates buckets, users and policies: write its resources as minio.postJob.resources', [
    ...['makePolicyJob', 'makeUserJob', 'makeBucketJob', 'makeServiceAccountJob', 'customCommandJob'],
  ]),
  ...because('distributed mode has one drive per server and one pool: write their number as minio.replicas', [
    ...['drivesPerNode', 'pools'],
  ]),
  ...because('no Ingress is rendered: add one as the top-level extraObjects', ['ingress', 'consoleIngress']),
  ...because('not supported: use S3, or set the variables with patches', ['oidc', 'etcd']),
  svcaccts: 'write further access keys as minio.users',
  trustedCertsSecret: 'write the certificate of the server as minio.tls',
  ignoreChartChecksums: 'a changed Secret always restarts the pods: remove this key',
};

export const droppedOfPostJob = because('not a value here: set the field of the rendered Job with patches', [
  ...['podAnnotations', 'annotations', 'securityContext', 'nodeSelector', 'tolerations', 'affinity'],
]);
