// The app of `cdk8s synth`: the same as ./cdk8s-app, bundled and run from the code cache.

import { launch } from './process/first-pack';
import * as packs from './process/packs';
import { APP } from './process/purpose';
import { launchUnbundled } from './process/unbundled';

if (process.argv.includes('--allow-code')) launchUnbundled(__dirname, 'cdk8s-app.js');
else launch<{ 'cli/cdk8s-app.ts': () => unknown }>('options', APP, () => packs)['cli/cdk8s-app.ts']();
