// Sealing gives the same as kubeseal, checked in both directions against sealed-secrets 0.36.6.

import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seal, sealingKey } from '../../lib/secrets/seal';
import { unseal } from '../support/unseal';

const folder = join(__dirname, '..', 'e2e', 'secrets');
const certificate = readFileSync(join(folder, 'sealed-secrets', 'input', 'sealing.crt'), 'utf8');
const privateKey = createPrivateKey(readFileSync(join(folder, 'sealing.key')));

/** `four bells`, encrypted by HybridEncrypt of github.com/bitnami-labs/sealed-secrets/pkg/crypto for that certificate. */
const FROM_KUBESEAL =
  'AQAvcF+jhhS8d8IgcCom5N1MMxJz/PMXvCGl67Djp9dThpYvCuHU7NpBWUCrNINvmuvnlc55EbYkEZfUAs8oasOmmG1OAndKOL6gdRD/O49bE24xXb9TAoS+B20XEFC96uif1DCHBVWGHKBv+ALPJyKCweByxqhSF+SfKAPna5AAO3prhbQDIZH1/4Q57R9/tWmOt435ZGtlyRFrbm8i+UUyx4OBn6bacAXz3Pb4bKwSctEJcsMnJuQSGPOb2CCVnlKbl1iFk2C0exUIDYbAmZ2c9nyIum2FPwVBhoeWv9j1MDtSYIsUzhYDMudqtw/yJmMg7w+mA498PEgwHukmlbJ9QZnJZHle6ocnmFzaRRF83jeAX+QoMsSd1gM=';

test('the tests open what kubeseal seals, so they can also open what the controller opens', () => {
  expect(unseal(privateKey, FROM_KUBESEAL, 'labs/lab-session-7-secrets')).toBe('four bells');
  expect(() => unseal(privateKey, FROM_KUBESEAL, 'labs/other')).toThrow();
});

test('the same text sealed here has the same form', () => {
  const sealed = seal(sealingKey('x', certificate), 'labs', 'lab-session-7-secrets', Buffer.from('four bells'));
  expect(unseal(privateKey, sealed, 'labs/lab-session-7-secrets')).toBe('four bells');
  expect(Buffer.from(sealed, 'base64')).toHaveLength(Buffer.from(FROM_KUBESEAL, 'base64').length);
});
