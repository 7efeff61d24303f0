/** Whether the platform has an external database or Redis that Harbor can use. */
export interface Shared<V> {
  readonly database: (values: V) => boolean;
  readonly redis: (values: V) => boolean;
}
