// Annotations that let large uploads and long connections through an Ingress, for the controller of its class.

interface Controller {
  /** Its usual class names. The empty class is the cluster's default, which can belong to any controller. */
  readonly classes: RegExp;
  readonly annotations: Readonly<Record<string, string>>;
}

/** How long a connection may be idle. */
const IDLE_SECONDS = '3600';

/** Controllers that limit size or duration by default. Others need no annotations. */
const CONTROLLERS: readonly Controller[] = [
  {
    classes: /^$|nginx/,
    annotations: {
      // Zero removes the limit of 1 MiB.
      'nginx.ingress.kubernetes.io/proxy-body-size': '0',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': IDLE_SECONDS,
      'nginx.ingress.kubernetes.io/proxy-send-timeout': IDLE_SECONDS,
    },
  },
];

/** For Ingresses whose clients upload files of any size and keep WebSockets open. The user's annotations override them. */
export const openTraffic = (className: string): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...CONTROLLERS.filter(({ classes }) => classes.test(className)).map(({ annotations }) => annotations),
  );
