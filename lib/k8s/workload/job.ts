// Jobs: an applied Job is immutable, so its name ends in a hash of its spec.

import type { Construct } from 'constructs';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IJobSpec } from 'kubernetes-models/batch/v1/JobSpec';
import { DNS_LABEL_LIMIT, specHash, withHash } from '../../names/naming';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';
import type { Stage } from '../stage';

/** Options of `job`. */
export interface JobOptions {
  /** Name without the hash; shortened if both together would be too long. */
  readonly name: string;
  /** Labels of the Job. */
  readonly labels: Labels;
  /** Its spec. */
  readonly spec: IJobSpec;
  /** When it runs. */
  readonly stage: Stage;
  /** Annotations of the Job. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Job whose name ends in a short hash of its spec: a changed Job is a new one. Returns the name. */
export function job(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, spec, stage, annotations }: JobOptions,
): string {
  const full = withHash(name, specHash(spec), DNS_LABEL_LIMIT);
  new ApiObject(scope, id, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: release.metadata(full, labels, annotations),
    spec,
  } satisfies IJob);
  release.place('Job', full, stage);
  return full;
}
