// What the shipped values for AWS promise: images from ECR, and RDS, ElastiCache and S3 for Daytona and Harbor.

import { join } from 'node:path';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IService } from 'kubernetes-models/v1/Service';
import { system } from '../../../charts/daytona';
import { Inventory } from '../../../lib/render/checks/inventory';
import { readLayer } from '../../../lib/values/file/load';
import { only, render, rendered } from '../../support/render';

const FILE = join(__dirname, '..', '..', '..', 'charts', 'daytona', 'aws.values.yaml');
const values = readLayer('aws.values.yaml', FILE).apply({});
const release = render(system, values);
const { objects, externals, notes } = release;

const ECR = '123456789012.dkr.ecr.us-west-1.amazonaws.com/';
const RDS = 'daytona.abcdefghijkl.us-west-1.rds.amazonaws.com';
const ELASTICACHE = 'master.daytona.abcdef.usw1.cache.amazonaws.com';

function environment(deployment: string, container: string): Record<string, unknown> {
  const { spec } = only<IDeployment>(release, 'Deployment', deployment);
  const found = spec?.template.spec?.containers.find(({ name }) => name === container);
  return Object.fromEntries((found?.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
}
const settings = (name: string) => only(release, 'ConfigMap', name).data as Record<string, string>;
const secret = (name: string, key: string) => ({ secretKeyRef: { name, key } });

test("every image comes from ECR, including Harbor's and the images for sandboxes", () => {
  const { pods } = new Inventory(objects, externals);
  const images = pods.flatMap(({ spec }) =>
    [...spec.containers, ...(spec.initContainers ?? [])].map(({ image }) => image),
  );
  expect(images).toContain(`${ECR}goharbor/harbor-core:v2.14.0`);
  expect(images.filter((image) => !image?.startsWith(ECR))).toEqual([]);
  expect(environment('daytona-api', 'api').DEFAULT_SNAPSHOT_IMAGE_NAME).toMatch(ECR);
  expect(environment('daytona-runnermanager', 'runnermanager').PLACEHOLDER_POD_IMAGE).toMatch(ECR);
});

test('RDS has the data of both, and its certificate is verified', () => {
  expect(environment('daytona-api', 'api')).toMatchObject({
    DB_HOST: RDS,
    DB_PORT: '5432',
    DB_PASSWORD: secret('daytona-rds', 'database-password'),
    DB_TLS_ENABLED: 'true',
    DB_TLS_REJECT_UNAUTHORIZED: 'true',
  });
  expect(settings('daytona-harbor-core')).toMatchObject({
    POSTGRESQL_HOST: RDS,
    POSTGRESQL_DATABASE: 'registry',
    POSTGRESQL_SSLMODE: 'verify-full',
  });
});

test('ElastiCache serves both over TLS, each in its own databases', () => {
  expect(environment('daytona-api', 'api')).toMatchObject({
    REDIS_HOST: ELASTICACHE,
    REDIS_TLS: 'true',
    REDIS_PASSWORD: secret('daytona-elasticache', 'redis-password'),
  });
  const { _REDIS_URL_CORE: core } = environment('daytona-harbor-core', 'core');
  expect(core).toBe(`rediss://:$(REDIS_PASSWORD)@${ELASTICACHE}:6379/6`);
});

test.each(['registry', 'registryctl'])("Harbor's %s gets the S3 keys from the Secret", (container) => {
  expect(settings('daytona-harbor-registry')['config.yml']).toContain(
    '  s3:\n    region: us-west-1\n    bucket: daytona-sandbox-images\n',
  );
  expect(environment('daytona-harbor-registry', container)).toMatchObject({
    REGISTRY_STORAGE_S3_ACCESSKEY: secret('harbor-s3-secret', 'REGISTRY_STORAGE_S3_ACCESSKEY'),
    REGISTRY_STORAGE_S3_SECRETKEY: secret('harbor-s3-secret', 'REGISTRY_STORAGE_S3_SECRETKEY'),
  });
});

test('S3 keys can also be set in the values, and are then in a Secret', () => {
  const keys = { existingSecret: '', accesskey: 'AKIAEXAMPLE', secretkey: 'Zx81-of-an-iam-user' };
  const { objects: all } = rendered(system, [values, { harbor: { imageChartStorage: { s3: keys } } }]);
  const open = all.filter(({ kind }) => kind !== 'Secret');
  expect(JSON.stringify(open)).not.toMatch(/AKIAEXAMPLE|Zx81-of-an-iam-user/);
  const held = all
    .filter(({ kind }) => kind === 'Secret')
    .flatMap(({ data = {}, stringData = {} }) => [
      ...Object.values(data as Record<string, string>).map((text) => Buffer.from(text, 'base64').toString()),
      ...Object.values(stringData as Record<string, string>),
    ]);
  expect(held).toEqual(expect.arrayContaining(['AKIAEXAMPLE', 'Zx81-of-an-iam-user']));
});

test('the API stores volumes in S3', () => {
  expect(environment('daytona-api', 'api')).toMatchObject({
    S3_ENDPOINT: 'https://s3.us-west-1.amazonaws.com',
    S3_REGION: 'us-west-1',
    S3_DEFAULT_BUCKET: 'daytona-volumes',
    S3_ACCESS_KEY: secret('daytona-credentials', 'S3_ACCESS_KEY'),
  });
});

test('the SSH gateway is behind a Network Load Balancer', () => {
  const { spec, metadata } = only<IService>(release, 'Service', 'daytona-ssh-gateway');
  expect(spec).toMatchObject({ type: 'LoadBalancer' });
  expect(metadata?.annotations).toMatchObject({
    'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
    'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
    'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
  });
});

const policy = (partition: string, bucket: string) =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
          Resource: [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`],
        },
      ],
    },
    null,
    2,
  );

test('the IAM policies of both buckets are listed', () => {
  expect(notes).toEqual([
    `IAM policy of Harbor's keys for the bucket daytona-sandbox-images:\n${policy('aws', 'daytona-sandbox-images')}`,
    `IAM policy of the API's keys for the bucket daytona-volumes:\n${policy('aws', 'daytona-volumes')}`,
  ]);
});

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s, the ARNs begin with %s', (region, partition) => {
  const elsewhere = { harbor: { imageChartStorage: { s3: { region } } } };
  expect(rendered(system, [values, elsewhere]).notes[0]).toContain(policy(partition, 'daytona-sandbox-images'));
});
