// Where Harbor keeps images: values under two paths, of which the shorter wins key by key.

import { KindGuard } from '@sinclair/typebox';
import { credential } from '../../../lib/values/credential';
import {
  boolean,
  choice,
  integer,
  object,
  objectName,
  optional,
  type Partially,
  type Static,
  type TObject,
  type TSchema,
  text,
} from '../../../lib/values/schema';

const given = (description: string) => text({ description, default: '' });
const count = (description: string) => optional(integer({ description, minimum: 1 }));
const flag = (description: string) => optional(boolean({ description }));

const s3 = object(
  {
    region: given('Region of the bucket. Required.'),
    bucket: given('Name of the bucket. Required.'),
    accesskey: credential({ description: 'Access key: Harbor takes no role of a node or ServiceAccount.' }),
    secretkey: credential({ description: 'Secret key.' }),
    existingSecret: objectName({
      description: 'Secret with REGISTRY_STORAGE_S3_ACCESSKEY and REGISTRY_STORAGE_S3_SECRETKEY instead.',
      default: '',
    }),
    regionendpoint: given('Address of a storage that is not AWS.'),
    encrypt: flag('Whether objects are encrypted in the bucket.'),
    keyid: given('KMS key to encrypt with.'),
    secure: flag('Whether to use HTTPS.'),
    skipverify: flag('Whether to trust any certificate.'),
    v4auth: flag('Whether to sign with version 4.'),
    chunksize: count('Bytes of one part of an upload.'),
    rootdirectory: given('Folder in the bucket.'),
    storageclass: given('Storage class of the objects.'),
    multipartcopychunksize: count('Bytes of one part of a copy.'),
    multipartcopymaxconcurrency: count('Parts that are copied at once.'),
    multipartcopythresholdsize: count('Bytes from which a copy has parts.'),
  },
  { description: 'A bucket of S3, or of a storage that speaks its language.' },
);

const azure = object(
  {
    accountname: given('Storage account. Required.'),
    accountkey: credential({ description: 'Key of the account.' }),
    container: given('Container. Required.'),
    existingSecret: objectName({ description: 'Secret with AZURE_STORAGE_ACCESS_KEY instead.', default: '' }),
    realm: given('Domain of the storage service, where it is not core.windows.net.'),
    rootdirectory: given('Folder in the container.'),
  },
  { description: 'Azure Blob Storage.' },
);

const gcs = object(
  {
    bucket: given('Name of the bucket. Required.'),
    encodedkey: credential({ description: "The service account's JSON key file in base64." }),
    existingSecret: objectName({ description: 'Secret with the key file as GCS_KEY_DATA instead.', default: '' }),
    useWorkloadIdentity: boolean({
      description: "Takes the identity of the registry's ServiceAccount instead of a key.",
      default: false,
    }),
    rootdirectory: given('Folder in the bucket.'),
    chunksize: count('Bytes of one part of an upload.'),
  },
  { description: 'Google Cloud Storage.' },
);

export const imageStorageValues = () =>
  object(
    {
      type: choice(['filesystem', 's3', 'azure', 'gcs'], { description: 'Kind of storage.', default: 'filesystem' }),
      disableredirect: boolean({
        description: 'Hands images out through Harbor; needed where clients cannot reach the storage, as with MinIO.',
        default: false,
      }),
      filesystem: object(
        {
          rootdirectory: text({ description: 'Folder of the volume.', default: '/storage', pattern: '^/' }),
          maxthreads: count('Most file operations at once.'),
        },
        { description: 'A volume of the cluster, for one registry pod.' },
      ),
      s3,
      azure,
      gcs,
    },
    { description: 'Where images are kept.' },
  );

const shape = imageStorageValues();
export type ImageStorage = Static<typeof shape>;
export type ImageStorageOverlay = Partially<ImageStorage>;

/** The same keys without defaults and requirements. */
function overlayOf(schema: TObject): TObject {
  const keys = Object.entries(schema.properties).map(([key, property]): [string, TSchema] => {
    if (KindGuard.IsObject(property)) return [key, optional(overlayOf(property))];
    const { default: value, ...rest } = property;
    return [key, optional((value === '' ? emptyToo(rest as TSchema) : rest) as TSchema)];
  });
  return object(Object.fromEntries(keys), { description: schema.description ?? '' });
}

/** Text whose default is empty may be emptied. */
function emptyToo({ pattern, minLength: _minLength, ...rest }: TSchema): object {
  return { ...rest, ...(pattern === undefined ? {} : { pattern: `^$|${pattern}` }) };
}

/** `imageChartStorage` directly below `harbor`. */
export const imageStorageOverlay = () =>
  optional(
    object(overlayOf(imageStorageValues()).properties, {
      description: 'As persistence.imageChartStorage, whose keys it replaces one by one.',
    }),
  );
