// Where Harbor stores images: values at two paths, of which the shorter wins key by key.

import { credential } from '../../../../lib/values/schema/credential';
import { isObjectSchema } from '../../../../lib/values/schema/kinds';
import {
  boolean,
  choice,
  type DeepPartial,
  integer,
  object,
  objectName,
  optional,
  type Static,
  type TObject,
  type TSchema,
  text,
} from '../../../../lib/values/schema/schema';
import { droppedOfStorage } from './dropped';

const given = (description: string) => text({ description, default: '' });
const count = (description: string) => optional(integer({ description, minimum: 1 }));
const flag = (description: string) => optional(boolean({ description }));

const s3 = object(
  () => ({
    region: given('Region of the bucket. Required.'),
    bucket: given('Name of the bucket. Required.'),
    accesskey: credential({ description: 'Access key. Harbor cannot use the role of a node or ServiceAccount.' }),
    secretkey: credential({ description: 'Secret key.' }),
    existingSecret: objectName({
      description:
        'Existing Secret with the keys REGISTRY_STORAGE_S3_ACCESSKEY and REGISTRY_STORAGE_S3_SECRETKEY, instead of the values.',
      default: '',
    }),
    regionendpoint: given('Endpoint of an S3-compatible store.'),
    minio: boolean({
      description: 'Whether the bucket is in the built-in MinIO. Sets regionendpoint, and secure if it is not set.',
      default: false,
    }),
    encrypt: flag('Whether to encrypt objects in the bucket.'),
    keyid: given('ID of the KMS key for encryption.'),
    secure: flag('Whether to use HTTPS.'),
    skipverify: flag('Whether to skip certificate verification.'),
    v4auth: flag('Whether to use signature version 4.'),
    chunksize: count('Size of an upload part, in bytes.'),
    rootdirectory: given('Prefix of all objects in the bucket.'),
    storageclass: given('Storage class of the objects.'),
    multipartcopychunksize: count('Size of a copy part, in bytes.'),
    multipartcopymaxconcurrency: count('Maximum number of parts copied concurrently.'),
    multipartcopythresholdsize: count('Size, in bytes, above which copies are split into parts.'),
  }),
  { description: 'Bucket in S3 or a compatible store.' },
);

const azure = object(
  () => ({
    accountname: given('Storage account. Required.'),
    accountkey: credential({ description: 'Key of the storage account.' }),
    container: given('Container. Required.'),
    existingSecret: objectName({
      description: 'Existing Secret with the key AZURE_STORAGE_ACCESS_KEY, instead of the value.',
      default: '',
    }),
    realm: given('Domain of the storage service; defaults to core.windows.net.'),
    rootdirectory: given('Prefix of all objects in the container.'),
  }),
  { description: 'Azure Blob Storage.' },
);

const gcs = object(
  () => ({
    bucket: given('Name of the bucket. Required.'),
    encodedkey: credential({ description: 'JSON key file of the service account, base64-encoded.' }),
    existingSecret: objectName({
      description: 'Existing Secret with the key file as GCS_KEY_DATA, instead of the value.',
      default: '',
    }),
    useWorkloadIdentity: boolean({
      description: "Whether to use the identity of the registry's ServiceAccount instead of a key.",
      default: false,
    }),
    rootdirectory: given('Prefix of all objects in the bucket.'),
    chunksize: count('Size of an upload part, in bytes.'),
  }),
  { description: 'Google Cloud Storage.' },
);

export const imageStorageValues = () =>
  object(
    () => ({
      type: choice(['filesystem', 's3', 'azure', 'gcs'], { description: 'Storage type.', default: 'filesystem' }),
      disableredirect: boolean({
        description:
          'Whether clients download images through Harbor. Required if they cannot reach the storage, as with MinIO.',
        default: false,
      }),
      filesystem: object(
        {
          rootdirectory: text({ description: 'Directory in the volume.', default: '/storage', pattern: '^/' }),
          maxthreads: count('Maximum number of concurrent file operations.'),
        },
        { description: 'Volume in the cluster, for a single registry pod.' },
      ),
      s3,
      azure,
      gcs,
    }),
    { description: 'Where images are stored.', dropped: droppedOfStorage },
  );

export type ImageStorage = Static<ReturnType<typeof imageStorageValues>>;
export type ImageStorageOverlay = DeepPartial<ImageStorage>;

/** The same keys, without defaults and requirements. */
function overlayOf(schema: TObject): TObject {
  const keys = Object.entries(schema.properties).map(([key, property]): [string, TSchema] => {
    if (isObjectSchema(property)) return [key, optional(overlayOf(property))];
    const { default: value, ...rest } = property;
    return [key, optional((value === '' ? orEmpty(rest as TSchema) : rest) as TSchema)];
  });
  return object(Object.fromEntries(keys), { description: schema.description ?? '' });
}

/** A string with an empty default can be set to the empty string. */
function orEmpty({ pattern, minLength: _minLength, ...rest }: TSchema): object {
  return { ...rest, ...(pattern === undefined ? {} : { pattern: `^$|${pattern}` }) };
}

/** `imageChartStorage` directly below `harbor`. */
export const imageStorageOverlay = () =>
  optional(
    object(overlayOf(imageStorageValues()).properties, {
      description: 'Same as persistence.imageChartStorage; keys set here take precedence.',
      dropped: droppedOfStorage,
    }),
  );
