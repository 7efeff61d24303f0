// Property tests use new random values on each local run, but one fixed seed in CI, so that a failure comes from the change.

import fc from 'fast-check';

if (process.env.CI === 'true') fc.configureGlobal({ seed: 19700101 });
