import type { Construct } from 'constructs';
import type { Platform } from '../platform';

export function controller(_scope: Construct, _platform: Platform): void {}
