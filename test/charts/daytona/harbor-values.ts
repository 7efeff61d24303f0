// The least that a Harbor needs. The key is no key: nothing here reads it.

export const HTPASSWD = `harbor_registry_user:$2y$10$${'a'.repeat(53)}`;

export const minimal = {
  harbor: {
    harborAdminPassword: 'Zx81-admin',
    secretKey: 'Zx81-encrypt-key',
    core: {
      secret: 'Zx81-core-secret',
      xsrfKey: 'Zx81-csrf-key-of-32-characters-!',
      tokenKey: '-----BEGIN RSA PRIVATE KEY-----\nZx81\n-----END RSA PRIVATE KEY-----\n',
    },
    jobservice: { secret: 'Zx81-jobs-secret' },
    registry: {
      secret: 'Zx81-http-secret',
      credentials: { password: 'Zx81-registry', htpasswdString: HTPASSWD },
    },
    database: { internal: { password: 'Zx81-database' } },
  },
};
