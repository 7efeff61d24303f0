// Checks for contradictions in security contexts, which merging a chart's with a container's can cause.

import type { Finding } from '../finding';
import type { Inventory } from '../inventory';

export function* security({ containers }: Inventory): Generator<Finding> {
  for (const { container, pod, note } of containers) {
    const context = container.securityContext ?? {};
    if (context.allowPrivilegeEscalation === false) {
      const place = 'securityContext.allowPrivilegeEscalation';
      if (context.privileged) yield note(place, 'must not be false for a privileged container');
      if (context.capabilities?.add?.some((name) => /^(CAP_)?SYS_ADMIN$/.test(name))) {
        yield note(place, 'must not be false for a container with the capability SYS_ADMIN');
      }
    }
    const all = { ...pod.spec.securityContext, ...context };
    if (all.runAsNonRoot && all.runAsUser === 0) {
      yield note('securityContext', 'runAsNonRoot conflicts with runAsUser 0: the container would never start');
    }
  }
}
