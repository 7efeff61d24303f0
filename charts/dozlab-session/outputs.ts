// The objects that the construct exposes.

import {
  type ClaimOutput,
  type OutputReader,
  present,
  type SecretOutput,
  type ServiceOutput,
  type WorkloadOutput,
} from '../../lib/pipeline/outputs';

/** What a `DozlabSession` has created. An output is absent if the values turn it off, or a patch removed the object. */
export interface DozlabSessionOutputs {
  /** Services. */
  readonly services: {
    /** The Service of the session. */
    readonly session: ServiceOutput<'vscode' | 'terminal' | 'vm-ssh'>;
  };
  /** Objects that create pods. */
  readonly workloads: {
    /** The Pod of the session. */
    readonly session: WorkloadOutput;
  };
  /** Secrets that are rendered from values. */
  readonly secrets: {
    /** The password of VS Code. */
    readonly password?: SecretOutput;
  };
  /** PersistentVolumeClaims, with `persistence.enabled`. */
  readonly claims: {
    /** Kernels of the virtual machine. */
    readonly vmKernels?: ClaimOutput;
    /** Data of the virtual machine. */
    readonly vmData?: ClaimOutput;
    /** Data of VS Code. */
    readonly vscodeData?: ClaimOutput;
  };
  /** URLs for pods of every namespace. */
  readonly urls: {
    /** VS Code in the browser. */
    readonly vscode?: string;
    /** The web terminal. */
    readonly terminal?: string;
  };
}

export function outputsOf(read: OutputReader): DozlabSessionOutputs {
  const session = read.service<'vscode' | 'terminal' | 'vm-ssh'>('service');
  const url = (port: 'vscode' | 'terminal') => session && `http://${session.host}:${session.ports[port]}`;
  return present<DozlabSessionOutputs>({
    services: { session },
    workloads: { session: read.workload('pod') },
    secrets: { password: read.secret('secret') },
    claims: {
      vmKernels: read.claim('claim-vm-kernels'),
      vmData: read.claim('claim-vm-data'),
      vscodeData: read.claim('claim-vscode-data'),
    },
    urls: { vscode: url('vscode'), terminal: url('terminal') },
  });
}
