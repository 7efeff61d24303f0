// The types of partial values, as users write them.

/** Marks the type of an open object, whose type has only the known keys. No value has this key. */
export type OpenObject = { readonly '~open': true };

/** Values that are completed with defaults: every key is optional, at every depth. */
export type DeepPartial<T> = T extends readonly (infer Item)[]
  ? readonly Item[]
  : T extends OpenObject
    ? { readonly [K in Exclude<keyof T, keyof OpenObject>]?: DeepPartial<T[K]> | null } & {
        readonly [other: string]: string | number | boolean | null | undefined;
      }
    : T extends object
      ? { readonly [K in keyof T]?: DeepPartial<T[K]> | null }
      : T;
