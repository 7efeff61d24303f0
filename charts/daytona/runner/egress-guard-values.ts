// Values of the container that blocks sandboxes from the metadata service and kubelets.

import { imageText } from '../../../lib/k8s/workload/image-text';
import { egressGuardValues as valuesOf } from '../../runner-manager/nodes/egress-guard';

export const egressGuardValues = valuesOf(imageText('Image with iptables.'));
