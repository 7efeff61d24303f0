// How to replace each credential of the platform.

import { fingerprintRotation } from '../../../lib/render/lifecycle/common-rotations';
import type { Rotations } from '../../../lib/render/lifecycle/rotation';
import { backingRotations } from './backing';
import { harborRotations } from './harbor';
import { serviceRotations } from './services';

export const rotations: Rotations = {
  ...serviceRotations,
  ...backingRotations,
  ...harborRotations,
  ...fingerprintRotation,
};
