// Groups of the API that are Kubernetes' own. Any other belongs to custom resources.

const BUILT_IN_GROUP =
  /^(|apps|autoscaling|batch|policy|(admissionregistration|apiextensions|apiregistration|coordination|discovery|networking|node|rbac\.authorization|scheduling|storage)\.k8s\.io)$/;

export const isBuiltInGroup = (group: string): boolean => BUILT_IN_GROUP.test(group);
