import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { DozlabSession } from 'sandbox-charts';

/** A lab session that browsers reach under a host name of its own. */
export class PublishedLab extends Chart {
  constructor(app: App, id: string, host: string) {
    super(app, id, { namespace: 'labs', disableResourceNameHashes: true });
    const session = new DozlabSession(this, 'session', {
      namespace: 'labs',
      values: {
        session: { id, userId: 'user-123' },
        rootfs: { imageUrl: 'https://images.example.com/dozlab-k8s.ext4' },
        codeServer: { existingSecret: 'lab-vscode' },
        networkPolicy: {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
        },
      },
    });
    const backend = { service: { name: session.service, port: { name: 'vscode' } } };
    new k8s.KubeIngress(this, 'ingress', {
      metadata: { name: session.service },
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: [host], secretName: 'labs-tls' }],
        rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      },
    });
  }
}

const app = new App();
new PublishedLab(app, '7', '7.labs.example.com');
app.synth();
