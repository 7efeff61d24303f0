// A system of your own. It is rendered, checked and delivered like the built-in ones.

const {
  ApiObject,
  container,
  defineSystem,
  env,
  existingSecret,
  imageValues,
  integer,
  objectName,
  podTemplate,
  resourceValues,
  secret,
  text,
} = require('sandbox-charts/toolkit');

const TOKEN = 'token';

exports.system = defineSystem({
  name: 'greeter',
  version: '1.2.0',
  description: 'Greets every visitor',
  longestSuffix: '-credentials',
  values: {
    greeting: text({ description: 'What visitors read.', default: 'Hello' }),
    replicaCount: integer({ description: 'Number of pods.', default: 1, minimum: 0 }),
    token: text({ description: 'Token of the admin API.', default: '', secret: true, generate: 'password' }),
    existingSecret: objectName({
      description: 'Existing Secret with the key `token`, instead of the value.',
      default: '',
    }),
    image: imageValues({ registry: 'registry.example.com', repository: 'greeter/server', tag: '1.2.0' }),
    resources: resourceValues({ requests: { cpu: '50m', memory: '32Mi' }, limits: { memory: '64Mi' } }),
  },
  rules: [
    ({ token, existingSecret: existing }, { error }) => {
      if (token === '' && existing === '') error((values) => values.token, 'is required, or set existingSecret');
    },
  ],
  build(scope, release, values) {
    const labels = release.labels('server');
    const name = release.fullname;
    const credentials = values.existingSecret
      ? existingSecret(release, values.existingSecret, [TOKEN])
      : secret(scope, 'credentials', release, {
          name: `${name}-credentials`,
          labels,
          data: { [TOKEN]: values.token },
        });
    new ApiObject(scope, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: release.metadata(name, labels),
      spec: { selector: labels.selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    });
    new ApiObject(scope, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: release.metadata(name, labels),
      spec: {
        replicas: values.replicaCount,
        selector: { matchLabels: labels.selector },
        template: podTemplate(release, {
          labels,
          settings: {},
          spec: {
            containers: [
              {
                ...container(release, 'server', values),
                ports: [{ name: 'http', containerPort: 8080 }],
                env: env({ GREETING: values.greeting, TOKEN: credentials.key(TOKEN) }),
              },
            ],
          },
        }),
      },
    });
  },
});
