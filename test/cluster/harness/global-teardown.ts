// Stops the control plane after the last test.

export default async function teardown(): Promise<void> {
  await globalThis.controlPlane?.stop();
}
