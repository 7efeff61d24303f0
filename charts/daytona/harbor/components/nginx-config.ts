// What the two nginx configurations have in common. Nothing is written outside /tmp.

/** `http` is the content of its block, after the folders for temporary files. */
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
