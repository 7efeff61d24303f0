#!/usr/bin/env node
// The entry point, not bundled.

import { runProcess } from './run-process';

runProcess();
