import { App, Chart } from 'cdk8s';
import { HttpIngressPathType, Ingress, Secret } from 'cdk8s-plus-27';
import { DozlabSession } from 'sandbox-charts';
import { toIngressBackend } from 'sandbox-charts/plus';

/** A lab session that browsers reach under a host name of its own. */
export class PublishedLab extends Chart {
  constructor(app: App, id: string, host: string) {
    super(app, id, { namespace: 'labs', disableResourceNameHashes: true });
    const session = new DozlabSession(this, 'session', {
      values: {
        session: { id, userId: 'user-123' },
        rootfs: { imageUrl: 'https://images.example.com/dozlab-k8s.ext4' },
        codeServer: { existingSecret: 'lab-vscode' },
        networkPolicy: {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
        },
      },
    });
    const backend = toIngressBackend(session.outputs.services.session, 'vscode');
    new Ingress(this, 'ingress', {
      metadata: { name: `lab-${id}` },
      className: 'nginx',
      tls: [{ hosts: [host], secret: Secret.fromSecretName(this, 'tls', 'labs-tls') }],
      rules: [{ host, path: '/', pathType: HttpIngressPathType.PREFIX, backend }],
    });
  }
}

const app = new App();
new PublishedLab(app, '7', '7.labs.example.com');
app.synth();
