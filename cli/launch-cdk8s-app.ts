// The app of `cdk8s synth`: the same as ./cdk8s-app, bundled and run from the code cache.

import { launch } from './process/code-cache';
import { APP } from './process/purpose';
import { launchUnbundled } from './process/unbundled';

if (process.argv.includes('--allow-code')) launchUnbundled(__dirname, 'cdk8s-app.js');
else launch('options', 'cli/cdk8s-app.ts', APP);
