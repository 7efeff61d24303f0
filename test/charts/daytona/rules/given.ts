// Problems of the platform, as users see them, for values with all credentials.

import { join } from 'node:path';
import { system } from '../../../../charts/daytona';
import { readLayer } from '../../../../lib/values/file/load';
import { merge } from '../../../../lib/values/file/merge';
import type { Tree } from '../../../../lib/values/layer';
import { problemsOf, warningsOf } from '../../../support/problems';

const credentials = readLayer('credentials', join(__dirname, '..', 'credentials.values.yaml')).apply({});
export const given = (change: object) => merge(credentials, change as Tree);

/** The errors with this change. Without one, there are none. */
export const problems = (change: object): string[] => problemsOf(system, given(change));

export const allWarnings = (change: object): string[] => warningsOf(system, given(change));

const usual = allWarnings({});

/** The warnings that this change adds. */
export const warnings = (change: object): string[] => allWarnings(change).filter((line) => !usual.includes(line));
