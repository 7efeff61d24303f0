// What the configurations of both nginx have in common. Nothing is written outside /tmp.

/** `http` is what stands in its block, behind the folders for temporary files. */
export const nginxConfig = (http: string): string => `worker_processes auto;
pid /tmp/nginx.pid;

events {
  worker_connections 1024;
}

http {
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

${http}}
`;
