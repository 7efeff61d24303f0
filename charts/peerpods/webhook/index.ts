import type { Construct } from 'constructs';
import type { Platform } from '../platform';

export function webhook(_scope: Construct, _platform: Platform): void {}
