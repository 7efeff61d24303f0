// What a cluster lacks for a release, from the state that kubectl prints.

export { type Missing, type Preflight, preflight } from './preflight';
export { stateOf } from './state';
export { preflightText } from './text';
