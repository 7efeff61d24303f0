// Annotations that let big uploads and long connections through an Ingress, by the controller behind its class.

interface Controller {
  /** Its usual classes; the empty class is the default of a cluster, which may be of any controller. */
  readonly classes: RegExp;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A connection may be silent for this long. */
const IDLE_SECONDS = '3600';

/** Controllers that limit what is sent or how long it takes unless they are told; others need nothing. */
const CONTROLLERS: readonly Controller[] = [
  {
    classes: /^$|nginx/,
    annotations: {
      // Zero is no limit, instead of a megabyte.
      'nginx.ingress.kubernetes.io/proxy-body-size': '0',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': IDLE_SECONDS,
      'nginx.ingress.kubernetes.io/proxy-send-timeout': IDLE_SECONDS,
    },
  },
];

/** For Ingresses whose clients upload files of any size and keep WebSockets open. Annotations of the user win over them. */
export const openTraffic = (className: string): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...CONTROLLERS.filter(({ classes }) => classes.test(className)).map(({ annotations }) => annotations),
  );
