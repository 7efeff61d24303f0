// `sandbox-charts/toolkit`: what the built-in charts are made of, for systems of your own.

export { type ServiceAccountValues, serviceAccount, serviceAccountValues } from './lib/k8s/access/service-account';
export { commonValues } from './lib/k8s/common';
export { Labels } from './lib/k8s/labels';
export { ApiObject } from './lib/k8s/object/api-object';
export type { Manifest } from './lib/k8s/object/manifest';
export { Release } from './lib/k8s/release';
export { configMap, existingSecret, type SecretHandle, secret } from './lib/k8s/secret/config';
export { container, env } from './lib/k8s/workload/container';
export { type ImageReference, imageReference, imageValues } from './lib/k8s/workload/image';
export { type JobOptions, job } from './lib/k8s/workload/job';
export { type PodOptions, podTemplate } from './lib/k8s/workload/pod';
export { resources, resourceValues } from './lib/k8s/workload/resources';
export { type WriteOptions, type WriteResult, writeReleases } from './lib/output/write-releases';
export { type FromProps, installFromProps } from './lib/pipeline/construct';
export { OutputReader } from './lib/pipeline/outputs';
export { type Finished, type PipelineSettings, runPipeline } from './lib/pipeline/pipeline';
export { defineSystem, type SystemDefinition } from './lib/render/define-system';
export { type Rendered, renderRelease } from './lib/render/render';
export { checkSchema } from './lib/render/schema-check';
export type { ReleaseRequest, System } from './lib/render/system';
export { loadLayer } from './lib/values/file/load';
export { programLayer, resolve } from './lib/values/resolve';
export {
  block,
  blocks,
  boolean,
  choice,
  integer,
  integerOrPercent,
  list,
  map,
  object,
  objectName,
  optional,
  type Static,
  text,
  toggle,
} from './lib/values/schema/schema';
export type { Report, Rule } from './lib/values/validate';
export { toYaml } from './lib/yaml/yaml';
