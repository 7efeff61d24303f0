// Stops the control planes after the last test.

export default async function teardown(): Promise<void> {
  await Promise.all((globalThis.controlPlanes ?? []).map((plane) => plane.stop()));
}
