// Values of the container that keeps sandboxes from the metadata service and from kubelets.

import { egressGuardValues as valuesOf } from '../../runner-manager/egress-guard';
import { imageText } from '../image-text';

export const egressGuardValues = valuesOf(imageText('Image with iptables.'));
