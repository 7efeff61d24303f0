// The health of releases, according to the state that kubectl prints.

export { LiveObjects } from './live';
export { type ReleaseStatus, statusOf, type Unhealthy } from './status';
export { statusText } from './text';
