// All rules between the values of the platform.

import { commonRules } from '../../../lib/k8s/common';
import { publishedRule } from '../../../lib/k8s/published';
import { resourceRules } from '../../../lib/k8s/workload/resources';
import type { Rule } from '../../../lib/values/validate';
import { harborRules } from '../harbor';
import { minioRules } from '../minio';
import { postgresqlRules } from '../postgresql';
import { redisRules } from '../redis';
import { schema, type Values } from '../values';
import { addressRules } from './addresses';
import { connectionRules } from './connections';
import { credentialRules } from './credentials';
import { dexRules } from './dex';
import { environmentRules } from './environment';
import { imageRules } from './images';
import { routingRules } from './routes';
import { runnerRules } from './runner';
import { volumeRules } from './volumes';
import { workloadRules } from './workloads';

export const rules: readonly Rule<Values>[] = [
  ...commonRules,
  publishedRule,
  ...credentialRules,
  ...connectionRules,
  ...addressRules,
  ...dexRules,
  ...runnerRules,
  ...environmentRules,
  ...imageRules,
  ...workloadRules,
  ...routingRules,
  ...volumeRules,
  ...postgresqlRules((v: Values) => v.postgresql),
  ...redisRules((v: Values) => v.redis),
  ...minioRules((v: Values) => v.minio),
  ...harborRules((v: Values) => v.harbor, {
    database: (v) => !v.postgresql.enabled,
    redis: (v) => !v.redis.enabled,
  }),
  ...resourceRules<Values>(schema),
];
