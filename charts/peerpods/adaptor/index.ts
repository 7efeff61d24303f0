// The Cloud API Adaptor: on each worker node, it makes a virtual machine for each peer pod.

import type { Construct } from 'constructs';
import type { Platform } from '../platform';

export function adaptor(_scope: Construct, _platform: Platform): void {}
