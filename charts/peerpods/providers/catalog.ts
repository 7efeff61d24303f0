// What the chart knows of a provider: its settings, its credentials and what its pods need besides.

import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Form } from './forms';

/** An environment variable of the adaptor. */
export interface Setting {
  readonly description: string;
  /** What the adaptor takes when nothing is given. */
  readonly default?: string;
  /** The adaptor cannot work without it. */
  readonly required?: true;
  /** Rendered with its default when nothing is given: the start script asks for it. */
  readonly always?: true;
  readonly experimental?: true;
  /** What a value must look like. Without this check the adaptor ignores what it cannot read, or ends. */
  readonly form?: Form;
}

export type Settings = Readonly<Record<string, Setting>>;

/** A key of the Secret with the credentials. */
export interface Credential {
  readonly description: string;
  readonly required?: true;
  /** Names somebody but opens nothing, so that it may stand in a ConfigMap. */
  readonly identifier?: true;
  /** A whole file, best given with --set-file. */
  readonly file?: true;
  /** It belongs to the Secret with SSH keys, under this key. */
  readonly sshKey?: 'id_rsa' | 'id_rsa.pub';
}

/** A volume and where the container finds it. */
export interface Mounted {
  readonly volume: IVolume;
  readonly mount: Omit<IVolumeMount, 'name'>;
}

/** Build of the adaptor's image: `dev` has the C libraries that some providers need. */
export type Variant = 'dev' | 'release';

/** A provider that the image of the adaptor no longer has. */
export interface Removed {
  /** First release without it: `v0.22.0`. */
  readonly since: string;
  /** Last release with it. */
  readonly last: string;
  /** Tag of the adaptor's image in that release. */
  readonly lastTag: string;
}

export interface Provider {
  /** As the cloud calls itself. */
  readonly title: string;
  /** Value of CLOUD_PROVIDER that the image knows. */
  readonly cloudProvider: string;
  readonly variant: Variant;
  /** Settings that only this provider has. */
  readonly own: Settings;
  /** Settings that it shares with others. */
  readonly shared: Settings;
  /** Further variables that its libraries read: correct, but rarely given by hand. */
  readonly alsoRead?: readonly string[];
  readonly secrets: Readonly<Record<string, Credential>>;
  /** The start script wants one of these sets of variables. */
  readonly logins: readonly (readonly string[])[];
  /** A webhook of the cloud hands a login to pods whose account is annotated for it. */
  readonly identity?: true;
  /** Token of the pod's own identity, for the adaptor and the controller. */
  readonly token?: Mounted;
  /** Variables that tell where that token is. */
  readonly tokenVariables?: Readonly<Record<string, string>>;
  /** Folders of the node that only this provider needs. */
  readonly hostPaths?: readonly Mounted[];
  /** Upstream dropped it: no version of this chart has an image that knows it. */
  readonly removed?: Removed;
  /** Whether the image of peerpod-ctrl has code for it. */
  readonly controller: boolean;
}
