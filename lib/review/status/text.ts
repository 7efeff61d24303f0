// The status as text.

import { visible } from '../../values/visible';
import type { ReleaseStatus, Unhealthy } from './status';

export const statusText = (all: readonly ReleaseStatus[]): string =>
  all
    .map((one) =>
      linesOf(one)
        .map((line) => `${visible(line)}\n`)
        .join(''),
    )
    .join('');

const SHOWN = 3;

function linesOf({ release, healthy, healthyObjects, unhealthy, notes, unknown }: ReleaseStatus): string[] {
  if (healthyObjects === 0 && unhealthy.length > 0 && unhealthy.every(({ health }) => health === 'missing')) {
    return [`${release}: none of its objects exist in the cluster`];
  }
  const counts = [
    ...(healthy ? [] : [`${unhealthy.length} not healthy`]),
    `${healthyObjects} healthy`,
    ...(unknown.length > 0 ? [`${unknown.length} not checked`] : []),
  ];
  const more = unknown.length > SHOWN ? ` and ${unknown.length - SHOWN} more` : '';
  return [
    `${release}: ${counts.join(', ')}`,
    ...unhealthy.flatMap(unhealthyLines),
    ...notes.map((note) => `  note: ${note}`),
    ...(unknown.length > 0
      ? [`  not checked, because the state has none of their kind: ${unknown.slice(0, SHOWN).join(', ')}${more}`]
      : []),
  ];
}

function unhealthyLines({ object, health, why, details }: Unhealthy): string[] {
  const more = details.length > SHOWN ? [`and ${details.length - SHOWN} more`] : [];
  return [`  ${health}: ${object}: ${why}`, ...[...details.slice(0, SHOWN), ...more].map((detail) => `    ${detail}`)];
}
