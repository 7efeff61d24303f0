// The runtime of the sandboxes: an OCI runtime by its name in Docker.

import { text } from '../../../lib/values/schema/schema';
import type { Rule } from '../../../lib/values/validate';

/** Docker's own default, and the ones in the runner's documentation. */
const KNOWN = ['', 'sysbox-runc', 'runsc', 'kata', 'runc'];

/** They isolate a privileged sandbox from its node. */
const ISOLATING = ['sysbox-runc', 'runsc', 'kata'];

export const containerRuntime = () =>
  text({
    description:
      "OCI runtime of the sandboxes, by Docker's name: sysbox-runc, runsc, kata or runc; empty is Docker's default.",
    default: '',
  });

/** Other engines are not runtimes of Docker: the runner only talks to Docker. */
export const knownRuntime =
  <V>(select: (values: V) => string): Rule<V> =>
  (values, report) => {
    const runtime = select(values);
    if (KNOWN.includes(runtime)) return;
    const engine = ['docker', 'containerd', 'cri-o', 'crio', 'podman'].includes(runtime);
    const reason = engine
      ? `${runtime} is not an OCI runtime of Docker, which runs the sandboxes`
      : `${runtime} is not supported`;
    report.error(select, `${reason}: write sysbox-runc, runsc, kata or runc, or leave it empty for Docker's default`);
  };

/** Sandboxes are privileged, and few runtimes isolate them from the node. `installs`: Sysbox is Docker's default. */
export const isolatedSandboxes =
  <V>(select: (values: V) => string, when: (values: V) => boolean, installs: (values: V) => boolean): Rule<V> =>
  (values, report) => {
    const runtime = select(values);
    if (!when(values) || !KNOWN.includes(runtime) || ISOLATING.includes(runtime)) return;
    if (runtime === '' && installs(values)) return;
    const which = runtime === '' ? "Docker's default, which this chart does not install" : runtime;
    report.warning(
      select,
      `is ${which}: sandboxes are privileged containers, and with runc they can take over the node. Set it to sysbox-runc, and install Sysbox on the nodes`,
    );
  };
