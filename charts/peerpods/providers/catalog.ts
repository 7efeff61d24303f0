// What the chart knows about a provider: its settings, its credentials and other needs of its pods.

import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Form } from './forms';

/** An environment variable of the adaptor. */
export interface Setting {
  readonly description: string;
  /** The adaptor's default. */
  readonly default?: string;
  /** The adaptor does not work without it. */
  readonly required?: true;
  /** Rendered with its default if it is not set, because the start script requires it. */
  readonly always?: true;
  readonly experimental?: true;
  /** It names the image of the pod VMs. */
  readonly machineImage?: true;
  /** The form of a valid value. Without this check, the adaptor would ignore an invalid value, or exit. */
  readonly form?: Form;
}

export type Settings = Readonly<Record<string, Setting>>;

/** A key of the Secret with the credentials. */
export interface Credential {
  readonly description: string;
  readonly required?: true;
  /** Identifies an account but does not grant access, so it can be in a ConfigMap. */
  readonly identifier?: true;
  /** A complete file, best set with --set-file. */
  readonly file?: true;
  /** It belongs to the Secret with SSH keys, with this key. */
  readonly sshKey?: 'id_rsa' | 'id_rsa.pub';
}

/** A volume and its path in the container. */
export interface Mounted {
  readonly volume: IVolume;
  readonly mount: Omit<IVolumeMount, 'name'>;
}

/** Build of the adaptor's image: `dev` has the C libraries that some providers need. */
export type Variant = 'dev' | 'release';

/** A provider that the adaptor's image no longer supports. */
export interface Removed {
  /** First release without it: `v0.22.0`. */
  readonly since: string;
  /** Last release with it. */
  readonly last: string;
  /** Tag of the adaptor's image in that release. */
  readonly lastTag: string;
}

export interface Provider {
  /** The cloud's own name. */
  readonly title: string;
  /** The value of CLOUD_PROVIDER that the image accepts. */
  readonly cloudProvider: string;
  readonly variant: Variant;
  /** Settings that only this provider has. */
  readonly own: Settings;
  /** Settings that it shares with others. */
  readonly shared: Settings;
  /** Additional variables that its libraries read: valid, but rarely set by users. */
  readonly alsoRead?: readonly string[];
  readonly secrets: Readonly<Record<string, Credential>>;
  /** The start script requires one of these sets of variables. */
  readonly logins: readonly (readonly string[])[];
  /** A webhook of the cloud injects a login into pods whose service account is annotated for it. */
  readonly identity?: true;
  /** Token of the pod's own identity, for the adaptor and the controller. */
  readonly token?: Mounted;
  /** Variables with the location of that token. */
  readonly tokenVariables?: Readonly<Record<string, string>>;
  /** Folders of the node that only this provider needs. */
  readonly hostPaths?: readonly Mounted[];
  /** Upstream removed it: no version of this chart has an image that supports it. */
  readonly removed?: Removed;
  /** Whether the image of peerpod-ctrl supports it. */
  readonly controller: boolean;
}
