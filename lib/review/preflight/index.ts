// What a release needs and a cluster does not have, according to the state that kubectl prints.

export { type Missing, type Preflight, preflight } from './preflight';
export { type ClusterState, stateOf } from './state';
export { preflightText } from './text';
