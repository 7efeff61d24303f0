// Which TLS a server speaks: the same two values for adaptor and webhook.

import { choice, text } from '../../lib/values/schema';

export const tlsMinVersion = () =>
  choice(['', 'VersionTLS12', 'VersionTLS13'], {
    description: 'Lowest TLS version; empty takes that of the image.',
    default: '',
  });

export const tlsCipherSuites = () =>
  text({
    description: 'Cipher suites for TLS 1.2, with commas between them; empty takes those of the image.',
    default: '',
    pattern: '^TLS_[A-Z0-9_]+(,TLS_[A-Z0-9_]+)*$',
    expected: 'names such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, with commas and no blanks between them',
  });
