// Rules between the values of the backup.

import type { Rule } from '../../../../lib/values/validate';
import type { PostgresqlValues } from '../values';
import { usesKeys } from './store';
import type { BackupValues } from './values';

export function backupRules<V>(select: (values: V) => PostgresqlValues): Rule<V>[] {
  const active = (values: V): BackupValues | undefined => {
    const { enabled, backup } = select(values);
    return enabled && backup.enabled ? backup : undefined;
  };
  return [
    (values, report) => {
      const { enabled, backup } = select(values);
      if (enabled || !backup.enabled) return;
      report.error(
        (v) => select(v).backup.enabled,
        'requires postgresql.enabled: back up an external database where it runs',
      );
    },
    (values, report) => {
      const backup = active(values);
      if (!backup || backup.cronjob.storage.enabled || backup.s3.bucket) return;
      report.error(
        (v) => select(v).backup.enabled,
        'requires a place for the dumps: set backup.s3.bucket or backup.cronjob.storage.enabled',
      );
    },
    (values, report) => {
      const backup = active(values);
      if (!backup) return;
      const { bucket, region, endpoint, accessKey, secretKey, existingSecret } = backup.s3;
      const s3 = (v: V) => select(v).backup.s3;
      if (!bucket) {
        if (endpoint || usesKeys(backup)) report.error((v) => s3(v).bucket, 'is required with the other values of s3');
        return;
      }
      if (!region && !endpoint) report.error((v) => s3(v).region, 'is required on AWS');
      if (existingSecret && (accessKey || secretKey)) {
        report.error((v) => s3(v).existingSecret, 'conflicts with accessKey and secretKey: set only one of them');
      } else if (accessKey && !secretKey) {
        report.error((v) => s3(v).secretKey, 'is required with accessKey');
      } else if (secretKey && !accessKey) {
        report.error((v) => s3(v).accessKey, 'is required with secretKey');
      } else if (endpoint && !usesKeys(backup)) {
        report.error((v) => s3(v).accessKey, 'is required with an endpoint other than AWS (or set existingSecret)');
      }
      if (endpoint.startsWith('http:')) {
        report.warning((v) => s3(v).endpoint, 'dumps are sent without encryption: use https');
      }
    },
  ];
}
