// The example in the README works. The compiler checks it along with everything else.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

test("a chart's construct can be combined with constructs from cdk8s-plus in one tree", () => {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  process.env.CDK8S_OUTDIR = folder;
  try {
    require('../examples/extend');
    const text = readFileSync(join(folder, '7.k8s.yaml'), 'utf8');
    const objects = parseAllDocuments(text).map(
      (document) => document.toJS() as { kind: string; metadata: { name: string; namespace: string } },
    );
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'Pod labs/lab-session-7',
      'Service labs/lab-service-7',
      'NetworkPolicy labs/lab-session-7',
      'Ingress labs/lab-7',
    ]);
  } finally {
    delete process.env.CDK8S_OUTDIR;
    rmSync(folder, { recursive: true, force: true });
  }
});
