// API groups that are built into Kubernetes. All others are for custom resources.

const BUILT_IN_GROUP =
  /^(|apps|autoscaling|batch|policy|(admissionregistration|apiextensions|apiregistration|coordination|discovery|networking|node|rbac\.authorization|scheduling|storage)\.k8s\.io)$/;

export const isBuiltInGroup = (group: string): boolean => BUILT_IN_GROUP.test(group);
