// The parts of a URL that the schema has accepted. `URL` rejects hosts that Kubernetes accepts, such as `lab.0`.

export interface UrlParts {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly origin: string;
}

export function partsOf(url: string): UrlParts {
  const [, protocol = '', hostname = '', port = '', pathname = ''] =
    /^(https?:)\/\/([^/:]*)(?::(\d+))?(.*)$/.exec(url) ?? [];
  return {
    protocol,
    hostname,
    port,
    pathname: pathname || '/',
    origin: `${protocol}//${hostname}${port && `:${port}`}`,
  };
}
