import type { Setting } from './config.ts'
import { readBlobs, readPublicUrl, readText, readWord } from './config-values.ts'

/** Where attachments lie. */
export const S3_SETTINGS = {
  blobs: {
    env: 'PARLEY_BLOBS',
    flag: 'blobs',
    fallback: null,
    needs: ['PARLEY_S3_ACCESS_KEY_ID', 'PARLEY_S3_SECRET_ACCESS_KEY'],
    description:
      'An S3 bucket for attachments, `s3://bucket` or `s3://bucket/prefix`. Without it they lie in the folder `blobs` of the data folder.',
    read: readBlobs,
  },
  s3Endpoint: {
    env: 'PARLEY_S3_ENDPOINT',
    flag: 's3-endpoint',
    fallback: null,
    description: 'The address of the S3 store, such as `https://minio.example.com:9000`. Without it, Amazon’s of the region.',
    read: readPublicUrl,
  },
  s3Region: {
    env: 'PARLEY_S3_REGION',
    flag: 's3-region',
    fallback: 'us-east-1',
    description: 'The region of the bucket.',
    read: readText(/^[a-z0-9-]{1,64}$/, 'a region like eu-central-1'),
  },
  s3PathStyle: {
    env: 'PARLEY_S3_PATH_STYLE',
    flag: 's3-path-style',
    fallback: 'auto',
    description:
      'Whether the bucket is named in the path instead of the host name: `yes`, `no`, or `auto` (with an endpoint of your own, or a dot in the bucket’s name).',
    read: readWord(['auto', 'yes', 'no']),
  },
  s3AccessKeyId: {
    env: 'PARLEY_S3_ACCESS_KEY_ID',
    flag: 's3-access-key-id',
    fallback: null,
    description: 'The id of an access key that may put, get and delete objects below the prefix.',
    secret: true,
    read: readText(/^[\x21-\x7e]{1,256}$/, 'an access key id'),
  },
  s3SecretAccessKey: {
    env: 'PARLEY_S3_SECRET_ACCESS_KEY',
    flag: 's3-secret-access-key',
    fallback: null,
    description: 'The access key itself.',
    secret: true,
    read: readText(/^[\x21-\x7e]{1,256}$/, 'an access key'),
  },
} as const satisfies Record<string, Setting>
