// Properties explore anew on every run at a desk; CI repeats one seed, so that a red build speaks of its change.

import fc from 'fast-check';

if (process.env.CI === 'true') fc.configureGlobal({ seed: 19700101 });
