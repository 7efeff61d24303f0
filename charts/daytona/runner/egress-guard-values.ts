// Values of the container that blocks sandboxes from the metadata service and kubelets.

import { egressGuardValues as valuesOf } from '../../runner-manager/nodes/egress-guard';
import { imageText } from '../images/image-text';

export const egressGuardValues = valuesOf(imageText('Image with iptables.'));
