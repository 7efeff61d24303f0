// S3 policies of users.

import type { MinioValues } from './values';

/** The policy of Daytona's user. */
export const OWN_POLICY = 'daytona';

/** MinIO's built-in policies. */
export const CANNED_POLICIES = ['consoleAdmin', 'diagnostics', 'readonly', 'readwrite', 'writeonly'];

export const policyFile = (name: string): string => `${name}.json`;

/** Every policy as a file, by name. */
export function policyFiles(values: MinioValues): Record<string, string> {
  const all = [{ name: OWN_POLICY, statements: ownStatements(values) }, ...values.policies.map(written)];
  return Object.fromEntries(
    all.map(({ name, statements }) => [
      policyFile(name),
      `${JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)}\n`,
    ]),
  );
}

const arn = (path: string) => `arn:aws:s3:::${path}`;

/** Permission for everything in its buckets, and for listing them. */
function ownStatements({ buckets, user }: MinioValues): object[] {
  const names = [...buckets.map(({ name }) => name), ...user.bucketPrefixes.map((prefix) => `${prefix}*`)];
  return [
    { Effect: 'Allow', Action: ['s3:ListAllMyBuckets', 's3:GetBucketLocation'], Resource: [arn('*')] },
    { Effect: 'Allow', Action: ['s3:*'], Resource: names.flatMap((name) => [arn(name), arn(`${name}/*`)]) },
  ];
}

type Policy = MinioValues['policies'][number];

function written({ name, statements }: Policy): { readonly name: string; readonly statements: object[] } {
  return {
    name,
    statements: statements.map(({ effect, actions, resources, conditions }) => ({
      Effect: effect,
      Action: actions,
      ...(resources.length > 0 ? { Resource: resources } : {}),
      ...(conditions.length > 0 ? { Condition: conditionOf(conditions) } : {}),
    })),
  };
}

/** In S3, conditions with the same operator are one map. */
function conditionOf(conditions: Policy['statements'][number]['conditions']): Record<string, object> {
  const result: Record<string, object> = {};
  for (const [operator, pair] of conditions.flatMap((condition) => Object.entries(condition))) {
    result[operator] = { ...result[operator], ...(JSON.parse(`{${pair}}`) as object) };
  }
  return result;
}
