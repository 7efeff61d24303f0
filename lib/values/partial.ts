// Values as users write them: parts of what a schema describes.

/** Marks the type of an open object, which the compiler shows with its known keys only. No value has this key. */
export type Open = { readonly '~open': true };

/** What a user may give where defaults fill the rest: every key optional, at every depth. */
export type DeepPartial<T> = T extends readonly (infer Item)[]
  ? readonly Item[]
  : T extends Open
    ? { readonly [K in Exclude<keyof T, keyof Open>]?: DeepPartial<T[K]> | null } & {
        readonly [other: string]: string | number | boolean | null | undefined;
      }
    : T extends object
      ? { readonly [K in keyof T]?: DeepPartial<T[K]> | null }
      : T;
