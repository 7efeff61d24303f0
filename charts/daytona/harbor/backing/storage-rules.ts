// Rules between the values of Harbor's image storage, for both paths where they can be set.

import { formatPath, pathOf, valueAt } from '../../../../lib/values/path';
import { complete } from '../../../../lib/values/schema/defaults';
import type { Rule } from '../../../../lib/values/validate';
import { imageStorageValues } from '../values/storage-values';
import type { HarborValues } from '../values/values';
import { imageStorage, onVolume } from './storage';

const DEFAULTS = complete(imageStorageValues(), {});

const REQUIRED = {
  s3: ['region', 'bucket'],
  azure: ['accountname', 'container'],
  gcs: ['bucket'],
} as const;

/** Placeholders in the Helm chart's documentation: harmless for other kinds of storage. */
const PLACEHOLDERS = ['bucketname', 'accountname', 'containername', 'base64encodedaccountkey'];

const BASE64 = /^[A-Za-z0-9+/\s]+=*\s*$/;

/** Reads step by step what may be absent, so that the path is recorded anyway. */
const along = (tree: unknown, path: readonly string[]): unknown =>
  path.reduce((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], tree);

export function storageRules<V>(select: (values: V) => HarborValues): Rule<V>[] {
  const short =
    (...path: string[]) =>
    (values: V) =>
      along(select(values).imageChartStorage, path);
  const long =
    (...path: string[]) =>
    (values: V) =>
      along(select(values).persistence.imageChartStorage, path);
  /** The path that the user has set. */
  const used = (values: V) => (select(values).imageChartStorage ? short : long);
  return [
    (values, report) => {
      const { enabled } = select(values);
      const storage = imageStorage(select(values));
      if (!enabled || onVolume(storage)) return;
      const type = storage.type as keyof typeof REQUIRED;
      for (const key of REQUIRED[type]) {
        const value = valueAt(storage, [type, key]);
        if (!value) report.error(used(values)(type, key), `is required with type ${type}`);
        else if (PLACEHOLDERS.includes(String(value))) {
          report.error(used(values)(type, key), `${value} is a placeholder`);
        }
      }
    },
    (values, report) => {
      const { enabled } = select(values);
      const { type, s3 } = imageStorage(select(values));
      if (!enabled || type !== 's3' || s3.existingSecret) return;
      const at = used(values);
      const secret = `${formatPath(pathOf(at('s3', 'existingSecret')))} with REGISTRY_STORAGE_S3_ACCESSKEY and REGISTRY_STORAGE_S3_SECRETKEY`;
      const message = `is required with type s3: Harbor cannot use the role of a node or ServiceAccount (or set ${secret})`;
      if (!s3.accesskey) report.error(at('s3', 'accesskey'), message);
      if (!s3.secretkey) report.error(at('s3', 'secretkey'), message);
    },
    (values, report) => {
      const { enabled } = select(values);
      const { type, s3 } = imageStorage(select(values));
      if (enabled && type === 's3' && s3.existingSecret && (s3.accesskey || s3.secretkey)) {
        report.error(
          used(values)('s3', 'existingSecret'),
          'conflicts with accesskey and secretkey: set one or the other',
        );
      }
    },
    (values, report) => {
      const { enabled } = select(values);
      const { type, azure, gcs } = imageStorage(select(values));
      if (enabled && type === 'azure' && !azure.accountkey && !azure.existingSecret) {
        report.error(used(values)('azure', 'accountkey'), 'is required with type azure, or existingSecret');
      }
      if (enabled && type === 'gcs' && !gcs.encodedkey && !gcs.existingSecret && !gcs.useWorkloadIdentity) {
        const message = 'is required with type gcs, or existingSecret or useWorkloadIdentity';
        report.error(used(values)('gcs', 'encodedkey'), message);
      }
    },
    (values, report) => {
      const { enabled } = select(values);
      const { type, azure, gcs } = imageStorage(select(values));
      if (enabled && type === 'azure' && PLACEHOLDERS.includes(azure.accountkey)) {
        report.error(used(values)('azure', 'accountkey'), 'is a placeholder');
      }
      if (enabled && type === 'gcs' && gcs.encodedkey && !BASE64.test(gcs.encodedkey)) {
        report.error(used(values)('gcs', 'encodedkey'), 'is not valid base64');
      }
    },
    (values, report) => {
      const { enabled } = select(values);
      const { filesystem, type } = imageStorage(select(values));
      if (enabled && type === 'filesystem' && !/^\/storage(\/|$)/.test(filesystem.rootdirectory)) {
        const message = 'must be /storage or below, where the volume is mounted';
        report.error(used(values)('filesystem', 'rootdirectory'), message);
      }
    },
    (values, report) => {
      const { enabled, imageChartStorage = {}, persistence } = select(values);
      if (!enabled) return;
      for (const path of leavesOf(imageChartStorage)) {
        const other = valueAt(persistence.imageChartStorage, path);
        const unset = other === undefined || other === valueAt(DEFAULTS, path);
        if (unset || other === valueAt(imageChartStorage, path)) continue;
        report.error(short(...path), `conflicts with ${formatPath(pathOf(long(...path)))}: set only one of them`);
      }
    },
  ];
}

function leavesOf(tree: object): string[][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? leavesOf(value).map((rest) => [key, ...rest]) : [[key]],
  );
}
